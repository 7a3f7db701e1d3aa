/** Which rows of a comparison are shown. */
import { sideOf, type DiffColumns, type MergedDiff } from '@domain/diff/diff-columns';
import { isDifference } from '@domain/diff/explain';

export const rowFilters = ['all', 'changed', 'onlyA', 'onlyB'] as const;
export type RowFilter = (typeof rowFilters)[number];
export type FilterCounts = Readonly<Record<RowFilter, number>>;

export function passes(columns: DiffColumns, row: number, filter: RowFilter): boolean {
  if (filter === 'all') return true;
  const side = sideOf(columns, row);
  if (side !== 'both') return filter === (side === 'a' ? 'onlyA' : 'onlyB');
  return filter === 'changed' && isDifference(columns.verdicts[row] ?? 0);
}

/** Rows that pass each filter. */
export function countFiltered({ count, columns }: MergedDiff): FilterCounts {
  const counts: Record<RowFilter, number> = { all: count, changed: 0, onlyA: 0, onlyB: 0 };
  const { keysA, keysB, verdicts } = columns;
  for (let row = 0; row < count; row += 1) {
    if (keysB[row] === 0) counts.onlyA += 1;
    else if (keysA[row] === 0) counts.onlyB += 1;
    else if (isDifference(verdicts[row] ?? 0)) counts.changed += 1;
  }
  return counts;
}

/** The next row after (1) or before (-1) one that differs and passes; -1 where there is none. */
export function nextChange(
  { count, columns }: MergedDiff,
  from: number,
  direction: -1 | 1,
  filter: RowFilter,
): number {
  for (let row = from + direction; row >= 0 && row < count; row += direction) {
    if (isDifference(columns.verdicts[row] ?? 0) && passes(columns, row, filter)) return row;
  }
  return -1;
}
