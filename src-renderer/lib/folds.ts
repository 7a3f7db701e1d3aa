/**
 * What is folded, one byte a span. Where the table is read again (a running trace), folds
 * follow the span ids, so that nothing opens or closes under the reader's eyes.
 */
import type { SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import type { SpanRowIndex } from './span-row-index';

export type Folds = Uint8Array;

type TreeColumns = Pick<SpanTable, 'count' | 'descendants' | 'parents'>;

/** Nothing folded. */
export function unfolded(table: Pick<SpanTable, 'count'>): Folds {
  return new Uint8Array(table.count);
}

/** Every span with children folded. */
export function allFolded(table: TreeColumns): Folds {
  const folds = new Uint8Array(table.count);
  for (let span = 0; span < table.count; span += 1) {
    folds[span] = (table.descendants[span] ?? 0) > 0 ? 1 : 0;
  }
  return folds;
}

/** Folds or unfolds one span. A span without children stays as it is. */
export function withFold(table: TreeColumns, folds: Folds, span: SpanIndex, fold: boolean): Folds {
  if ((table.descendants[span] ?? 0) === 0 || (folds[span] === 1) === fold) return folds;
  const next = folds.slice();
  next[span] = fold ? 1 : 0;
  return next;
}

/** Folds or unfolds a span and all below it. */
export function withSubtreeFold(
  table: TreeColumns,
  folds: Folds,
  span: SpanIndex,
  fold: boolean,
): Folds {
  const next = folds.slice();
  const last = span + (table.descendants[span] ?? 0);
  for (let at = span; at <= last; at += 1) {
    if ((table.descendants[at] ?? 0) > 0) next[at] = fold ? 1 : 0;
  }
  return next;
}

/** Unfolds every ancestor of a span, so that it can be seen. */
export function revealing(table: TreeColumns, folds: Folds, span: SpanIndex): Folds {
  let next = folds;
  for (let at = table.parents[span] ?? -1; at >= 0; at = table.parents[at] ?? -1) {
    if (next[at] === 1) {
      if (next === folds) next = folds.slice();
      next[at] = 0;
    }
  }
  return next;
}

/** Carries folds over to a newer table of the same trace; spans that are new are unfolded. */
export function carryFolds(
  before: Pick<SpanTable, 'count' | 'spanIds'>,
  folds: Folds,
  after: Pick<SpanTable, 'count'>,
  afterIndex: SpanRowIndex,
): Folds {
  const next = new Uint8Array(after.count);
  for (let span = 0; span < before.count; span += 1) {
    if (folds[span] !== 1) continue;
    const moved = afterIndex.findRowOf(before, span);
    if (moved >= 0) next[moved] = 1;
  }
  return next;
}
