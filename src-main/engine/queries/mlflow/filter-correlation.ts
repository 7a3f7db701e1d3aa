/** 'mlflow.filterCorrelation': how many traces two filters match, and both. */
import { Binder } from '../filter-sql/binder';
import type { InternalQuery } from '../internal-queries';
import type { QueryHost } from '../query';
import { fromTracesOf, matching } from './matching-traces';

export function filterCorrelation({ db }: QueryHost): InternalQuery<'mlflow.filterCorrelation'> {
  return ({ experimentIds, first, second, base }) => {
    const binder = new Binder();
    const select = /* sql */ `
      SELECT count(*) AS total, total(first) AS first, total(second) AS second,
        total(first AND second) AS joint
      FROM (SELECT ${matching(first, binder)} AS first, ${matching(second, binder)} AS second
        ${fromTracesOf(experimentIds, binder)} AND ${matching(base, binder)})`;
    const counts = db
      .prepare<[object], { total: number; first: number; second: number; joint: number }>(select)
      .get(binder.values);
    return counts ?? { total: 0, first: 0, second: 0, joint: 0 };
  };
}
