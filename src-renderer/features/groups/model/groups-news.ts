/** What has become of the runs of two sets since they were compared. */
import type { GroupRunState, GroupsRuns } from '@contract/groups';
import { groupSides } from '@domain/diff/groups/group-table';
import { formatCount } from '@domain/format';

/** Of distinct runs: one may be in both sets. */
export interface GroupsNews {
  /** Runs that have come into a set, and that have left one. */
  readonly newCount: number;
  readonly goneCount: number;
  /** Others that have grown, or of which more was understood. */
  readonly changedCount: number;
}

export const noNews: GroupsNews = { newCount: 0, goneCount: 0, changedCount: 0 };

export function newsOf(before: GroupsRuns, now: GroupsRuns): GroupsNews {
  const added = new Set<number>();
  const gone = new Set<number>();
  const changed = new Set<number>();
  for (const side of groupSides) {
    const left = new Map(before[side].runs.map((run) => [run.key, run]));
    for (const run of now[side].runs) {
      const known = left.get(run.key);
      left.delete(run.key);
      if (known === undefined) added.add(run.key);
      else if (!isSameState(known, run)) changed.add(run.key);
    }
    for (const key of left.keys()) gone.add(key);
  }
  const changedCount = [...changed].filter((key) => !added.has(key) && !gone.has(key)).length;
  return { newCount: added.size, goneCount: gone.size, changedCount };
}

function isSameState(a: GroupRunState, b: GroupRunState): boolean {
  return a.revision === b.revision && a.facetRevision === b.facetRevision;
}

/** E.g. `3 new runs`, `1 new run, 2 changed`; '' for nothing. */
export function newsWords({ newCount, goneCount, changedCount }: GroupsNews): string {
  const parts = [
    { count: newCount, word: 'new' },
    { count: goneCount, word: 'gone' },
    { count: changedCount, word: 'changed' },
  ].filter(({ count }) => count > 0);
  return parts
    .map(({ count, word }, at) => {
      if (at > 0) return `${formatCount(count)} ${word}`;
      const runs = count === 1 ? 'run' : 'runs';
      return word === 'new'
        ? `${formatCount(count)} new ${runs}`
        : `${formatCount(count)} ${runs} ${word}`;
    })
    .join(', ');
}
