/** A map that forgets the entries that were not asked for longest. */
export class LruMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();

  constructor(readonly capacity: number) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** Adds without forgetting anything; call `trim` when it is safe to. */
  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
  }

  trim(): void {
    let excess = this.#entries.size - this.capacity;
    for (const key of this.#entries.keys()) {
      if (excess-- <= 0) return;
      this.#entries.delete(key);
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
