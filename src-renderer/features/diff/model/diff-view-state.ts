/**
 * What the reader did to a comparison: folds, filter, unrolled runs. A reducer, so that one that
 * is read again (a run that goes on) takes over all of it in one step.
 */
import { isDifference } from '@domain/diff/explain';

import {
  allFolded,
  revealing,
  unfolded,
  withFold,
  withSubtreeFold,
  type Folds,
} from '../../../lib/folds';
import { nearestRow, rowOfSpan } from '../../../lib/visible-rows';
import { isTurned, rowFinder, rowKey, type DiffModel } from './diff-model';
import { computeDiffRows, type DiffRows } from './diff-rows';
import { passes, type RowFilter } from './row-filter';

export interface DiffViewState {
  readonly model: DiffModel;
  readonly folds: Folds;
  readonly filter: RowFilter;
  /** Keys of rows that stand by themselves in a run of identical ones. */
  readonly unrolled: ReadonlySet<number>;
  readonly rows: DiffRows;
  /**
   * The reader has folded, chosen or scrolled something. Until then a comparison that is read again
   * is shown as one that is opened: while spans arrive, what differs at first is soon the same.
   */
  readonly isTouched: boolean;
}

export type DiffViewAction =
  | { readonly type: 'load'; readonly model: DiffModel }
  | { readonly type: 'touch' }
  | { readonly type: 'fold'; readonly row: number; readonly fold: boolean }
  | { readonly type: 'foldSubtree'; readonly row: number; readonly fold: boolean }
  | { readonly type: 'foldAll'; readonly fold: boolean }
  | { readonly type: 'filter'; readonly filter: RowFilter }
  /** Shows the steps of the run whose line stands at a row. */
  | { readonly type: 'unroll'; readonly row: number }
  /** Has a row stand in the tree, whatever hides it. */
  | { readonly type: 'reveal'; readonly row: number };

/** Open to what differs; what does not is folded. */
export function initialDiffView(model: DiffModel): DiffViewState {
  return shown({
    model,
    folds: openToChanges(model),
    filter: 'all',
    unrolled: new Set(),
    isTouched: false,
  });
}

export function reduceDiffView(state: DiffViewState, action: DiffViewAction): DiffViewState {
  const next = reduce(state, action);
  const isDone = action.type !== 'load' && action.type !== 'reveal';
  return isDone && !next.isTouched ? { ...next, isTouched: true } : next;
}

function reduce(state: DiffViewState, action: DiffViewAction): DiffViewState {
  const { model, folds } = state;
  switch (action.type) {
    case 'load':
      return action.model === model ? state : loaded(state, action.model);
    case 'touch':
      return state;
    case 'fold':
      return withFolds(state, withFold(model, folds, action.row, action.fold));
    case 'foldSubtree':
      return withFolds(state, withSubtreeFold(model, folds, action.row, action.fold));
    case 'foldAll':
      return shown({
        ...state,
        folds: action.fold ? allFolded(model) : unfolded(model),
        unrolled: action.fold ? new Set() : state.unrolled,
      });
    case 'filter':
      return action.filter === state.filter ? state : shown({ ...state, filter: action.filter });
    case 'unroll':
      return unrolledAt(state, action.row);
    case 'reveal':
      return revealed(state, action.row);
  }
}

function withFolds(state: DiffViewState, folds: Folds): DiffViewState {
  return folds === state.folds ? state : shown({ ...state, folds });
}

function shown(state: Omit<DiffViewState, 'rows'>): DiffViewState {
  const { model, folds, filter, unrolled } = state;
  const isUnrolled = (row: number): boolean => unrolled.has(rowKey(model.columns, row));
  return { ...state, rows: computeDiffRows(model, folds, filter, isUnrolled) };
}

function openToChanges({ count, columns, descendants }: DiffModel): Folds {
  const folds = new Uint8Array(count);
  for (let row = 0; row < count; row += 1) {
    const own = isDifference(columns.verdicts[row] ?? 0) ? 1 : 0;
    const hasInside = (columns.changedBelow[row] ?? 0) > own;
    folds[row] = (descendants[row] ?? 0) > 0 && !hasInside ? 1 : 0;
  }
  return folds;
}

function unrolledAt(state: DiffViewState, row: number): DiffViewState {
  const { model, rows } = state;
  const at = rowOfSpan(rows, row);
  let length = rows.runLengths[at] ?? 0;
  if (length === 0) return state;
  const unrolled = new Set(state.unrolled);
  for (let next = row; length > 0; next += 1 + (model.descendants[next] ?? 0), length -= 1) {
    unrolled.add(rowKey(model.columns, next));
  }
  return shown({ ...state, unrolled });
}

function revealed(state: DiffViewState, row: number): DiffViewState {
  const { model } = state;
  const filter = passes(model.columns, row, state.filter) ? state.filter : 'all';
  const folds = revealing(model, state.folds, row);
  const open =
    folds === state.folds && filter === state.filter ? state : shown({ ...state, folds, filter });
  if (rowOfSpan(open.rows, row) >= 0) return open;
  const line = open.rows.spans[nearestRow(open.rows, row)];
  return line === undefined ? open : unrolledAt(open, line);
}

/** Nothing opens or closes under the reader's eyes: what was there stays as it was. */
function loaded(state: DiffViewState, model: DiffModel): DiffViewState {
  if (!state.isTouched) return initialDiffView(model);
  const { model: before } = state;
  const find = rowFinder(model, before);
  const folds = openToChanges(model);
  const unrolled = new Set<number>();
  for (let old = 0; old < before.count; old += 1) {
    const row = find(old);
    if (row < 0) continue;
    const hadBelow = (before.descendants[old] ?? 0) > 0;
    if (hadBelow && (model.descendants[row] ?? 0) > 0) folds[row] = state.folds[old] ?? 0;
    if (state.unrolled.has(rowKey(before.columns, old))) unrolled.add(rowKey(model.columns, row));
  }
  state.rows.spans.forEach((old, at) => {
    const row = state.rows.runLengths[at] === 0 ? find(old) : -1;
    if (row >= 0) unrolled.add(rowKey(model.columns, row));
  });
  const filter = isTurned(model, before) ? turned[state.filter] : state.filter;
  return shown({ ...state, model, folds, unrolled, filter });
}

/** What shows the same rows once the sides were swapped. */
const turned: Readonly<Record<RowFilter, RowFilter>> = {
  all: 'all',
  changed: 'changed',
  onlyA: 'onlyB',
  onlyB: 'onlyA',
};
