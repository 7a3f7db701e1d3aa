/** 'experiments.list': what traces are grouped by. */
import type { Experiment } from '@domain/annotations/experiment';
import type { Query, QueryHost } from './query';

export function experimentsList({ db }: QueryHost): Query<'experiments.list'> {
  const select = db.prepare<[], Omit<Experiment, 'isDeleted'>>(/* sql */ `
    SELECT e.id, e.name, e.created_ms AS createdMs, e.updated_ms AS updatedMs,
      (SELECT count(*) FROM trace t WHERE t.experiment = e.id AND t.deleted_at_ms IS NULL)
        AS traceCount
    FROM experiment e WHERE e.deleted_at_ms IS NULL
    ORDER BY e.name COLLATE NOCASE, e.id`);
  return () => select.all().map((experiment) => ({ ...experiment, isDeleted: false }));
}
