/** Disjoint sets of indices. */
export class Groups {
  readonly #above: Int32Array;
  readonly #joined: Uint8Array;

  constructor(count: number) {
    this.#above = Int32Array.from({ length: count }, (_, index) => index);
    this.#joined = new Uint8Array(count);
  }

  isJoined(index: number): boolean {
    return this.#joined[index] === 1;
  }

  find(index: number): number {
    let at = index;
    for (;;) {
      const above = this.#above[at] ?? at;
      if (above === at) return at;
      this.#above[at] = this.#above[above] ?? above;
      at = above;
    }
  }

  join(a: number, b: number): void {
    this.#above[this.find(a)] = this.find(b);
    this.#joined[a] = 1;
    this.#joined[b] = 1;
  }
}
