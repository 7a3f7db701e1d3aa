/**
 * What somebody or something said of a trace, a span or a session.
 * Source: mlflow.md §5 (assessments.proto, mlflow/entities/assessment.py).
 */
import type { JsonValue } from '../messages';
import type { SpanId, TraceId } from '../units';

/** `issue`: a known problem that the trace is an example of; its value is the problem's name. */
export const assessmentKinds = ['feedback', 'expectation', 'issue'] as const;
export type AssessmentKind = (typeof assessmentKinds)[number];

export const assessmentSourceTypes = [
  'HUMAN',
  'LLM_JUDGE',
  'CODE',
  'SOURCE_TYPE_UNSPECIFIED',
] as const;
export type AssessmentSourceType = (typeof assessmentSourceTypes)[number];

export interface AssessmentSource {
  readonly type: AssessmentSourceType;
  /** Who: a person, a judge's model, a check. */
  readonly id: string;
}

/** Why a judge gave no value. */
export interface AssessmentError {
  readonly code: string;
  readonly message: string | null;
  /** Its last 10,000 characters. */
  readonly stackTrace: string | null;
}

export interface Assessment {
  /** `a-` and 32 hex digits where made here; senders may give any id. */
  readonly id: string;
  readonly traceId: TraceId;
  /** Null where it is about the whole trace or a session. */
  readonly spanId: SpanId | null;
  readonly name: string;
  readonly kind: AssessmentKind;
  /** Null only beside an error. Numbers are doubles. */
  readonly value: JsonValue;
  readonly error: AssessmentError | null;
  readonly rationale: string | null;
  readonly source: AssessmentSource;
  readonly metadata: Readonly<Record<string, string>>;
  /** Id of the one that this one stands in place of. */
  readonly overrides: string | null;
  /** False once another one stands in its place. */
  readonly isValid: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** `span`: told by a span of the trace; made anew whenever that span is understood anew. */
  readonly origin: AssessmentOrigin;
}

export const assessmentOrigins = ['api', 'app', 'span', 'import'] as const;
export type AssessmentOrigin = (typeof assessmentOrigins)[number];

/** What a new one is made of. It is valid unless it is said not to be, or another one overrides it. */
export interface NewAssessment extends Omit<Assessment, 'isValid'> {
  readonly isValid?: boolean;
}

/** What may be changed of one; kind, source and target stay (mlflow.md §5). */
export interface AssessmentPatch {
  readonly name?: string;
  readonly value?: JsonValue;
  readonly error?: AssessmentError | null;
  readonly rationale?: string | null;
  /** Merged into what is there. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly isValid?: boolean;
}

/** Metadata key that makes an assessment one of a session: its value is the session's id. */
export const SESSION_METADATA = 'mlflow.trace.session';

/** The session that an assessment is about; null where it is about its trace or a span. */
export function sessionOf({ spanId, metadata }: Pick<Assessment, 'spanId' | 'metadata'>) {
  return spanId === null ? (metadata[SESSION_METADATA] ?? null) : null;
}

/** Name of the feedback that holds a reader's free words; its value is a text. */
export const NOTE_NAME = 'note';

/** Name of the feedback that the thumbs give; its value is a boolean. */
export const THUMB_NAME = 'helpful';
