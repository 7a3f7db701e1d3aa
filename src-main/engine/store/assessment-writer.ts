/** Rows of `assessment`. Source of what holds when: mlflow.md §5 (override chain). */
import { createHash } from 'node:crypto';

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
    if (this.find(id) !== null) throw idTaken(id);
    if (overrides !== null) this.#require(overrides, traceId);
    this.put(assessment);
    return this.#require(id, traceId);
  }

  /**
   * Puts those that a sender tells with its trace. Ids that another trace has stand for ids of
   * this one, the same each time: a copy of a trace does not take what is said of the original.
   */
  putOfTrace(assessments: readonly NewAssessment[]): void {
    for (const { id, overrides, ...rest } of assessments) {
      this.put({
        ...rest,
        id: this.#idWithin(rest.traceId, id),
        overrides: overrides === null ? null : this.#idWithin(rest.traceId, overrides),
      });
    }
  }

  #idWithin(traceId: TraceId, id: string): string {
    const owner = this.#sql.traceOf.get(id);
    if (owner === undefined || owner === traceId) return id;
    return `a-${createHash('sha256').update(`${traceId} ${id}`).digest('hex').slice(0, 32)}`;
  }

  /**
   * Adds one, or replaces the one of the same id.
   * @throws ContractError `conflict` where that is of another trace, or a span tells it
   */
  replace(assessment: NewAssessment): Assessment {
    const { id, traceId } = assessment;
    const before = this.find(id);
    if (before !== null) {
      refuseTold(before, 'changed');
      if (before.traceId !== traceId) throw idTaken(id);
    }
    this.put(assessment);
    return this.#require(id, traceId);
  }

  /**
   * Adds one, or replaces the one of the same id. What a span tells does not replace what a sender
   * or the user says.
   */
  put(assessment: NewAssessment, toldBy: number | null = null): void {
    this.#sql.put.run({ ...rowOf(assessment), toldBy });
    const { overrides, traceId } = assessment;
    if (overrides !== null) this.#sql.invalidate.run(overrides, Buffer.from(traceId, 'hex'));
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

  /** Forgets what the spans of a trace told, of whichever trace. */
  removeToldBy(traceKey: number): void {
    for (const id of this.#sql.toldBy.all(traceKey)) this.#sql.delete.run(id);
  }

  /** What the spans of one trace told is told by another now. */
  passOnTold(fromKey: number, toKey: number): void {
    this.#sql.passOn.run(toKey, fromKey);
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

function idTaken(id: string): ContractError {
  return new ContractError('conflict', `There is an assessment with the id ${id} already.`);
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
    isValid: assessment.isValid === false ? 0 : (null as 0 | 1 | null),
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
          NOT EXISTS (SELECT 1 FROM assessment other
            WHERE other.overrides = :assessmentId AND other.trace_id = :traceId)),
        :createdMs, :updatedMs, :origin, :toldBy)
      ON CONFLICT (assessment_id) DO UPDATE SET trace_id = excluded.trace_id,
        span_id = excluded.span_id, session_id = excluded.session_id, name = excluded.name,
        kind = excluded.kind, value = excluded.value, value_text = excluded.value_text,
        value_number = excluded.value_number, error = excluded.error,
        rationale = excluded.rationale, source_type = excluded.source_type,
        source_id = excluded.source_id, metadata = excluded.metadata,
        overrides = excluded.overrides, is_valid = excluded.is_valid,
        updated_ms = excluded.updated_ms, origin = excluded.origin, told_by = excluded.told_by
      WHERE excluded.told_by IS NULL OR assessment.origin = ${SPAN_ORIGIN}`),
    traceOf: db
      .prepare<[string], string>(
        'SELECT lower(hex(trace_id)) FROM assessment WHERE assessment_id = ?',
      )
      .pluck(),
    passOn: db.prepare<[number, number]>('UPDATE assessment SET told_by = ? WHERE told_by = ?'),
    invalidate: db.prepare<[string, Uint8Array]>(
      'UPDATE assessment SET is_valid = 0 WHERE assessment_id = ? AND trace_id = ?',
    ),
    validate: db.prepare<[object]>(/* sql */ `
      UPDATE assessment SET is_valid = 1 WHERE assessment_id = :id
        AND NOT EXISTS (SELECT 1 FROM assessment other
          WHERE other.overrides = :id AND other.trace_id = assessment.trace_id)`),
    delete: db.prepare<[string]>('DELETE FROM assessment WHERE assessment_id = ?'),
    deleteOfTrace: db.prepare<[Uint8Array]>('DELETE FROM assessment WHERE trace_id = ?'),
    toldBy: db
      .prepare<[number], string>(
        `SELECT assessment_id FROM assessment WHERE told_by = ? AND origin = ${SPAN_ORIGIN}`,
      )
      .pluck(),
  };
}
