/** 'assessments.names': what columns and filters there can be. */
import type { AssessmentName, AssessmentValueType } from '@contract/annotations';
import { assessmentKinds } from '@domain/annotations/assessment';
import { unlessCancelled, type Query, type QueryHost } from './query';

/** More than a list of columns can show. */
const MAX_NAMES = 200;

interface NameRecord {
  readonly name: string;
  readonly kind: number;
  readonly count: number;
  readonly booleans: number;
  readonly numbers: number;
  readonly texts: number;
}

/** Of values, by type; to be joined with `assessment` as `a`. */
export const VALUE_TYPE_COUNTS = /* sql */ `
  sum(a.value IN ('true', 'false')) AS booleans,
  sum(a.value_number IS NOT NULL AND a.value NOT IN ('true', 'false')) AS numbers,
  sum(a.value LIKE '"%') AS texts`;

export function assessmentNames({ db }: QueryHost): Query<'assessments.names'> {
  const select = db.prepare<[object], NameRecord>(/* sql */ `
    SELECT a.name, a.kind, count(*) AS count, ${VALUE_TYPE_COUNTS}
    FROM assessment a JOIN trace ON trace.trace_id = a.trace_id AND trace.deleted_at_ms IS NULL
    WHERE ${unlessCancelled('a.id')} AND a.is_valid = 1
      AND (:experiment IS NULL OR trace.experiment = :experiment)
    GROUP BY a.name, a.kind ORDER BY count DESC, a.name LIMIT ${MAX_NAMES}`);
  return ({ experiment }) =>
    select.all({ experiment }).map((record): AssessmentName => {
      const { name, kind, count } = record;
      return {
        name,
        kind: assessmentKinds[kind] ?? 'feedback',
        count,
        valueType: mostOf(record),
      };
    });
}

/** What most values are. */
export function mostOf(
  counts: Pick<NameRecord, 'booleans' | 'numbers' | 'texts' | 'count'>,
): AssessmentValueType {
  const { booleans, numbers, texts, count } = counts;
  const others = count - booleans - numbers - texts;
  const most = Math.max(booleans, numbers, texts, others);
  if (most === booleans) return 'boolean';
  if (most === numbers) return 'number';
  return most === texts ? 'text' : 'json';
}
