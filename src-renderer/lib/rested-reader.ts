/** What changes is read again this long after the last read, at the least... */
const MIN_GAP_MS = 400;
/** ...and what takes long not for more than a fifth of the time. */
const GAP_PER_READ = 4;
/** What could not be read is tried again this long after. */
const RETRY_GAP_MS = 3000;

/** Reads something over and over, one read at a time and with rests between. */
export class RestedReader {
  readonly #read: (signal: AbortSignal) => Promise<void>;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restUntilMs = 0;
  #isOutdated = false;
  #hasFailed = false;

  /** @param read reads once; it handles its errors, and does nothing more once aborted */
  constructor(read: (signal: AbortSignal) => Promise<void>) {
    this.#read = read;
  }

  /** Reads at once, in place of a read under way. */
  readNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#isOutdated = false;
    this.#hasFailed = false;
    void this.#run(abort);
  }

  /** Reads when the rest is over. */
  readSoon(): void {
    this.#isOutdated = true;
    this.#schedule();
  }

  /** Of the read under way, that it failed: it is done again after a longer rest. */
  retry(): void {
    this.#isOutdated = true;
    this.#hasFailed = true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #run(abort: AbortController): Promise<void> {
    const startMs = performance.now();
    await this.#read(abort.signal);
    if (abort.signal.aborted) return;
    const nowMs = performance.now();
    const minGapMs = this.#hasFailed ? RETRY_GAP_MS : MIN_GAP_MS;
    this.#restUntilMs = nowMs + Math.max(minGapMs, (nowMs - startMs) * GAP_PER_READ);
    this.#abort = null;
    if (this.#isOutdated) this.#schedule();
  }

  #schedule(): void {
    if (this.#abort !== null || this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#restUntilMs - performance.now());
    this.#timer = setTimeout(() => this.readNow(), waitMs);
  }
}
