/**
 * Beginnings of conversations by their 64-bit hashes, with the call that had each last. A table of
 * numbers in place of maps: a large trace has a million of them.
 */
export class ConversationTable {
  #lows = new Int32Array(1024);
  #highs = new Int32Array(1024);
  /** 0: free; 1: seen; else the last call's index plus 2. */
  #states = new Int32Array(1024);
  #size = 0;

  has(low: number, high: number): boolean {
    return this.#states[this.#slotOf(low, high)] !== 0;
  }

  /** Index of the call that had it last; -1 where it was only seen, or not even that. */
  lastCall(low: number, high: number): number {
    return Math.max(-1, (this.#states[this.#slotOf(low, high)] ?? 0) - 2);
  }

  see(low: number, high: number): void {
    const slot = this.#slotOf(low, high);
    if (this.#states[slot] === 0) this.#take(slot, low, high, 1);
  }

  setLastCall(low: number, high: number, call: number): void {
    const slot = this.#slotOf(low, high);
    if (this.#states[slot] === 0) this.#take(slot, low, high, call + 2);
    else this.#states[slot] = call + 2;
  }

  /** The slot that holds it, or the free one where it belongs. */
  #slotOf(low: number, high: number): number {
    const mask = this.#states.length - 1;
    let slot = (low ^ (high >>> 7)) & mask;
    while (this.#states[slot] !== 0 && (this.#lows[slot] !== low || this.#highs[slot] !== high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #take(slot: number, low: number, high: number, state: number): void {
    this.#lows[slot] = low;
    this.#highs[slot] = high;
    this.#states[slot] = state;
    this.#size += 1;
    if (this.#size * 2 > this.#states.length) this.#grow();
  }

  #grow(): void {
    const lows = this.#lows;
    const highs = this.#highs;
    const states = this.#states;
    const length = states.length * 2;
    this.#lows = new Int32Array(length);
    this.#highs = new Int32Array(length);
    this.#states = new Int32Array(length);
    for (let old = 0; old < states.length; old += 1) {
      const state = states[old] ?? 0;
      if (state === 0) continue;
      const low = lows[old] ?? 0;
      const high = highs[old] ?? 0;
      const slot = this.#slotOf(low, high);
      this.#lows[slot] = low;
      this.#highs[slot] = high;
      this.#states[slot] = state;
    }
  }
}
