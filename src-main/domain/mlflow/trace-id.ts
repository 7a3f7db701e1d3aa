/** MLflow's trace ids: `tr-` and the 32 hexadecimal digits of the OTLP one (mlflow.md §1). */
import { parseTraceId, type TraceId } from '../units';

export function toMlflowTraceId(traceId: TraceId): string {
  return `tr-${traceId}`;
}

/** The trace id in an id of MLflow; null where it holds none, as ids of schema v2 do not. */
export function fromMlflowTraceId(text: string): TraceId | null {
  // `trace:/catalog.schema/<hex>` names a place of Databricks too.
  const [, hex] = /^(?:tr-|trace:\/[^/]+\/)([0-9a-fA-F]{32})$/.exec(text) ?? [];
  return hex === undefined ? null : parseTraceId(hex);
}

/** What such an id is, for messages. */
export const TRACE_ID_FORM = 'an id of “tr-” and 32 hexadecimal digits that are not all 0';
