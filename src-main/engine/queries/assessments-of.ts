/** 'assessments.ofTrace' and 'assessments.ofSession'. */
import { ASSESSMENT_COLUMNS, assessmentOf, type AssessmentRecord } from '../store/assessment-row';
import { assessmentsReader } from './annotation-rows';
import type { Query, QueryHost } from './query';

export function assessmentsOfTrace({ db }: QueryHost): Query<'assessments.ofTrace'> {
  const read = assessmentsReader(db);
  return ({ traceId }) => read(Buffer.from(traceId, 'hex'));
}

export function assessmentsOfSession({ db }: QueryHost): Query<'assessments.ofSession'> {
  const select = db.prepare<[string], AssessmentRecord>(
    `SELECT ${ASSESSMENT_COLUMNS} FROM assessment WHERE session_id = ? ORDER BY created_ms, id`,
  );
  return ({ sessionId }) => select.all(sessionId).map(assessmentOf);
}
