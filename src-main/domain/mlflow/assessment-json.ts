/**
 * Assessments as MLflow's JSON has them: on the wire and in `to_json`.
 * Source: mlflow.md §5 (assessments.proto, mlflow/entities/assessment.py), §8.
 */
import type {
  Assessment,
  AssessmentError,
  AssessmentKind,
  AssessmentOrigin,
} from '../annotations/assessment';
import type { JsonValue } from '../messages';
import { parseSpanId, type SpanId, type TraceId } from '../units';
import { readAssessmentSource } from './assessment-source-json';
import { exactToPlain, isShallow, plainToExact } from './convert-json';
import {
  exactObject,
  formatPythonJson,
  parseExactJson,
  type ExactJson,
  type ExactObject,
} from './exact-json';
import {
  hasMember,
  memberOf,
  membersOf,
  mismatch,
  MlflowJsonError,
  objectMember,
  pathOf,
  requiredText,
  textMapMember,
  textMember,
  type Members,
} from './json-members';
import { fromMlflowTraceId, toMlflowTraceId, TRACE_ID_FORM } from './trace-id';
import { formatTimestamp, parseTimestamp, TIME_FORM } from './wire-time';

const JSON_FORMAT = 'JSON_FORMAT';
const DEFAULT_FEEDBACK_NAME = 'feedback';
const MAX_STACK_TRACE_CHARACTERS = 10_000;

/** `rest`: as the server answers. `trace`: as `to_json` writes, which tells no default. */
export type JsonForm = 'rest' | 'trace';

/** One assessment object. */
export function assessmentToJson(assessment: Assessment, form: JsonForm): ExactObject {
  const { source, kind, isValid, metadata } = assessment;
  const hasValid = form === 'rest' || kind === 'feedback' || !isValid;
  return exactObject({
    assessment_id: assessment.id,
    assessment_name: assessment.name,
    trace_id: toMlflowTraceId(assessment.traceId),
    span_id: assessment.spanId ?? undefined,
    source: exactObject({ source_type: source.type, source_id: source.id }),
    create_time: formatTimestamp(assessment.createdMs),
    last_update_time: formatTimestamp(assessment.updatedMs),
    [kind]: valueToJson(assessment),
    rationale: assessment.rationale ?? undefined,
    metadata: Object.keys(metadata).length === 0 ? undefined : exactObject(metadata),
    overrides: assessment.overrides ?? undefined,
    valid: hasValid ? isValid : undefined,
  });
}

function valueToJson({ kind, value, error }: Assessment): ExactObject {
  if (kind === 'issue') return exactObject({ issue_name: textOfIssue(value) });
  if (kind === 'feedback') {
    return exactObject({
      // Protobuf's `Value` has floats alone.
      value: plainToExact(value, 'float'),
      error: error === null ? undefined : errorToJson(error),
    });
  }
  if (typeof value !== 'object' || value === null) {
    return exactObject({ value: plainToExact(value, 'float') });
  }
  return exactObject({
    serialized_value: exactObject({
      serialization_format: JSON_FORMAT,
      value: formatPythonJson(plainToExact(value, 'exact')),
    }),
  });
}

function textOfIssue(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function errorToJson({ code, message, stackTrace }: AssessmentError): ExactObject {
  return exactObject({
    error_code: code,
    error_message: message ?? undefined,
    stack_trace: stackTrace ?? undefined,
  });
}

/** What stands in for what a message leaves out. */
export interface AssessmentDefaults {
  /** Makes the id of one that has none; without it, one is required. */
  readonly newId?: () => string;
  /** The trace that it is about, whatever the message says. */
  readonly traceId?: TraceId;
  readonly nowMs: number;
  readonly origin: AssessmentOrigin;
}

/**
 * Reads one assessment object.
 * @throws MlflowJsonError naming the member that is missing or wrong
 */
export function readAssessment(
  json: ExactJson | undefined,
  defaults: AssessmentDefaults,
  path = 'assessment',
): Assessment {
  const members = membersOf(json, path);
  const kind = kindOf(members);
  const createdMs = timeMember(members, 'create_time') ?? defaults.nowMs;
  const id = textMember(members, 'assessment_id');
  return {
    id: id || (defaults.newId?.() ?? requiredText(members, 'assessment_id')),
    traceId: defaults.traceId ?? readTraceId(members),
    spanId: readSpanId(members),
    name: readName(members, kind),
    kind,
    ...readValue(members, kind),
    rationale: textMember(members, 'rationale') || null,
    source: readAssessmentSource(members, kind),
    metadata: textMapMember(members, 'metadata'),
    overrides: textMember(members, 'overrides') || null,
    isValid: booleanMember(members, 'valid') ?? true,
    createdMs,
    updatedMs: timeMember(members, 'last_update_time') ?? createdMs,
    origin: defaults.origin,
  };
}

function kindOf(members: Members): AssessmentKind {
  const kinds = (['feedback', 'expectation', 'issue'] as const).filter(
    (kind) => memberOf(members, kind) !== undefined,
  );
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) return kind;
  const problem = kind === undefined ? 'none is there' : `there are ${kinds.join(' and ')}`;
  throw new MlflowJsonError(
    members.path,
    `exactly one of feedback, expectation and issue was expected, and ${problem}`,
  );
}

