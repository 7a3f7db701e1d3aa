/**
 * What the facet worker is at, in memory that the engine's main thread sees too: it looks while
 * the worker is too busy to answer, and when it has died.
 */

/** Trace and span, 0 for none; how often the worker gave a sign of life; 1 while it waits. */
type Slot = 0 | 1 | 2 | 3;
const TRACE: Slot = 0;
const SPAN: Slot = 1;
const BEATS: Slot = 2;
const WAITS: Slot = 3;

export interface Work {
  readonly traceKey: number;
  readonly spanKey: number;
  /** Differs whenever the worker has gone on. */
  readonly beats: number;
  /** For the writer or for a message, and may do so for any time. */
  readonly isWaiting: boolean;
}

export class WorkMark {
  readonly #slots: Float64Array;

  constructor(readonly buffer = new SharedArrayBuffer(4 * Float64Array.BYTES_PER_ELEMENT)) {
    this.#slots = new Float64Array(buffer);
  }

  /** @param key 0 where the trace is done */
  beginTrace(key: number): void {
    this.#slots[TRACE] = key;
    this.beginSpan(0);
  }

  /** @param key 0 for work that is about no span alone */
  beginSpan(key: number): void {
    this.#slots[SPAN] = key;
    this.#slots[BEATS] = this.#at(BEATS) + 1;
  }

  async whileWaiting<Result>(wait: Promise<Result>): Promise<Result> {
    this.#slots[WAITS] = 1;
    try {
      return await wait;
    } finally {
      this.#slots[WAITS] = 0;
      this.beginSpan(0);
    }
  }

  read(): Work {
    return {
      traceKey: this.#at(TRACE),
      spanKey: this.#at(SPAN),
      beats: this.#at(BEATS),
      isWaiting: this.#at(WAITS) === 1,
    };
  }

  #at(slot: Slot): number {
    return this.#slots[slot] ?? 0;
  }
}
