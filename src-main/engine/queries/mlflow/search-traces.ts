/** 'mlflow.search': a page of `trace_info` objects (mlflow.md §3, §4 row 14). */
import { mlflowSearch } from '../mlflow-search';
import type { InternalQuery } from '../internal-queries';
import type { QueryHost } from '../query';
import { traceRecordReader } from './trace-record';
import { infoText } from './traces';

export function mlflowSearchTraces(host: QueryHost): InternalQuery<'mlflow.search'> {
  const search = mlflowSearch(host);
  const traces = traceRecordReader(host);
  return (params) => {
    const { keys, nextPageToken } = search(params);
    return { infos: keys.flatMap((key) => infoText(traces.byKey(key)) ?? []), nextPageToken };
  };
}