function readTraceId(members: Members): TraceId {
  const text = requiredText(members, 'trace_id');
  const traceId = fromMlflowTraceId(text);
  if (traceId !== null) return traceId;
  throw mismatch(members, 'trace_id', TRACE_ID_FORM, text);
}

function readSpanId(members: Members): SpanId | null {
  const text = textMember(members, 'span_id');
  if (text === null || text === '') return null;
  const spanId = parseSpanId(text);
  if (spanId !== null) return spanId;
  throw mismatch(members, 'span_id', 'a span id of 16 hexadecimal digits', text);
}

function readName(members: Members, kind: AssessmentKind): string {
  if (kind !== 'feedback') return requiredText(members, 'assessment_name');
  return textMember(members, 'assessment_name') || DEFAULT_FEEDBACK_NAME;
}

/**
 * The value that an assessment's member of its kind holds, and of a feedback why there is none.
 * @throws MlflowJsonError naming the member that is missing or wrong
 */
export function readValue(
  members: Members,
  kind: AssessmentKind,
): Pick<Assessment, 'value' | 'error'> {
  const holder = membersOf(memberOf(members, kind), pathOf(members, kind));
  switch (kind) {
    case 'issue':
      return { value: requiredText(holder, 'issue_name'), error: null };
    case 'feedback': {
      const error = readError(objectMember(holder, 'error') ?? objectMember(members, 'error'));
      const value = memberOf(holder, 'value');
      if (value !== undefined) return { value: plain(value, pathOf(holder, 'value')), error };
      if (error !== null) return { value: null, error };
      throw new MlflowJsonError(pathOf(holder, 'value'), 'a value was expected, or an error');
    }
    case 'expectation': {
      const path = pathOf(holder, 'value');
      const value = memberOf(holder, 'value');
      if (value !== undefined) return { value: plain(value, path), error: null };
      const serialized = objectMember(holder, 'serialized_value');
      if (serialized !== null) return { value: readSerialized(serialized), error: null };
      throw new MlflowJsonError(path, 'a value was expected, or a serialized_value');
    }
  }
}

function readSerialized(members: Members): JsonValue {
  const format = textMember(members, 'serialization_format') ?? JSON_FORMAT;
  const path = pathOf(members, 'value');
  if (format !== JSON_FORMAT) {
    throw mismatch(members, 'serialization_format', JSON_FORMAT, format);
  }
  let value: ExactJson;
  try {
    value = parseExactJson(requiredText(members, 'value'));
  } catch (error) {
    if (error instanceof MlflowJsonError) throw error;
    throw new MlflowJsonError(path, 'JSON was expected', `. ${(error as Error).message}`);
  }
  if (value === null) throw new MlflowJsonError(path, 'a value was expected, not null');
  return plain(value, path);
}

function plain(value: ExactJson, path: string): JsonValue {
  if (isShallow(value)) return exactToPlain(value);
  throw new MlflowJsonError(path, 'it is nested too deep');
}

function readError(members: Members | null): AssessmentError | null {
  if (members === null) return null;
  const stackTrace = textMember(members, 'stack_trace');
  return {
    code: requiredText(members, 'error_code'),
    message: textMember(members, 'error_message') || null,
    stackTrace: stackTrace?.slice(-MAX_STACK_TRACE_CHARACTERS) || null,
  };
}

function timeMember(members: Members, name: string): number | null {
  const text = textMember(members, name);
  if (text === null) return null;
  const ms = parseTimestamp(text);
  if (ms !== null) return ms;
  throw mismatch(members, name, TIME_FORM, text);
}

/** True, false, or null where absent. */
export function booleanMember(members: Members, name: string): boolean | null {
  const value = hasMember(members, name) ? memberOf(members, name) : undefined;
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value;
  throw new MlflowJsonError(pathOf(members, name), 'true or false was expected');
}
