/** Reads what MLflow's JSON tells of a trace as a whole, in either schema (mlflow.md §8). */
import { claimOfText } from '../annotations/experiment-claim';
import { traceStates, type TraceInfo, type TraceState } from '../annotations/trace-info';
import type { TraceTag } from '../annotations/trace-tag';
import type { TraceId } from '../units';
import type { ExactJson } from './exact-json';
import {
  hasMember,
  integerMember,
  listMember,
  memberOf,
  membersOf,
  mismatch,
  objectMember,
  requiredText,
  textMapMember,
  textMember,
  type Members,
} from './json-members';
import { fromMlflowTraceId, TRACE_ID_FORM } from './trace-id';
import { parseDuration, parseTimestamp, TIME_FORM } from './wire-time';

export interface ReadTraceInfo {
  readonly info: TraceInfo;
  readonly tags: readonly TraceTag[];
  /** Not read yet, so that a wrong one does not cost the others. */
  readonly assessments: readonly ExactJson[];
}

/**
 * Reads one `trace_info` or `info` object of schema v3 or v2.
 * @param traceId of the trace, whatever the object says: ids of schema v2 are no OTLP ids
 * @throws MlflowJsonError naming the member that is missing or wrong
 */
export function readTraceInfo(
  json: ExactJson | undefined,
  traceId: TraceId | null = null,
  path = 'trace_info',
): ReadTraceInfo {
  const members = membersOf(json, path);
  const isV2 = hasMember(members, 'request_id');
  const id = requiredText(members, isV2 ? 'request_id' : 'trace_id');
  const tags = textMapMember(members, 'tags');
  return {
    info: {
      traceId: traceId ?? traceIdOf(id, members, isV2),
      clientRequestId: textMember(members, 'client_request_id') || null,
      ...(isV2 ? readV2(members) : readV3(members)),
      requestPreview: textMember(members, 'request_preview'),
      responsePreview: textMember(members, 'response_preview'),
    },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    assessments: listMember(members, 'assessments'),
  };
}

function traceIdOf(id: string, members: Members, isV2: boolean): TraceId {
  const traceId = fromMlflowTraceId(id);
  if (traceId !== null) return traceId;
  throw mismatch(members, isV2 ? 'request_id' : 'trace_id', TRACE_ID_FORM, id);
}

type Versioned = Pick<
  TraceInfo,
  'experimentId' | 'experimentName' | 'requestTimeMs' | 'executionDurationMs' | 'state' | 'metadata'
>;

function readV3(members: Members): Versioned {
  const location = objectMember(members, 'trace_location');
  const experiment = location === null ? null : objectMember(location, 'mlflow_experiment');
  return {
    ...(experiment === null ? { experimentId: null } : readExperiment(experiment)),
    requestTimeMs: readTime(members, 'request_time'),
    executionDurationMs: readDuration(members),
    state: readState(members, 'state'),
    metadata: textMapMember(members, 'trace_metadata'),
  };
}

function readV2(members: Members): Versioned {
  return {
    ...readExperiment(members),
    requestTimeMs: readMs(members, 'timestamp_ms'),
    executionDurationMs: readMs(members, 'execution_time_ms'),
    state: readState(members, 'status'),
    metadata: textMapMember(members, 'request_metadata'),
  };
}

function readExperiment(members: Members): Pick<TraceInfo, 'experimentId' | 'experimentName'> {
  const value = memberOf(members, 'experiment_id');
  const text = typeof value === 'string' || typeof value === 'bigint' ? String(value).trim() : '';
  if (text === '' || text.startsWith('-')) return { experimentId: null };
  const { id, name } = claimOfText(text, 'traceInfo');
  return name === undefined ? { experimentId: id } : { experimentId: null, experimentName: name };
}

function readTime(members: Members, name: string): number | null {
  if (typeof memberOf(members, name) === 'bigint') return readMs(members, name);
  const text = textMember(members, name);
  if (text === null) return null;
  const ms = parseTimestamp(text);
  if (ms !== null) return ms;
  throw mismatch(members, name, TIME_FORM, text);
}

function readDuration(members: Members): number | null {
  const ms = memberOf(members, 'execution_duration_ms');
  if (typeof ms === 'number' && Math.abs(ms) <= MAX_MS) return Math.round(ms);
  if (ms !== undefined) return readMs(members, 'execution_duration_ms');
  const text = textMember(members, 'execution_duration');
  if (text === null) return null;
  const duration = parseDuration(text);
  if (duration !== null) return duration;
  throw mismatch(members, 'execution_duration', 'a duration such as 0.265s', text);
}

/** What dates can be at most; further ones are other units by mistake. */
const MAX_MS = 8_640_000_000_000_000;

function readMs(members: Members, name: string): number | null {
  const ms = integerMember(members, name);
  if (ms === null || Math.abs(Number(ms)) <= MAX_MS) return ms === null ? null : Number(ms);
  throw mismatch(members, name, 'a number of milliseconds', ms);
}

function readState(members: Members, name: string): TraceState {
  const text = textMember(members, name) ?? '';
  if (text === '' || text === 'TRACE_STATUS_UNSPECIFIED') return 'STATE_UNSPECIFIED';
  const state = traceStates.find((one) => one === text);
  if (state !== undefined) return state;
  throw mismatch(members, name, `one of ${traceStates.join(', ')}`, text);
}
