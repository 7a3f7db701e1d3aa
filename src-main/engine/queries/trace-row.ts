/** Rows of `trace` as the contract shows them. */
import type { TraceRow, TraceStatus } from '@contract/traces';
import type { TraceId } from '@domain/units';
import { traceFacetReader } from '../facets/trace-facet-row';
import type { ReadableDb } from '../store/connection';
import { assessmentBriefsReader, traceTagsReader } from './annotation-rows';
import { sameCallFinder } from './same-call-trace';

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
  readonly experimentId: bigint;
  readonly idBytes: Uint8Array;
}

const statuses: readonly TraceStatus[] = ['unset', 'ok', 'error', 'running'];

/** Traces that have not been deleted. */
export const VISIBLE = 'deleted_at_ms IS NULL';

/** Name of a trace in the list. */
export const TRACE_NAME = 'coalesce(root_name, first_span_name)';

/** Of a trace that has no spans yet, the name that its sender told. */
const SHOWN_ROOT_NAME = /* sql */ `CASE WHEN span_count > 0 THEN root_name ELSE
  (SELECT t.value FROM trace_tag t WHERE t.trace_id = trace.trace_id
    AND t.key = 'mlflow.traceName' AND t.is_removed = 0) END`;

/** A prepared query for rows of `trace`. */
export interface TraceRowQuery<Params extends unknown[]> {
  get(...params: Params): TraceRow | undefined;
  all(...params: Params): TraceRow[];
}

/** Prepares a query; `rest` is what follows `FROM trace`. */
export function selectTraceRows<Params extends unknown[]>(
  db: ReadableDb,
  rest: string,
): TraceRowQuery<Params> {
  const select = db
    .prepare<Params, TraceRecord>(/* sql */ `
      SELECT id AS key, lower(hex(trace_id)) AS traceId, ${SHOWN_ROOT_NAME} AS rootName,
        first_span_name AS firstSpanName, root_category AS rootCategory,
        service_name AS serviceName, service_count AS serviceCount, start_ns AS startNs,
        duration_ns AS durationNs, span_count AS spanCount, error_count AS errorCount,
        log_count AS logCount, status, last_received_ms AS lastReceivedMs,
        experiment AS experimentId, trace_id AS idBytes
      FROM trace ${rest}`)
    .safeIntegers();
  // Lookups of their own, since SQLite plans a join anew whenever it is bound.
  const facetsOf = traceFacetReader(db);
  const sameCallOf = sameCallFinder(db);
  const tagsOf = traceTagsReader(db);
  const assessmentsOf = assessmentBriefsReader(db);
  const toRow = (record: TraceRecord): TraceRow => {
    const key = Number(record.key);
    const facets = facetsOf(key);
    const responseId = facets?.loneResponseId ?? null;
    return toTraceRow(record, {
      facets,
      sameCallAs: responseId === null ? null : sameCallOf(key, responseId),
      tags: tagsOf(record.idBytes),
      assessments: assessmentsOf(record.idBytes),
    });
  };
  return {
    get(...params) {
      const record = select.get(...params);
      return record === undefined ? undefined : toRow(record);
    },
    all: (...params) => select.all(...params).map(toRow),
  };
}

function toTraceRow(
  record: TraceRecord,
  rest: Pick<TraceRow, 'facets' | 'sameCallAs' | 'tags' | 'assessments'>,
): TraceRow {
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
    experimentId: Number(record.experimentId),
    ...rest,
  };
}
