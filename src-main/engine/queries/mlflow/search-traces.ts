/** 'mlflow.search': a page of `trace_info` objects (mlflow.md §3, §4 row 14). */
import type { InternalQuery, QueryHost } from '../query';
import { VISIBLE } from '../trace-row';
import { traceRecordReader } from './trace-record';
import { infoText } from './traces';

export function mlflowSearchTraces(host: QueryHost): InternalQuery<'mlflow.search'> {
  const traces = traceRecordReader(host);
  const select = host.db
    .prepare<[string, number], number>(/* sql */ `
      SELECT id FROM trace
      WHERE experiment IN (SELECT value FROM json_each(?)) AND ${VISIBLE}
      ORDER BY start_ns DESC, trace_id LIMIT ?`)
    .pluck();
  return ({ experimentIds, maxResults }) => ({
    infos: select
      .all(JSON.stringify(experimentIds), maxResults)
      .flatMap((key) => infoText(traces.byKey(key)) ?? []),
    nextPageToken: null,
  });
}
