/**
 * Updates on their way to the writer, put together so that small traces share a commit, and
 * held back while the writer has not stored those before.
 */
import type { TraceUpdate } from './facet-batch';

const MAX_BATCH_SPANS = 500;
const MAX_BATCH_MS = 40;
/** One is stored while the next is made. */
const MAX_UNANSWERED = 2;

interface Waiter {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
}

export class BatchWindow {
  readonly #send: (traces: readonly TraceUpdate[]) => void;
  #gathered: TraceUpdate[] = [];
  #gatheredSpans = 0;
  #gatheredSinceMs = 0;
  /** Keys of the traces in each batch that was sent and not answered, oldest first. */
  readonly #unanswered: (readonly number[])[] = [];
  #waiter: Waiter | null = null;
  #hasFailed = false;
  #hasStored = false;
  #isAbandoned = false;

  constructor(send: (traces: readonly TraceUpdate[]) => void) {
    this.#send = send;
  }

  /** Keys of traces that are understood, but not stored yet. */
  get unstored(): number[] {
    return [...this.#unanswered.flat(), ...this.#gathered.map(({ key }) => key)];
  }

  /**
   * Takes an update. Resolves when the next may be made, which for a part of a trace is when
   * it was stored; with false where storing has failed.
   */
  async add(update: TraceUpdate): Promise<boolean> {
    if (this.#gathered.length === 0) this.#gatheredSinceMs = performance.now();
    this.#gathered.push(update);
    this.#gatheredSpans += update.spans.length;
    if (update.facets === null) return this.flush();
    const isFull =
      this.#gatheredSpans + this.#gathered.length >= MAX_BATCH_SPANS ||
      performance.now() - this.#gatheredSinceMs >= MAX_BATCH_MS;
    if (!isFull) return true;
    this.#sendGathered();
    await this.#until(() => this.#unanswered.length < MAX_UNANSWERED);
    return !this.#takeFailure();
  }

  /** Sends what is left and resolves when everything was answered; with false as above. */
  async flush(): Promise<boolean> {
    this.#sendGathered();
    await this.#until(() => this.#unanswered.length === 0);
    return !this.#takeFailure();
  }

  /** Whether something was stored since this was asked last. */
  hasStored(): boolean {
    const hasStored = this.#hasStored;
    this.#hasStored = false;
    return hasStored;
  }

  /** The oldest unanswered batch was stored, or could not be. */
  answered(isStored: boolean): void {
    this.#unanswered.shift();
    if (isStored) this.#hasStored = true;
    else this.#hasFailed = true;
    this.#check();
  }

  /** No more answers will come: lets go whoever waits. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#check();
  }

  #sendGathered(): void {
    if (this.#gathered.length === 0 || this.#isAbandoned) return;
    this.#unanswered.push(this.#gathered.map(({ key }) => key));
    this.#send(this.#gathered);
    this.#gathered = [];
    this.#gatheredSpans = 0;
  }

  /** Lets messages come in, too. */
  async #until(isMet: () => boolean): Promise<void> {
    if (this.#isAbandoned || isMet()) return;
    await new Promise<void>((resolve) => (this.#waiter = { isMet, resolve }));
  }

  #check(): void {
    const waiter = this.#waiter;
    if (waiter === null || !(this.#isAbandoned || waiter.isMet())) return;
    this.#waiter = null;
    waiter.resolve();
  }

  #takeFailure(): boolean {
    const hasFailed = this.#hasFailed;
    this.#hasFailed = false;
    return hasFailed;
  }
}
