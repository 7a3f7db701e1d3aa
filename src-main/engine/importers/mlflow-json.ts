/** Traces of MLflow's JSON → requests that carry their spans, and what is told beside them. */
import { formatExactJson, parseExactJson, type ExactJson } from '@domain/mlflow/exact-json';
import { readMlflowTraces, type MlflowTrace } from '@domain/mlflow/read-traces';
import { encodeTracesRequest } from '@domain/otlp/encode';
import type { ImportRecord } from './import-record';
import type { Skip } from './skips';

/** Larger ones are no traces that anybody looks at; a text cannot be much longer. */
export const MAX_MLFLOW_BYTES = 256 * 1024 * 1024;
export const MLFLOW_TOO_LARGE_REASON =
  'A trace of MLflow is larger than 256 MB. Export the traces one a line.';
const NO_SPANS_REASON =
  'What is told of a trace came without its spans. Export the whole trace, as to_json of MLflow does.';
const NO_JSON_REASON = 'The object is no JSON.';

/** So many at once leave room for live senders. */
const SPANS_PER_REQUEST = 200;

/**
 * Whether an object is a trace of MLflow or holds some, told by its own keys and, where others
 * have the same, by words that only MLflow has (mlflow.md §8).
 */
export function isMlflowJson(keys: readonly string[], object: Buffer): boolean {
  const has = (...names: readonly string[]): boolean => names.every((name) => keys.includes(name));
  const mentions = (name: string): boolean => object.includes(`"${name}"`);
  if (has('trace_info') || has('info', 'data')) return true;
  if (has('trace_id', 'trace_location') || has('request_id', 'timestamp_ms')) return true;
  if (has('trace')) return mentions('trace_info');
  if (has('traces')) {
    return (
      mentions('trace_info') || mentions('trace_location') || mentions('mlflow.traceRequestId')
    );
  }
  // The beginning of a large one may have no more than one key.
  if (has('spans') || has('data') || has('info')) {
    return mentions('start_time_unix_nano') || mentions('mlflow.traceRequestId');
  }
  return false;
}

export interface MlflowRecords {
  readonly records: readonly ImportRecord[];
  readonly skips: readonly Skip[];
}

/** Reads one object. `nowMs` stands for times that assessments leave out. */
export function readMlflowJson(
  object: Buffer,
  place: Pick<ImportRecord, 'line' | 'offset'>,
  nowMs: number,
): MlflowRecords {
  let json: ExactJson;
  try {
    json = parseExactJson(object.toString('utf8'));
  } catch {
    return { records: [], skips: [{ reason: NO_JSON_REASON, ...place, text: object }] };
  }
  const { traces, notes } = readMlflowTraces(json, { nowMs, origin: 'import' });
  const skips: Skip[] = notes.map(({ reason, json: lost }) => ({
    reason,
    ...place,
    text: Buffer.from(formatExactJson(lost)),
  }));
  const records: ImportRecord[] = [];
  for (const trace of traces) {
    if (trace.spans.length === 0) skips.push({ reason: NO_SPANS_REASON, ...place });
    else records.push(...recordsOf(trace, place));
  }
  return { records, skips };
}

function recordsOf(
  { info, tags, assessments, spans }: MlflowTrace,
  place: Pick<ImportRecord, 'line' | 'offset'>,
): ImportRecord[] {
  const records: ImportRecord[] = [];
  for (let at = 0; at < spans.length; at += SPANS_PER_REQUEST) {
    const part = spans.slice(at, at + SPANS_PER_REQUEST);
    const body = Buffer.from(encodeTracesRequest([{ scopeSpans: [{ spans: part }] }]));
    const isLast = at + SPANS_PER_REQUEST >= spans.length;
    const told = isLast && info !== null ? { told: { info, tags, assessments } } : {};
    const request = { signal: 'traces', encoding: 'protobuf', body, isReduced: true } as const;
    records.push({ ...request, ...place, ...told });
  }
  return records;
}
