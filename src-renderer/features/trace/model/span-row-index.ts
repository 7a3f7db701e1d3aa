/**
 * Finds the row of a span id. A hash table over the id bytes: 100,000 ids cost a few
 * milliseconds and no strings, which a `Map` would need one of for each span.
 */
import { parseSpanId, type SpanId, type SpanIndex } from '@domain/units';
import type { SpanTable } from '@domain/span-table';

const SPAN_ID_BYTES = 8;

export class SpanIdIndex {
  readonly #ids: DataView;
  /** Row + 1; 0 is free. Twice the rows at least, so that a probe ends soon. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** Where an id occurs twice, the first row has it. */
  constructor(table: Pick<SpanTable, 'count' | 'spanIds'>) {
    const { spanIds, count } = table;
    this.#ids = new DataView(spanIds.buffer, spanIds.byteOffset, spanIds.byteLength);
    let size = 16;
    while (size < count * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (let row = 0; row < count; row += 1) this.#insert(row);
  }

  /** Row of an id, or -1. */
  find(spanId: SpanId): SpanIndex {
    const high = Number.parseInt(spanId.slice(0, 8), 16);
    const low = Number.parseInt(spanId.slice(8), 16);
    return this.#lookup(high, low);
  }

  /** Row of the id at `offset` of another table's ids, or -1. */
  findBytes(spanIds: Uint8Array, offset: number): SpanIndex {
    const view = new DataView(spanIds.buffer, spanIds.byteOffset, spanIds.byteLength);
    return this.#lookup(view.getUint32(offset), view.getUint32(offset + 4));
  }

  #lookup(high: number, low: number): SpanIndex {
    for (let slot = hash(high, low) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0 || this.#is(row, high, low)) return row;
    }
  }

  #insert(row: SpanIndex): void {
    const high = this.#ids.getUint32(row * SPAN_ID_BYTES);
    const low = this.#ids.getUint32(row * SPAN_ID_BYTES + 4);
    for (let slot = hash(high, low) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const other = (this.#slots[slot] ?? 0) - 1;
      if (other < 0) {
        this.#slots[slot] = row + 1;
        return;
      }
      if (this.#is(other, high, low)) return;
    }
  }

  #is(row: SpanIndex, high: number, low: number): boolean {
    return (
      this.#ids.getUint32(row * SPAN_ID_BYTES) === high &&
      this.#ids.getUint32(row * SPAN_ID_BYTES + 4) === low
    );
  }
}

/** Id of a row as 16 hex digits; null for the all-zero id of a row without one. */
export function spanIdOf(table: Pick<SpanTable, 'spanIds'>, row: SpanIndex): SpanId | null {
  let hex = '';
  for (let at = row * SPAN_ID_BYTES; at < (row + 1) * SPAN_ID_BYTES; at += 1) {
    hex += (table.spanIds[at] ?? 0).toString(16).padStart(2, '0');
  }
  return parseSpanId(hex);
}

function hash(high: number, low: number): number {
  // Ids are random in practice; the multiply spreads counters of hand-written traces.
  return Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b) >>> 0;
}
