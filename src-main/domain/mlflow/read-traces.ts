/**
 * Traces of MLflow's JSON in every variant (mlflow.md §8): `to_json`, the `data` of it alone as
 * artifacts have it, answers of the REST API, either schema; one of them or a list.
 */
import type { Assessment, AssessmentOrigin } from '../annotations/assessment';
import type { TraceInfo } from '../annotations/trace-info';
import type { TraceTag } from '../annotations/trace-tag';
import type { SpanInput } from '../otlp/encode';
import type { TraceId } from '../units';
import { readAssessment } from './assessment-json';
import {
  formatExactJson,
  isExactObject,
  isList,
  type ExactJson,
  type ExactObject,
} from './exact-json';
import { MlflowJsonError, memberOf, membersOf } from './json-members';
import { readSpan } from './read-span';
import { readTraceInfo, type ReadTraceInfo } from './read-trace-info';
import { stableId } from './stable-id';
import { fromMlflowTraceId } from './trace-id';

export interface MlflowTrace {
  readonly traceId: TraceId;
  /** Null where spans came alone. */
  readonly info: TraceInfo | null;
  readonly tags: readonly TraceTag[];
  readonly assessments: readonly Assessment[];
  /** Empty where the info came alone, as in answers of a search. */
  readonly spans: readonly SpanInput[];
}

/** Something that was left out. */
export interface MlflowNote {
  /** What is wrong, in sentences. */
  readonly text: string;
  /** The same less positions and values: equal for equal mistakes. */
  readonly reason: string;
  readonly json: ExactJson;
}

export interface MlflowTraces {
  readonly traces: readonly MlflowTrace[];
  readonly notes: readonly MlflowNote[];
}

export interface ReadTracesOptions {
  /** For assessments that tell no time. */
  readonly nowMs: number;
  readonly origin: AssessmentOrigin;
}

/** Reads one value of a file or an answer; what cannot be read becomes a note. */
export function readMlflowTraces(json: ExactJson, options: ReadTracesOptions): MlflowTraces {
  const traces: MlflowTrace[] = [];
  const notes: MlflowNote[] = [];
  for (const item of traceObjects(json)) {
    const found = isExactObject(item) ? partsOf(item) : null;
    if (found === null) notes.push(noteOf('The value is no trace of MLflow.', item));
    else traces.push(...readParts(found, options, notes));
  }
  return { traces, notes };
}

/** Whether names of an object's members are those of a trace of MLflow, or of a holder of some. */
function isMlflowObject(names: Iterable<string>): boolean {
  const has = new Set(names);
  if (has.has('trace_info') || has.has('traceInfo')) return true;
  if (has.has('info') && has.has('data')) return true;
  if (has.has('traces') || has.has('trace') || has.has('spans')) return true;
  return (
    (has.has('trace_id') && (has.has('trace_location') || has.has('request_time'))) ||
    (has.has('request_id') && has.has('timestamp_ms'))
  );
}

/** What `{"traces":[…]}`, `{"trace":…}` and lists hold, one after the other. */
function* traceObjects(json: ExactJson): Generator<ExactJson> {
  const list = isExactObject(json) ? json.get('traces') : json;
  if (isList(list)) for (const item of list) yield unwrapped(item);
  else yield unwrapped(json);
}

function unwrapped(json: ExactJson): ExactJson {
  return (isExactObject(json) ? json.get('trace') : undefined) ?? json;
}

interface Parts {
  readonly info: ExactJson | undefined;
  readonly spans: ExactJson | undefined;
  /** Of schema v2: inputs and outputs of the whole trace. */
  readonly data: ExactObject | null;
}

function partsOf(object: ExactObject): Parts | null {
  const members = { object, path: '' };
  const info = memberOf(members, 'info') ?? memberOf(members, 'trace_info');
  const data = object.get('data');
  if (info !== undefined) {
    const holder = isExactObject(data) ? data : object;
    return { info, spans: holder.get('spans'), data: holder };
  }
  if (isList(object.get('spans')))
    return { info: undefined, spans: object.get('spans'), data: null };
  if (!isMlflowObject(object.keys())) return null;
  return { info: object, spans: undefined, data: null };
}

