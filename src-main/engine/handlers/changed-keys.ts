/** More keys than this are not listed one by one. */
const MAX_KEYS = 300;

/** Keys of changed traces, gathered until they are announced. */
export class ChangedKeys {
  #keys: Set<number> | null = new Set();

  /** Null where many changed. */
  add(keys: readonly number[] | null): void {
    if (keys === null) this.#keys = null;
    for (const key of keys ?? []) this.#keys?.add(key);
    if (this.#keys !== null && this.#keys.size > MAX_KEYS) this.#keys = null;
  }

  /** What was gathered since the last time; null where that is many. */
  take(): number[] | null {
    const keys = this.#keys === null ? null : [...this.#keys];
    this.#keys = new Set();
    return keys;
  }
}
