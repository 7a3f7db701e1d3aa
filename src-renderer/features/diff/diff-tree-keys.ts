import type { RefObject } from 'react';

import { middleNs, useAxisKeys } from '../../ui/timeline/use-axis-keys';
import type { WindowStore } from '../../ui/timeline/window-store';
import { useTreeKeys } from '../../ui/tree/use-tree-keys';
import type { TreeHandle } from '../../ui/tree/use-tree-rows';
import type { DiffViewAction, DiffViewState } from './model/diff-view-state';

export interface DiffTreeKeysProps {
  readonly view: DiffViewState;
  readonly dispatch: (action: DiffViewAction) => void;
  readonly store: WindowStore;
  readonly selected: number;
  /** Selects on the way to elsewhere. */
  readonly passTo: (row: number) => void;
  readonly tree: RefObject<TreeHandle | null>;
}

/** Keys of the tree and of its time axis, while it is shown. */
export function DiffTreeKeys(props: DiffTreeKeysProps): null {
  const { view, dispatch, store, selected, passTo, tree } = props;
  const { rows, folds, model } = view;
  const isRun = (place: number): boolean => (rows.runLengths[place] ?? 0) > 0;
  // The line of a run is folded until its steps are shown, and then is no more.
  const unrollOr = (row: number, action: DiffViewAction): void => {
    dispatch(isRun(rows.spans.indexOf(row)) ? { type: 'unroll', row } : action);
  };
  useTreeKeys({
    rows,
    selected,
    passTo,
    pageRows: () => tree.current?.pageRows() ?? 1,
    isFolded: (place) => {
      const row = rows.spans[place] ?? -1;
      if (isRun(place)) return true;
      return (model.descendants[row] ?? 0) > 0 ? folds[row] === 1 : null;
    },
    fold: (row, fold) => unrollOr(row, { type: 'fold', row, fold }),
    foldSubtree: (row, fold) => unrollOr(row, { type: 'foldSubtree', row, fold }),
    foldAll: (fold) => dispatch({ type: 'foldAll', fold }),
  });
  useAxisKeys(store, middleNs);
  return null;
}
