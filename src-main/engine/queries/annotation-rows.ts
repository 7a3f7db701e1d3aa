/** Tags and assessments of a trace, as the list and the trace show them. */
import type { AssessmentBrief } from '@contract/annotations';
import { assessmentKinds, type Assessment } from '@domain/annotations/assessment';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { JsonValue } from '@domain/messages';
import type { SpanId } from '@domain/units';
import { ASSESSMENT_COLUMNS, assessmentOf, type AssessmentRecord } from '../store/assessment-row';
import type { ReadableDb } from '../store/connection';

const MAX_BRIEFS = 50;
const MAX_TAGS = 200;

/** Prepares reading the tags of a trace, in order of their keys, less those of its sender alone. */
export function traceTagsReader(db: ReadableDb): (traceId: Uint8Array) => TraceTag[] {
  const select = db.prepare<[Uint8Array], TraceTag>(/* sql */ `
    SELECT key, value FROM trace_tag
    WHERE trace_id = ? AND is_removed = 0 AND key NOT LIKE 'mlflow.%'
    ORDER BY key LIMIT ${MAX_TAGS}`);
  return (traceId) => select.all(traceId);
}

type BriefRecord = [
  name: string,
  kind: number,
  value: string,
  hasError: number,
  spanId: string | null,
  isOfSession: number,
];

/** Prepares reading the valid assessments of a trace and its spans, the latest last. */
export function assessmentBriefsReader(db: ReadableDb): (traceId: Uint8Array) => AssessmentBrief[] {
  const select = db
    .prepare<[Uint8Array], BriefRecord>(/* sql */ `
      SELECT name, kind, value, error IS NOT NULL, nullif(lower(hex(span_id)), ''),
        session_id IS NOT NULL
      FROM assessment WHERE trace_id = ? AND is_valid = 1
      ORDER BY created_ms, id LIMIT ${MAX_BRIEFS}`)
    .raw();
  return (traceId) =>
    select.all(traceId).map(([name, kind, value, hasError, spanId, isOfSession]) => ({
      name,
      kind: assessmentKinds[kind] ?? 'feedback',
      value: JSON.parse(value) as JsonValue,
      hasError: hasError === 1,
      spanId: spanId as SpanId | null,
      isOfSession: isOfSession === 1,
    }));
}

/** Prepares reading all assessments of a trace, those that are overridden too. */
export function assessmentsReader(db: ReadableDb): (traceId: Uint8Array) => Assessment[] {
  const select = db.prepare<[Uint8Array], AssessmentRecord>(
    `SELECT ${ASSESSMENT_COLUMNS} FROM assessment WHERE trace_id = ? ORDER BY created_ms, id`,
  );
  return (traceId) => select.all(traceId).map(assessmentOf);
}
