/**
 * What MLflow's JSON tells of a trace as a whole: `trace_info` of the REST API and `info` of
 * `to_json`. Source: mlflow.md §4 (row 6), §8 (mlflow/entities/trace_info.py).
 */
import type { Assessment } from '../annotations/assessment';
import { DEFAULT_EXPERIMENT_ID } from '../annotations/experiment';
import type { TraceInfo } from '../annotations/trace-info';
import type { TraceTag } from '../annotations/trace-tag';
import { assessmentToJson, type JsonForm } from './assessment-json';
import { exactObject, type ExactObject } from './exact-json';
import { toMlflowTraceId } from './trace-id';
import { formatDuration, formatTimestamp } from './wire-time';

/** A trace without its spans. */
export interface TraceRecord {
  readonly info: TraceInfo;
  readonly tags: readonly TraceTag[];
  readonly assessments: readonly Assessment[];
}

/**
 * One `trace_info` or `info` object. `rest` has `execution_duration` as text, `trace` has
 * `execution_duration_ms`. MLflow requires a place and a time: a trace that has none gets the
 * default experiment and the epoch.
 */
export function traceInfoToJson(
  { info, tags, assessments }: TraceRecord,
  form: JsonForm,
): ExactObject {
  const { executionDurationMs: durationMs, metadata } = info;
  const isRest = form === 'rest';
  return exactObject({
    trace_id: toMlflowTraceId(info.traceId),
    client_request_id: info.clientRequestId ?? undefined,
    trace_location: exactObject({
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: exactObject({
        experiment_id: info.experimentName ?? String(info.experimentId ?? DEFAULT_EXPERIMENT_ID),
      }),
    }),
    request_preview: info.requestPreview ?? undefined,
    response_preview: info.responsePreview ?? undefined,
    request_time: formatTimestamp(info.requestTimeMs ?? 0),
    execution_duration: isRest && durationMs !== null ? formatDuration(durationMs) : undefined,
    execution_duration_ms:
      isRest || durationMs === null ? undefined : BigInt(Math.round(durationMs)),
    state: info.state,
    // Protobuf leaves out what is empty.
    trace_metadata: Object.keys(metadata).length === 0 ? undefined : exactObject(metadata),
    tags: tags.length === 0 ? undefined : new Map(tags.map(({ key, value }) => [key, value])),
    assessments:
      assessments.length === 0
        ? undefined
        : assessments.map((assessment) => assessmentToJson(assessment, form)),
  });
}
