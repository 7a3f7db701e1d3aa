/** 'assessments.distribution': how the valid values of one name are spread. */
import type { AssessmentDistribution, DistributionBucket } from '@contract/annotations';
import { assessmentKinds } from '@domain/annotations/assessment';
import { mostOf, VALUE_TYPE_COUNTS } from './assessment-names';
import { listMatch } from './list-match';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { WITH_FACETS } from './trace-window';

const MAX_TEXTS = 12;
const RANGES = 10;

interface Totals {
  readonly count: number;
  readonly errorCount: number;
  readonly booleans: number;
  readonly numbers: number;
  readonly texts: number;
  readonly mean: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
}

export function assessmentDistribution({ db }: QueryHost): Query<'assessments.distribution'> {
  return ({ name, kind, text, experiment }): AssessmentDistribution => {
    const match = listMatch(text);
    const from = /* sql */ `
      FROM assessment a
        JOIN trace ON trace.trace_id = a.trace_id AND trace.deleted_at_ms IS NULL ${WITH_FACETS}
      WHERE ${unlessCancelled('a.id')} AND a.name = :name AND a.kind = :kind AND a.is_valid = 1
        AND (:experiment IS NULL OR trace.experiment = :experiment) AND ${match?.condition ?? 'TRUE'}`;
    const values = { ...match?.values, name, kind: assessmentKinds.indexOf(kind), experiment };
    const totals = db
      .prepare<[object], Totals>(/* sql */ `
        SELECT count(*) AS count, coalesce(sum(a.error IS NOT NULL), 0) AS errorCount,
          ${VALUE_TYPE_COUNTS}, avg(a.value_number) AS mean, min(a.value_number) AS least,
          max(a.value_number) AS greatest ${from}`)
      .get(values);
    if (totals === undefined || totals.count === 0) return nothing;
    const valueType = mostOf(totals);
    const buckets =
      valueType === 'number'
        ? numberBuckets(
            db
              .prepare<[object], number>(
                `SELECT a.value_number ${from} AND a.value_number IS NOT NULL
                   AND a.value NOT IN ('true', 'false')`,
              )
              .pluck()
              .all(values),
          )
        : db
            .prepare<[object], DistributionBucket>(/* sql */ `
              SELECT a.value_text AS label, NULL AS "from", NULL AS "to", count(*) AS count
              ${from} AND a.value_text IS NOT NULL
              GROUP BY a.value_text ORDER BY count DESC, a.value_text LIMIT ${MAX_TEXTS}`)
            .all(values);
    const shown = buckets.reduce((sum, { count }) => sum + count, 0);
    return {
      count: totals.count,
      errorCount: totals.errorCount,
      valueType,
      mean: totals.mean,
      buckets,
      otherCount: Math.max(0, totals.count - totals.errorCount - shown),
    };
  };
}

const nothing: AssessmentDistribution = {
  count: 0,
  errorCount: 0,
  valueType: 'text',
  mean: null,
  buckets: [],
  otherCount: 0,
};

/** As many ranges as there are distinct values, at most ten of equal width. */
function numberBuckets(numbers: readonly number[]): DistributionBucket[] {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const least = distinct[0];
  const greatest = distinct.at(-1);
  if (least === undefined || greatest === undefined) return [];
  if (distinct.length <= RANGES) {
    return distinct.map((value) => ({
      label: String(value),
      from: value,
      to: value,
      count: numbers.filter((each) => each === value).length,
    }));
  }
  const width = (greatest - least) / RANGES;
  const counts = Array.from({ length: RANGES }, () => 0);
  for (const number of numbers) {
    const at = Math.min(RANGES - 1, Math.floor((number - least) / width));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, at) => {
    const from = least + at * width;
    return { label: String(from), from, to: from + width, count };
  });
}
