/**
 * Row keys in ascending order, given out by the one writer. A key is never given out twice
 * in a process, even if its row has been removed or rolled back.
 */
export class KeySequence {
  readonly #lastUsed: () => number | null | undefined;
  #next = 0;
  #isKnown = false;

  /** `lastUsed` reads the greatest key that may not be given out again. */
  constructor(lastUsed: () => number | null | undefined) {
    this.#lastUsed = lastUsed;
  }

  /** The key that `take` will use up. */
  get next(): number {
    if (!this.#isKnown) {
      this.#next = Math.max(this.#next, (this.#lastUsed() ?? 0) + 1);
      this.#isKnown = true;
    }
    return this.#next;
  }

  take(): number {
    const key = this.next;
    this.#next++;
    return key;
  }

  /** To be called where somebody else may have used keys. */
  forget(): void {
    this.#isKnown = false;
  }
}
