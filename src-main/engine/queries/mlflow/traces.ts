/**
 * 'mlflow.traceInfos', 'mlflow.traces' and 'mlflow.traceData': traces as JSON text of MLflow's
 * REST API (mlflow.md §4, rows 11 to 13) and of its artifact (row 7).
 */
import { formatExactJson } from '@domain/mlflow/exact-json';
import { traceInfoToJson } from '@domain/mlflow/trace-info-json';
import { traceDataToJson, traceToProtoJson } from '@domain/mlflow/trace-json';
import type { InternalQuery } from '../internal-queries';
import type { QueryHost } from '../query';
import { traceRecordReader, type FoundTrace } from './trace-record';
import { understoodSpanReader } from './understood-spans';

export function mlflowTraceInfos(host: QueryHost): InternalQuery<'mlflow.traceInfos'> {
  const traces = traceRecordReader(host);
  return ({ traceIds }) => traceIds.flatMap((traceId) => infoText(traces.byId(traceId)) ?? []);
}

/** `trace_info` as JSON text; null where there is no trace. */
export function infoText(trace: FoundTrace | null): string | null {
  return trace === null ? null : formatExactJson(traceInfoToJson(trace.record, 'rest'));
}

export function mlflowTraces(host: QueryHost): InternalQuery<'mlflow.traces'> {
  const traces = traceRecordReader(host);
  const spansOf = understoodSpanReader(host);
  return ({ traceIds }) =>
    traceIds.flatMap((traceId) => {
      const trace = traces.byId(traceId);
      if (trace === null) return [];
      const spans = spansOf(trace.record.info.traceId);
      const text = formatExactJson(traceToProtoJson(trace.record, spans));
      const expected = toldSpanCount(trace.record.info.metadata) ?? 0;
      return { text, missingSpans: Math.max(expected - spans.length, 0) };
    });
}

export function mlflowTraceData(host: QueryHost): InternalQuery<'mlflow.traceData'> {
  const traces = traceRecordReader(host);
  const spansOf = understoodSpanReader(host);
  return ({ traceId }) => {
    const trace = traces.byId(traceId);
    return trace === null
      ? null
      : formatExactJson(traceDataToJson(spansOf(trace.record.info.traceId)));
  };
}

/** How many spans the sender says the trace has; null where it does not. */
function toldSpanCount(metadata: Readonly<Record<string, string>>): number | null {
  const text = metadata['mlflow.trace.sizeStats'];
  if (text === undefined) return null;
  try {
    const stats = JSON.parse(text) as { readonly num_spans?: unknown } | null;
    return typeof stats?.num_spans === 'number' ? stats.num_spans : null;
  } catch {
    return null;
  }
}
