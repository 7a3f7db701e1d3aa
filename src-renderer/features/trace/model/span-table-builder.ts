/** Puts a `SpanTable` together again from the chunks of the `trace.open` stream. */
import {
  rowColumns,
  type LinkedTraces,
  type RowColumn,
  type TraceChunk,
  type TraceHeaderChunk,
} from '@contract/columns';
import type { TraceRow } from '@contract/traces';
import type { SpanTable } from '@domain/span-table';

/** A trace as the view holds it: its row of the list, and its spans. */
export interface LoadedTrace {
  readonly row: TraceRow;
  readonly linked: LinkedTraces;
  readonly table: SpanTable;
}

type Columns = Pick<SpanTable, RowColumn>;

export class SpanTableBuilder {
  #header: TraceHeaderChunk | null = null;
  #columns: Columns | null = null;
  #rows = 0;

  /** Takes the next chunk. A header starts over, so a repeated stream may reuse a builder. */
  add(chunk: TraceChunk): void {
    if (chunk.type === 'header') {
      this.#header = chunk;
      this.#columns = allocate(chunk.table.count);
      this.#rows = 0;
      return;
    }
    if (this.#columns === null) throw new Error('Rows of a trace came before its header');
    const { from, columns: source } = chunk;
    const target = this.#columns;
    for (const name of rowColumns) {
      target[name].set(source[name], name === 'spanIds' ? from * 8 : from);
    }
    this.#rows += chunk.count;
  }

  /** The trace; throws where the stream ended early. */
  finish(): LoadedTrace {
    if (this.#header === null || this.#columns === null) {
      throw new Error('The stream of the trace ended before its header');
    }
    const { row, linked, table } = this.#header;
    if (this.#rows !== table.count) {
      throw new Error(`The stream of the trace ended after ${this.#rows} of ${table.count} spans`);
    }
    return { row, linked, table: { ...table, ...this.#columns } };
  }
}

function allocate(count: number): Columns {
  return {
    spanIds: new Uint8Array(count * 8),
    keys: new Float64Array(count),
    parents: new Int32Array(count),
    depths: new Uint16Array(count),
    descendants: new Int32Array(count),
    startNs: new Float64Array(count),
    durationsNs: new Float64Array(count),
    selfNs: new Float64Array(count),
    nameIds: new Int32Array(count),
    serviceIds: new Int32Array(count),
    categories: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    flags: new Uint16Array(count),
    exceptionCounts: new Uint16Array(count),
    logCounts: new Uint16Array(count),
  };
}
