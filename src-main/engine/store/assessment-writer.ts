/** Rows of `assessment`. Source of what holds when: mlflow.md §5 (override chain). */
import { ContractError } from '@contract/errors';
import {
  assessmentKinds,
  assessmentOrigins,
  assessmentSourceTypes,
  sessionOf,
  type Assessment,
  type AssessmentPatch,
  type NewAssessment,
} from '@domain/annotations/assessment';
import type { JsonValue } from '@domain/messages';
import type { TraceId } from '@domain/units';
import { ASSESSMENT_COLUMNS, assessmentOf, type AssessmentRecord } from './assessment-row';
import type { WritableDb } from './connection';

const SPAN_ORIGIN = assessmentOrigins.indexOf('span');

export class AssessmentWriter {
  readonly #sql: Statements;

  constructor(db: WritableDb) {
    this.#sql = prepare(db);
  }

  /**
   * Adds one; what it overrides no longer holds.
   * @throws ContractError `not_found` where that is not of the same trace, `conflict` where the id
   *   is taken
   */
  add(assessment: NewAssessment): Assessment {
    const { id, traceId, overrides } = assessment;
    if (this.find(id) !== null) {
      throw new ContractError('conflict', `There is an assessment with the id ${id} already.`);
    }
    if (overrides !== null) this.#require(overrides, traceId);
    this.put(assessment);
    return this.#require(id, traceId);
  }

  /** Adds one, or replaces the one of the same id. */
  put(assessment: NewAssessment, toldBy: number | null = null): void {
    this.#sql.put.run({ ...rowOf(assessment), toldBy });
    if (assessment.overrides !== null) this.#sql.invalidate.run(assessment.overrides);
  }

  /** @throws ContractError `not_found`; `conflict` for one that a span tells */
  update(traceId: TraceId, id: string, patch: AssessmentPatch, nowMs: number): Assessment {
    const before = this.#require(id, traceId);
    refuseTold(before, 'changed');
    const after: Assessment = {
      ...before,
      ...patch,
      metadata: { ...before.metadata, ...patch.metadata },
      updatedMs: nowMs,
    };
    this.#sql.put.run({ ...rowOf(after), isValid: after.isValid ? 1 : 0, toldBy: null });
    return after;
  }

  /** @throws ContractError `conflict` for one that a span tells */
  delete(id: string, traceId: TraceId | null): Assessment | null {
    const assessment = this.find(id);
    if (assessment === null || (traceId !== null && assessment.traceId !== traceId)) return null;
    refuseTold(assessment, 'deleted');
    this.#sql.delete.run(id);
    if (assessment.overrides !== null) {
      this.#sql.validate.run({ id: assessment.overrides });
    }
    return assessment;
  }

  /** Puts what the spans of a trace tell now in place of what they told before. */
  replaceTold(traceKey: number, told: readonly NewAssessment[]): void {
    const before = this.#sql.toldBy.all(traceKey);
    if (before.length === 0 && told.length === 0) return;
    const kept = new Set(told.map(({ id }) => id));
    for (const id of before) if (!kept.has(id)) this.#sql.delete.run(id);
    for (const assessment of told) this.put(assessment, traceKey);
  }

  removeOfTrace(traceId: Uint8Array): void {
    this.#sql.deleteOfTrace.run(traceId);
  }

  find(id: string): Assessment | null {
    const record = this.#sql.find.get(id);
    return record === undefined ? null : assessmentOf(record);
  }

  #require(id: string, traceId: TraceId): Assessment {
    const assessment = this.find(id);
    if (assessment?.traceId === traceId) return assessment;
    throw new ContractError(
      'not_found',
      `There is no assessment with the id ${id} of the trace ${traceId}.`,
    );
  }
}

function refuseTold({ origin }: Assessment, what: string): void {
  if (origin !== 'span') return;
  throw new ContractError(
    'conflict',
    `A span tells this, so it cannot be ${what}. Add one that overrides it.`,
  );
}

function rowOf(assessment: NewAssessment) {
  const { value, error } = assessment;
  return {
    assessmentId: assessment.id,
    traceId: Buffer.from(assessment.traceId, 'hex'),
    spanId: assessment.spanId === null ? null : Buffer.from(assessment.spanId, 'hex'),
    sessionId: sessionOf(assessment),
    name: assessment.name,
    kind: assessmentKinds.indexOf(assessment.kind),
    value: JSON.stringify(value),
    valueText: textOf(value),
    valueNumber: numberOf(value),
    error: error === null ? null : JSON.stringify(error),
    rationale: assessment.rationale,
    sourceType: assessmentSourceTypes.indexOf(assessment.source.type),
    sourceId: assessment.source.id,
    metadata: JSON.stringify(assessment.metadata),
    overrides: assessment.overrides,
    /** Null: unless another one stands in its place. */
    isValid: null as 0 | 1 | null,
    createdMs: assessment.createdMs,
    updatedMs: assessment.updatedMs,
    origin: assessmentOrigins.indexOf(assessment.origin),
  };
}

function textOf(value: JsonValue): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function numberOf(value: JsonValue): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : null;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    find: db.prepare<[string], AssessmentRecord>(
      `SELECT ${ASSESSMENT_COLUMNS} FROM assessment WHERE assessment_id = ?`,
    ),
    put: db.prepare<[object]>(/* sql */ `
      INSERT INTO assessment (assessment_id, trace_id, span_id, session_id, name, kind, value,
        value_text, value_number, error, rationale, source_type, source_id, metadata, overrides,
        is_valid, created_ms, updated_ms, origin, told_by)
      VALUES (:assessmentId, :traceId, :spanId, :sessionId, :name, :kind, :value, :valueText,
        :valueNumber, :error, :rationale, :sourceType, :sourceId, :metadata, :overrides,
        coalesce(:isValid,
          NOT EXISTS (SELECT 1 FROM assessment other WHERE other.overrides = :assessmentId)),
        :createdMs, :updatedMs, :origin, :toldBy)
      ON CONFLICT (assessment_id) DO UPDATE SET trace_id = excluded.trace_id,
        span_id = excluded.span_id, session_id = excluded.session_id, name = excluded.name,
        kind = excluded.kind, value = excluded.value, value_text = excluded.value_text,
        value_number = excluded.value_number, error = excluded.error,
        rationale = excluded.rationale, source_type = excluded.source_type,
        source_id = excluded.source_id, metadata = excluded.metadata,
        overrides = excluded.overrides, is_valid = excluded.is_valid,
        updated_ms = excluded.updated_ms, told_by = excluded.told_by`),
    invalidate: db.prepare<[string]>('UPDATE assessment SET is_valid = 0 WHERE assessment_id = ?'),
    validate: db.prepare<[object]>(/* sql */ `
      UPDATE assessment SET is_valid = 1 WHERE assessment_id = :id
        AND NOT EXISTS (SELECT 1 FROM assessment other WHERE other.overrides = :id)`),
    delete: db.prepare<[string]>('DELETE FROM assessment WHERE assessment_id = ?'),
    deleteOfTrace: db.prepare<[Uint8Array]>('DELETE FROM assessment WHERE trace_id = ?'),
    toldBy: db
      .prepare<[number], string>(
        `SELECT assessment_id FROM assessment WHERE told_by = ? AND origin = ${SPAN_ORIGIN}`,
      )
      .pluck(),
  };
}
