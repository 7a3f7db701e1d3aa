/** Rows of `assessment` as the domain has them. */
import {
  assessmentKinds,
  assessmentOrigins,
  assessmentSourceTypes,
  type Assessment,
  type AssessmentError,
} from '@domain/annotations/assessment';
import type { JsonValue } from '@domain/messages';
import type { SpanId, TraceId } from '@domain/units';

export const ASSESSMENT_COLUMNS = /* sql */ `
  assessment_id AS id, lower(hex(trace_id)) AS traceId, nullif(lower(hex(span_id)), '') AS spanId,
  name, kind, value, error, rationale, source_type AS sourceType, source_id AS sourceId, metadata,
  overrides, is_valid AS isValid, created_ms AS createdMs, updated_ms AS updatedMs, origin`;

export interface AssessmentRecord {
  readonly id: string;
  readonly traceId: string;
  readonly spanId: string | null;
  readonly name: string;
  readonly kind: number;
  readonly value: string;
  readonly error: string | null;
  readonly rationale: string | null;
  readonly sourceType: number;
  readonly sourceId: string;
  readonly metadata: string;
  readonly overrides: string | null;
  readonly isValid: number;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly origin: number;
}

export function assessmentOf(record: AssessmentRecord): Assessment {
  const { sourceType, sourceId, ...rest } = record;
  return {
    ...rest,
    traceId: record.traceId as TraceId,
    spanId: record.spanId as SpanId | null,
    kind: assessmentKinds[record.kind] ?? 'feedback',
    value: JSON.parse(record.value) as JsonValue,
    error: record.error === null ? null : (JSON.parse(record.error) as AssessmentError),
    source: { type: assessmentSourceTypes[sourceType] ?? 'SOURCE_TYPE_UNSPECIFIED', id: sourceId },
    metadata: JSON.parse(record.metadata) as Record<string, string>,
    isValid: record.isValid === 1,
    origin: assessmentOrigins[record.origin] ?? 'api',
  };
}
