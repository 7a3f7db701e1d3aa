/** Whole traces as MLflow's JSON has them (mlflow.md §4 rows 12 and 13, §8). */
import type { Span } from '../otlp/model';
import type { UnderstoodSpan } from './attribute-json';
import { exactObject, type ExactObject } from './exact-json';
import { spanToProtoJson, spanToTraceJson } from './span-json';
import { traceInfoToJson, type TraceRecord } from './trace-info-json';

export interface SpanToWrite {
  readonly span: Span;
  readonly understood: UnderstoodSpan | null;
}

/** What `mlflow.entities.Trace.from_json` reads: `{"info":…,"data":{"spans":[…]}}`. */
export function traceToJson(record: TraceRecord, spans: readonly SpanToWrite[]): ExactObject {
  return exactObject({ info: traceInfoToJson(record, 'trace'), data: traceDataToJson(spans) });
}

/** What the artifact `traces.json` holds: `{"spans":[…]}`. */
export function traceDataToJson(spans: readonly SpanToWrite[]): ExactObject {
  return exactObject({
    spans: spans.map(({ span, understood }) => spanToTraceJson(span, understood)),
  });
}

/** What `traces/get` and `traces/batchGet` answer with: `{"trace_info":…,"spans":[…]}`. */
export function traceToProtoJson(record: TraceRecord, spans: readonly SpanToWrite[]): ExactObject {
  return exactObject({
    trace_info: traceInfoToJson(record, 'rest'),
    spans: spans.map(({ span, understood }) => spanToProtoJson(span, understood)),
  });
}
