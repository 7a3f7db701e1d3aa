/** Rows of `trace` as the contract shows them. */
import type { Statement } from 'better-sqlite3';

import type { TraceRow, TraceStatus } from '@contract/traces';
import type { TraceId } from '@domain/units';
import type { ReadableDb } from '../store/connection';

/** Integers are bigints: the start does not fit a double. */
interface TraceRecord {
  readonly key: bigint;
  readonly traceId: string;
  readonly rootName: string | null;
  readonly firstSpanName: string;
  readonly rootCategory: bigint;
  readonly serviceName: string;
  readonly serviceCount: bigint;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  readonly spanCount: bigint;
  readonly errorCount: bigint;
  readonly logCount: bigint;
  readonly status: bigint;
  readonly lastReceivedMs: bigint;
}

const statuses: readonly TraceStatus[] = ['unset', 'ok', 'error', 'running'];

/** Traces that have not been deleted. */
export const VISIBLE = 'deleted_at_ms IS NULL';

/** Name of a trace in the list. */
export const TRACE_NAME = 'coalesce(root_name, first_span_name)';

/** `rest` is what follows `FROM trace`. Results go through `toTraceRow`. */
export function selectTraceRows<Params extends unknown[]>(
  db: ReadableDb,
  rest: string,
): Statement<Params, TraceRecord> {
  return db
    .prepare<Params, TraceRecord>(/* sql */ `
      SELECT id AS key, lower(hex(trace_id)) AS traceId, root_name AS rootName,
        first_span_name AS firstSpanName, root_category AS rootCategory,
        service_name AS serviceName, service_count AS serviceCount, start_ns AS startNs,
        duration_ns AS durationNs, span_count AS spanCount, error_count AS errorCount,
        log_count AS logCount, status, last_received_ms AS lastReceivedMs
      FROM trace ${rest}`)
    .safeIntegers();
}

export function toTraceRow(record: TraceRecord): TraceRow {
  return {
    key: Number(record.key),
    traceId: record.traceId as TraceId,
    rootName: record.rootName,
    firstSpanName: record.firstSpanName,
    rootCategory: Number(record.rootCategory),
    serviceName: record.serviceName,
    serviceCount: Number(record.serviceCount),
    startNs: record.startNs,
    durationNs: Number(record.durationNs),
    spanCount: Number(record.spanCount),
    errorCount: Number(record.errorCount),
    logCount: Number(record.logCount),
    status: statuses[Number(record.status)] ?? 'unset',
    lastReceivedMs: Number(record.lastReceivedMs),
  };
}
