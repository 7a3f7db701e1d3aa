/** 'mlflow.assessment': one of a trace, by its id. */
import {
  ASSESSMENT_COLUMNS,
  assessmentOf,
  type AssessmentRecord,
} from '../../store/assessment-row';
import type { InternalQuery } from '../internal-queries';
import type { QueryHost } from '../query';

export function findAssessment({ db }: QueryHost): InternalQuery<'mlflow.assessment'> {
  const find = db.prepare<[string, Uint8Array], AssessmentRecord>(/* sql */ `
    SELECT ${ASSESSMENT_COLUMNS} FROM assessment WHERE assessment_id = ? AND trace_id = ?`);
  return ({ id, traceId }) => {
    const record = find.get(id, Buffer.from(traceId, 'hex'));
    return record === undefined ? null : assessmentOf(record);
  };
}
