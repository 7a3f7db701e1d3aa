/** A span table as the messages that carry it to the renderer. */
import {
  MAX_CHUNK_BYTES,
  type LinkedTraces,
  rowColumns,
  type RowColumn,
  type TraceChunk,
  type TraceRowsChunk,
} from '@contract/columns';
import type { TraceRow } from '@contract/traces';
import type { SpanTable } from '@domain/span-table';

type Column = SpanTable[RowColumn];

/**
 * Yields the header, then the rows in order, in chunks of at most `maxBytes` (at least one
 * row each). Every chunk has buffers of its own, which may be transferred.
 */
export function* chunksOf(
  table: SpanTable,
  row: TraceRow,
  linked: LinkedTraces,
  maxBytes = MAX_CHUNK_BYTES,
): Generator<TraceChunk> {
  const { count, baseNs, durationNs, names, services } = table;
  const { criticalRows, criticalFromNs, criticalToNs } = table;
  yield {
    type: 'header',
    traceId: row.traceId,
    row,
    linked,
    table: {
      count,
      baseNs,
      durationNs,
      names,
      services,
      criticalRows,
      criticalFromNs,
      criticalToNs,
    },
  };
  const rowBytes = rowColumns.reduce((sum, name) => sum + cellBytes(table, name), 0);
  const rowsPerChunk = Math.max(1, Math.floor(maxBytes / rowBytes));
  for (let from = 0; from < count; from += rowsPerChunk) {
    const to = Math.min(count, from + rowsPerChunk);
    yield { type: 'rows', from, count: to - from, columns: sliceColumns(table, from, to) };
  }
}

/** Entries a row: ids are bytes, eight of them. */
function entriesPerRow(name: RowColumn): number {
  return name === 'spanIds' ? 8 : 1;
}

function cellBytes(table: SpanTable, name: RowColumn): number {
  return table[name].BYTES_PER_ELEMENT * entriesPerRow(name);
}

/** Copies, since a view would take the buffer of the whole column along. */
function sliceColumns(table: SpanTable, from: number, to: number): TraceRowsChunk['columns'] {
  const columns: Partial<Record<RowColumn, Column>> = {};
  for (const name of rowColumns) {
    const entries = entriesPerRow(name);
    columns[name] = table[name].slice(from * entries, to * entries);
  }
  return columns as TraceRowsChunk['columns'];
}
