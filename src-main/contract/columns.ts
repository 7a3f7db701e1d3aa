/**
 * A `SpanTable` on its way to the renderer: one header with the dictionaries, then chunks
 * of rows of at most `MAX_CHUNK_BYTES`, so that neither process stalls on one huge message.
 */
import type { SpanTable } from '../domain/span-table';
import type { TraceId } from '../domain/units';
import type { StoreKey, TraceRow } from './traces';

export const MAX_CHUNK_BYTES = 4 * 1024 * 1024;

/** Columns of `SpanTable` that have one entry a row (or eight, for ids). */
export const rowColumns = [
  'spanIds',
  'keys',
  'parents',
  'depths',
  'descendants',
  'startNs',
  'durationsNs',
  'selfNs',
  'nameIds',
  'serviceIds',
  'categories',
  'kinds',
  'statuses',
  'flags',
  'exceptionCounts',
  'logCounts',
] as const satisfies readonly (keyof SpanTable)[];

export type RowColumn = (typeof rowColumns)[number];

/**
 * Traces that spans of this one link to as their remote side (`link.type` `parent_of`). Their
 * spans stand below the linking ones, with `SpanFlag.otherTrace`.
 */
export interface LinkedTraces {
  readonly traces: readonly LinkedTrace[];
  /** Linked traces that are not in the store. */
  readonly missingCount: number;
  /** Left out, since there are too many. */
  readonly cutTraceCount: number;
  readonly cutSpanCount: number;
}

export interface LinkedTrace {
  readonly traceId: TraceId;
  readonly key: StoreKey;
  /** Keys of its spans that stand right below a span of the linking trace. */
  readonly topKeys: readonly StoreKey[];
}

export interface TraceHeaderChunk {
  readonly type: 'header';
  readonly traceId: TraceId;
  readonly row: TraceRow;
  readonly linked: LinkedTraces;
  readonly table: Omit<SpanTable, RowColumn>;
}

export interface TraceRowsChunk {
  readonly type: 'rows';
  readonly from: number;
  readonly count: number;
  readonly columns: Pick<SpanTable, RowColumn>;
}

export type TraceChunk = TraceHeaderChunk | TraceRowsChunk;
