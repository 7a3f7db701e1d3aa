/**
 * Finds rows by span id: open addressing over 8-byte ids, without a string or an object a
 * row. Half full at most, so a probe is short even for ids that count upwards.
 */
const EMPTY = -1;

export class SpanIdIndex {
  private readonly mask: number;
  private readonly values: Int32Array;
  private readonly highs: Uint32Array;
  private readonly lows: Uint32Array;

  /** Has room for `capacity` different ids; adding more is a bug of the caller. */
  constructor(capacity: number) {
    let slots = 8;
    while (slots < capacity * 2) slots *= 2;
    this.mask = slots - 1;
    this.values = new Int32Array(slots).fill(EMPTY);
    this.highs = new Uint32Array(slots);
    this.lows = new Uint32Array(slots);
  }

  /** The value of the id, or -1. */
  get(high: number, low: number): number {
    return this.values[this.slotOf(high, low)] ?? EMPTY;
  }

  /** Adds the id unless it is there, and returns the value it has then (the first one wins). */
  add(high: number, low: number, value: number): number {
    const slot = this.slotOf(high, low);
    const present = this.values[slot] ?? EMPTY;
    if (present !== EMPTY) return present;
    this.values[slot] = value;
    this.highs[slot] = high;
    this.lows[slot] = low;
    return value;
  }

  private slotOf(high: number, low: number): number {
    let slot = mix(mix(high) + low) & this.mask;
    while (this.values[slot] !== EMPTY && (this.highs[slot] !== high || this.lows[slot] !== low)) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the result. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