function readParts(parts: Parts, options: ReadTracesOptions, notes: MlflowNote[]): MlflowTrace[] {
  const notesBefore = notes.length;
  const byTrace = new Map<TraceId, SpanInput[]>();
  for (const span of readSpans(parts.spans, notes)) {
    const spans = byTrace.get(span.traceId);
    if (spans === undefined) byTrace.set(span.traceId, [span]);
    else spans.push(span);
  }
  const traceIds = [...byTrace.keys()];
  const read = parts.info === undefined ? null : readInfo(parts, traceIds, notes);
  const traces = traceIds
    .filter((traceId) => traceId !== read?.info.traceId)
    .map((traceId): MlflowTrace => {
      const spans = byTrace.get(traceId) ?? [];
      return { traceId, info: null, tags: [], assessments: [], spans };
    });
  if (read !== null) {
    const { info, tags } = read;
    const { traceId } = info;
    const assessments = readAssessments(read, options, notes);
    traces.unshift({ traceId, info, tags, assessments, spans: byTrace.get(traceId) ?? [] });
  }
  if (traces.length === 0 && parts.info === undefined && notes.length === notesBefore) {
    notes.push(noteOf('There is no span.', parts.spans ?? null));
  }
  return traces;
}

function readSpans(json: ExactJson | undefined, notes: MlflowNote[]): SpanInput[] {
  if (json === undefined || json === null) return [];
  if (!isList(json)) {
    notes.push(noteOf('The spans are no list.', json));
    return [];
  }
  return json.flatMap((item) => attempt('A span', item, (one) => readSpan(one, ''), notes) ?? []);
}

const MAX_PREVIEW_CHARACTERS = 1000;

function readInfo(
  { info, data }: Parts,
  traceIds: readonly TraceId[],
  notes: MlflowNote[],
): ReadTraceInfo | null {
  const id = idOf(info);
  const named = id === null ? null : fromMlflowTraceId(id);
  const [only = null] = traceIds;
  // The spans know best what trace they are of; ids of schema v2 are no OTLP ids at all.
  const traceId = traceIds.length === 1 ? only : null;
  const read = attempt('The info', info, (one) => readTraceInfo(one, traceId, 'info'), notes);
  if (read === null) return null;
  const preview = (name: string): string | null => {
    const value = data?.get(name);
    return typeof value === 'string' ? value.slice(0, MAX_PREVIEW_CHARACTERS) : null;
  };
  return {
    ...read,
    info: {
      ...read.info,
      clientRequestId: read.info.clientRequestId ?? (named === null ? id : null),
      requestPreview: read.info.requestPreview ?? preview('request'),
      responsePreview: read.info.responsePreview ?? preview('response'),
    },
  };
}

function idOf(info: ExactJson | undefined): string | null {
  if (!isExactObject(info)) return null;
  const members = membersOf(info, 'info');
  const id = memberOf(members, 'request_id') ?? memberOf(members, 'trace_id');
  return typeof id === 'string' ? id : null;
}

function readAssessments(
  { info, assessments }: ReadTraceInfo,
  { nowMs, origin }: ReadTracesOptions,
  notes: MlflowNote[],
): Assessment[] {
  return assessments.flatMap((json, at) => {
    // One without an id gets the same each time, so that importing it again adds nothing.
    const newId = (): string => `a-${stableId(`${info.traceId} ${at} ${formatExactJson(json)}`)}`;
    const defaults = { newId, traceId: info.traceId, nowMs, origin };
    return attempt('An assessment', json, (one) => readAssessment(one, defaults, ''), notes) ?? [];
  });
}

/** `what` has its article: `A span`. */
function attempt<T>(
  what: string,
  json: ExactJson | undefined,
  read: (json: ExactJson | undefined) => T,
  notes: MlflowNote[],
): T | null {
  try {
    return read(json);
  } catch (error) {
    if (!(error instanceof MlflowJsonError)) throw error;
    notes.push({
      text: `${what} was left out. ${error.message}.`,
      reason: `${what} was left out. ${error.reason}.`,
      json: json ?? null,
    });
    return null;
  }
}

function noteOf(text: string, json: ExactJson): MlflowNote {
  return { text, reason: text, json };
}
