/**
 * What the reader did to a trace: folds, hidden kinds. A reducer, so that a table that is
 * read again (a running trace) takes over all of it in one step.
 */
import type { SpanIndex } from '@domain/units';

import { BarPieces } from './bar-pieces';
import {
  allFolded,
  carryFolds,
  revealing,
  unfolded,
  withFold,
  withSubtreeFold,
  type Folds,
} from '../../../lib/folds';
import type { TraceModel } from './trace-model';
import { computeVisibleRows, type VisibleRows } from '../../../lib/visible-rows';

export interface ViewState {
  readonly model: TraceModel;
  readonly pieces: BarPieces;
  readonly folds: Folds;
  /** A bit for each hidden category number. */
  readonly hiddenCategories: number;
  /** A byte for each span, 1 where it is shown; null for all of them. */
  readonly only: Uint8Array | null;
  readonly rows: VisibleRows;
}

export type ViewAction =
  | { readonly type: 'load'; readonly model: TraceModel }
  | { readonly type: 'fold'; readonly span: SpanIndex; readonly fold: boolean }
  | { readonly type: 'foldSubtree'; readonly span: SpanIndex; readonly fold: boolean }
  | { readonly type: 'foldAll'; readonly fold: boolean }
  /** Unfolds what is above a span and shows its kind. */
  | { readonly type: 'reveal'; readonly span: SpanIndex }
  | { readonly type: 'toggleCategory'; readonly category: number }
  | { readonly type: 'showAllCategories' }
  /** A byte for each span, 1 where it is shown; null shows all again. */
  | { readonly type: 'showOnly'; readonly only: Uint8Array | null };

export function initialView(model: TraceModel): ViewState {
  const folds = unfolded(model.table);
  return {
    model,
    pieces: new BarPieces(model),
    folds,
    hiddenCategories: 0,
    only: null,
    rows: computeVisibleRows(model.table, folds),
  };
}

export function reduceView(state: ViewState, action: ViewAction): ViewState {
  const { model, folds, hiddenCategories } = state;
  const { table } = model;
  switch (action.type) {
    case 'load':
      return loaded(state, action.model);
    case 'fold':
      return shown(state, withFold(table, folds, action.span, action.fold), hiddenCategories);
    case 'foldSubtree':
      return shown(
        state,
        withSubtreeFold(table, folds, action.span, action.fold),
        hiddenCategories,
      );
    case 'foldAll':
      return shown(state, action.fold ? allFolded(table) : unfolded(table), hiddenCategories);
    case 'reveal': {
      const category = table.categories[action.span] ?? 0;
      return shown(
        state,
        revealing(table, folds, action.span),
        hiddenCategories & ~(1 << category),
        state.only?.[action.span] === 0 ? null : state.only,
      );
    }
    case 'toggleCategory':
      return shown(state, folds, hiddenCategories ^ (1 << action.category));
    case 'showAllCategories':
      return shown(state, folds, 0);
    case 'showOnly':
      return shown(state, folds, hiddenCategories, action.only);
  }
}

function shown(
  state: ViewState,
  folds: Folds,
  hiddenCategories: number,
  only = state.only,
): ViewState {
  const isSame =
    folds === state.folds && hiddenCategories === state.hiddenCategories && only === state.only;
  if (isSame) return state;
  const rows = computeVisibleRows(state.model.table, folds, hiddenCategories, only);
  return { ...state, folds, hiddenCategories, only, rows };
}

function loaded(state: ViewState, model: TraceModel): ViewState {
  if (model === state.model) return state;
  const folds = carryFolds(state.model.table, state.folds, model.table, model.ids);
  return {
    model,
    pieces: new BarPieces(model),
    folds,
    hiddenCategories: state.hiddenCategories,
    only: state.only,
    rows: computeVisibleRows(model.table, folds, state.hiddenCategories, state.only),
  };
}
