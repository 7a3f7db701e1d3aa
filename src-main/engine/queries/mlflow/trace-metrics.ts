/**
 * 'mlflow.traceMetrics': figures of traces by group. Source:
 * mlflow/store/tracking/utils/sql_trace_metrics_utils.py, of which the view TRACES.
 */
import { traceMetadata } from '@domain/annotations/trace-info';
import { metricPoints, type Measured } from '@domain/mlflow/metric-points';
import { metadataColumn, tagColumn } from '../filter-sql/annotation-test';
import { Binder } from '../filter-sql/binder';
import type { InternalQuery, TraceMetric, TraceMetricDimension } from '../internal-queries';
import type { QueryHost } from '../query';
import { TRACE_NAME } from '../trace-row';
import { fromTracesOf, matching } from './matching-traces';

const START_MS = /* sql */ `coalesce((SELECT i.request_time_ms FROM trace_info i
  WHERE i.trace_id = trace.trace_id), trace.start_ns / 1000000)`;

/** Null where a trace has none; such traces are left out. */
const metrics: Readonly<Record<Exclude<TraceMetric, 'session_count'>, string>> = {
  trace_count: '1',
  latency: /* sql */ `coalesce((SELECT i.execution_duration_ms FROM trace_info i
    WHERE i.trace_id = trace.trace_id), CASE WHEN span_count > 0 THEN duration_ns / 1000000 END)`,
  input_tokens: 'input_tokens',
  output_tokens: 'output_tokens',
  total_tokens: 'coalesce(input_tokens + output_tokens, input_tokens, output_tokens)',
  cache_read_input_tokens: 'cache_read_tokens',
  cache_creation_input_tokens: 'cache_write_tokens',
};

const STATUS = "CASE status WHEN 2 THEN 'ERROR' WHEN 3 THEN 'IN_PROGRESS' ELSE 'OK' END";

export function traceMetrics({ db, checkpoint }: QueryHost): InternalQuery<'mlflow.traceMetrics'> {
  return (params) => {
    const { metric, dimensions, intervalMs, startMs, endMs } = params;
    const binder = new Binder();
    const columns: Readonly<Record<TraceMetricDimension, () => string>> = {
      trace_name: () => `coalesce(${tagColumn('mlflow.traceName', binder)}, ${TRACE_NAME})`,
      trace_status: () => STATUS,
    };
    const session = metadataColumn(traceMetadata.session, binder);
    const isOfSessions = metric === 'session_count';
    const value = isOfSessions ? session : metrics[metric];
    const selected = [value, START_MS, ...dimensions.map((name) => columns[name]())];
    const within = [
      ...(startMs === null ? [] : [`${START_MS} >= ${binder.add(startMs)}`]),
      ...(endMs === null ? [] : [`${START_MS} <= ${binder.add(endMs)}`]),
      `${value} IS NOT NULL`,
      ...params.filters.map((filter) => matching(filter, binder)),
    ];
    const rows = db
      .prepare<[object], [value: number | string, startMs: number, ...names: string[]]>(
        `SELECT ${selected.join(', ')} ${fromTracesOf(params.experimentIds, binder)}
          AND ${within.join(' AND ')}`,
      )
      .raw()
      .iterate(binder.values);

    function* measured(): Generator<Measured> {
      const seen = new Set<string>();
      for (const [given, atMs, ...names] of rows) {
        checkpoint();
        const bucket = intervalMs === null ? [] : [bucketOf(atMs, intervalMs)];
        const group = [...bucket, ...names];
        if (isOfSessions) {
          const key = JSON.stringify([...group, given]);
          if (seen.has(key)) continue;
          seen.add(key);
        }
        yield { group, value: isOfSessions ? 1 : Number(given) };
      }
    }
    return metricPoints(measured(), params.aggregations);
  };
}

/** As Python's `isoformat` writes the time at which it begins. */
function bucketOf(atMs: number, intervalMs: number): string {
  const from = new Date(Math.floor(atMs / intervalMs) * intervalMs).toISOString();
  return from.replace(/(?:\.000)?Z$/, '+00:00');
}
