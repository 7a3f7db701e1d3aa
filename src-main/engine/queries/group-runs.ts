/** 'diff.groupRuns': which runs two sets have. */
import {
  MAX_GROUP_RUNS,
  type GroupRunState,
  type GroupRunStates,
  type GroupsRuns,
} from '@contract/groups';
import type { MethodParams } from '@contract/methods';
import type { RunCondition } from '@domain/route';
import { listMatch } from './list-match';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { VISIBLE } from './trace-row';
import { WITH_FACETS } from './trace-window';

type Sets = MethodParams<'diff.groupRuns'>;
type RunSet = Sets['good'];

export function groupRuns(host: QueryHost): Query<'diff.groupRuns'> {
  return groupRunFinder(host);
}

/** Failures are counted where they began, as in the list. A condition is one line here. */
const conditions: Readonly<Record<RunCondition, string>> = {
  any: 'TRUE',
  errors: 'error_count > coalesce(passed_error_count, 0)',
  noErrors: 'error_count <= coalesce(passed_error_count, 0)',
};

/** Status of a trace that goes on, or whose root has not come. */
const RUNNING = 3;

/**
 * Finds the runs of both sets. By a filter only those that have ended: what goes on is neither good
 * nor bad yet.
 */
export function groupRunFinder({ db }: QueryHost): (sets: Sets) => GroupsRuns {
  const byId = db
    .prepare<[Uint8Array], number>(`SELECT id FROM trace WHERE trace_id = ? AND ${VISIBLE}`)
    .pluck();
  const startOf = db.prepare<[number], bigint>('SELECT start_ns FROM trace WHERE id = ?').pluck();
  startOf.safeIntegers();
  const stateOf = db.prepare<[number], GroupRunState>(
    'SELECT id AS key, revision, facet_revision AS facetRevision FROM trace WHERE id = ?',
  );
  const newestOf = (keys: readonly number[]): GroupRunStates => ({
    runs: keys.slice(0, MAX_GROUP_RUNS).flatMap((key) => stateOf.get(key) ?? []),
    total: keys.length,
  });

  const chosen = (traceIds: readonly string[]): GroupRunStates => {
    const keys = [...new Set(traceIds)].flatMap((id) => byId.get(Buffer.from(id, 'hex')) ?? []);
    const starts = new Map(keys.map((key) => [key, startOf.get(key) ?? 0n]));
    keys.sort((x, y) => {
      const by = (starts.get(y) ?? 0n) - (starts.get(x) ?? 0n);
      return by === 0n ? y - x : by > 0n ? 1 : -1;
    });
    return newestOf(keys);
  };

  const found = ({ text, condition }: RunSet, root: string | null): GroupRunStates => {
    const match = listMatch(text);
    const select = db
      .prepare<[object], number>(/* sql */ `
        SELECT id FROM trace ${WITH_FACETS}
        WHERE ${unlessCancelled('id')} AND ${VISIBLE} AND status <> ${RUNNING}
          AND ${root === null ? 'TRUE' : 'root_name = :root'}
          AND ${conditions[condition]} AND ${match?.condition ?? 'TRUE'}
        ORDER BY start_ns DESC, id DESC`)
      .pluck();
    return newestOf(select.all({ ...match?.values, ...(root === null ? {} : { root }) }));
  };

  const runsOf = (set: RunSet, root: string | null): GroupRunStates =>
    set.traceIds === null ? found(set, root) : chosen(set.traceIds);
  return ({ root, good, bad }) => ({ good: runsOf(good, root), bad: runsOf(bad, root) });
}
