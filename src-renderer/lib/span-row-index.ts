/** Ids of the spans of a table, both ways: the row of an id and the id of a row. */
import { SpanIdIndex } from '@domain/assemble/span-id-index';
import type { SpanTable } from '@domain/span-table';
import { parseSpanId, type SpanId, type SpanIndex } from '@domain/units';

const SPAN_ID_BYTES = 8;

/** Finds rows by span id; where an id occurs twice, the first row has it. */
export class SpanRowIndex {
  readonly #index: SpanIdIndex;

  constructor({ spanIds, count }: Pick<SpanTable, 'count' | 'spanIds'>) {
    this.#index = new SpanIdIndex(count);
    const ids = viewOf(spanIds);
    for (let row = 0; row < count; row += 1) {
      const at = row * SPAN_ID_BYTES;
      this.#index.add(ids.getUint32(at), ids.getUint32(at + 4), row);
    }
  }

  /** Row of an id, or -1. */
  find(spanId: SpanId): SpanIndex {
    const high = Number.parseInt(spanId.slice(0, 8), 16);
    const low = Number.parseInt(spanId.slice(8), 16);
    return this.#index.get(high, low);
  }

  /** Row of the span that stands at `row` of another table, or -1. */
  findRowOf(other: Pick<SpanTable, 'spanIds'>, row: SpanIndex): SpanIndex {
    const ids = viewOf(other.spanIds);
    const at = row * SPAN_ID_BYTES;
    return this.#index.get(ids.getUint32(at), ids.getUint32(at + 4));
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
