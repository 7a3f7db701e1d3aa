/**
 * Langfuse's scores: `POST /api/public/scores` and `score-create` events. Sources: langfuse-python
 * 3.6 (ScoreBody) and 5.0 (create_score).
 */
import type { NewAssessment } from '@domain/annotations/assessment';
import type { JsonValue } from '@domain/messages';
import { exactToPlain, isShallow } from '@domain/mlflow/convert-json';
import { formatPythonJson, isExactObject, type ExactJson } from '@domain/mlflow/exact-json';
import {
  memberOf,
  MlflowJsonError,
  requiredText,
  textMember,
  type Members,
} from '@domain/mlflow/json-members';
import { parseTimestamp } from '@domain/mlflow/wire-time';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '@domain/units';

/** Who a score is from that names no person. */
const SOURCE_ID = 'langfuse';

export interface Score {
  /** Of a session alone, null. */
  readonly traceId: TraceId | null;
  readonly sessionId: string | null;
  readonly assessment: Omit<NewAssessment, 'traceId'>;
}

/**
 * Reads one.
 * @param idOf makes the id of one that has none
 * @throws MlflowJsonError naming the member that is missing or wrong
 */
export function readScore(score: Members, nowMs: number, idOf: () => string): Score {
  const traceId = readTraceId(score);
  const sessionId = textMember(score, 'session_id') || null;
  if (traceId === null && sessionId === null) {
    throw new MlflowJsonError('traceId', 'Otelier has scores of traces and of sessions alone');
  }
  const createdMs = parseTimestamp(textMember(score, 'timestamp') ?? '') ?? nowMs;
  const isByPerson = textMember(score, 'source') === 'ANNOTATION';
  return {
    traceId,
    sessionId,
    assessment: {
      id: textMember(score, 'id') || idOf(),
      spanId: traceId === null ? null : readSpanId(score),
      name: requiredText(score, 'name'),
      kind: 'feedback',
      value: readValue(score),
      error: null,
      rationale: textMember(score, 'comment') || null,
      source: { type: isByPerson ? 'HUMAN' : 'CODE', id: SOURCE_ID },
      metadata: readMetadata(score),
      overrides: null,
      createdMs,
      updatedMs: createdMs,
      origin: 'api',
    },
  };
}

function readTraceId(score: Members): TraceId | null {
  const text = textMember(score, 'trace_id');
  if (text === null || text === '') return null;
  const traceId = parseTraceId(text);
  if (traceId !== null) return traceId;
  throw wrong('traceId', '32 hexadecimal digits', text);
}

function readSpanId(score: Members): SpanId | null {
  const text = textMember(score, 'observation_id');
  if (text === null || text === '') return null;
  const spanId = parseSpanId(text);
  if (spanId !== null) return spanId;
  throw wrong('observationId', '16 hexadecimal digits', text);
}

/** SDKs send booleans as 1 and 0. */
function readValue(score: Members): JsonValue {
  const value = memberOf(score, 'value');
  if (value === undefined) throw new MlflowJsonError('value', 'one was expected');
  if (!isShallow(value)) throw new MlflowJsonError('value', 'it is nested too deep');
  const plain = exactToPlain(value);
  const isBoolean = textMember(score, 'data_type') === 'BOOLEAN';
  return isBoolean && (plain === 1 || plain === 0) ? plain === 1 : plain;
}

/** With what has no place elsewhere. */
function readMetadata(score: Members): Record<string, string> {
  const metadata = memberOf(score, 'metadata');
  const given: [string, ExactJson][] = isExactObject(metadata)
    ? [...metadata]
    : metadata === undefined
      ? []
      : [['metadata', metadata]];
  const entries = given.map(([key, value]) => [key, textOf(value)] as const);
  for (const name of ['environment', 'config_id', 'dataset_run_id', 'queue_id']) {
    const text = textMember(score, name);
    if (text !== null && text !== '') entries.push([`langfuse.${name}`, text]);
  }
  return Object.fromEntries(entries);
}

function textOf(value: ExactJson): string {
  return typeof value === 'string' ? value : formatPythonJson(value);
}

function wrong(field: string, expected: string, text: string): MlflowJsonError {
  const given = JSON.stringify(text.slice(0, 80));
  return new MlflowJsonError(field, `${expected} were expected, not ${given}`);
}
