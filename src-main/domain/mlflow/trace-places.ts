/** Tags that tell SDKs where the spans of a trace are (mlflow.md §4, rows 6 and 7). */
import type { TraceTag } from '../annotations/trace-tag';
import type { TraceId } from '../units';
import { toMlflowTraceId } from './trace-id';

/**
 * The tags of a trace with its name, where they tell none, and with its places: they are here,
 * whatever its sender told of another server.
 */
export function withPlaces(
  tags: readonly TraceTag[],
  trace: { readonly traceId: TraceId; readonly name: string; readonly experimentId: string },
): TraceTag[] {
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  if (!values.has('mlflow.traceName') && trace.name !== '') {
    values.set('mlflow.traceName', trace.name);
  }
  values.set('mlflow.trace.spansLocation', 'TRACKING_STORE');
  values.set(
    'mlflow.artifactLocation',
    `mlflow-artifacts:/${trace.experimentId}/traces/${toMlflowTraceId(trace.traceId)}/artifacts`,
  );
  return [...values].map(([key, value]) => ({ key, value }));
}
