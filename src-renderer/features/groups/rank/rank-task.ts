import { findDifferences, type Findings } from '@domain/diff/groups/findings';
import type { GroupTable } from '@domain/diff/groups/group-table';
import type { Tolerances } from '@domain/diff/tolerances';

export interface RankTask {
  readonly table: GroupTable;
  readonly tolerances: Tolerances;
}

/** What the worker does: thousands of steps are tested. */
export function answerRankTask({ table, tolerances }: RankTask): Findings {
  return findDifferences(table, tolerances);
}
