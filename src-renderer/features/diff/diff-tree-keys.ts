import type { RefObject } from 'react';

import { useCommands } from '../../lib/keyboard';
import { nearestRow, siblingRow } from '../../lib/visible-rows';
import { panBy, widthOf, zoomAt } from '../../ui/timeline/time-window';
import type { WindowStore } from '../../ui/timeline/window-store';
import type { DiffViewAction, DiffViewState } from './model/diff-view-state';
import type { DiffTreeHandle } from './tree/diff-tree';

const ZOOM_STEP = 1.6;
/** Of what is shown, a key press pans this much. */
const PAN_SHARE = 0.25;

export interface DiffCommandContext {
  readonly view: DiffViewState;
  readonly dispatch: (action: DiffViewAction) => void;
  readonly store: WindowStore;
  readonly selected: number;
  /** Selects on the way to elsewhere. */
  readonly passTo: (row: number) => void;
  readonly tree: RefObject<DiffTreeHandle | null>;
}

/** Keys of the tree and of its time axis, while it is shown. */
export function DiffTreeKeys(context: DiffCommandContext): null {
  const { view, dispatch, store, selected, passTo, tree } = context;
  const { rows, folds, model } = view;
  const place = nearestRow(rows, selected);
  const row = rows.spans[place] ?? -1;
  const isRun = (rows.runLengths[place] ?? 0) > 0;
  const hasChildren = !isRun && (model.descendants[row] ?? 0) > 0;
  const isFolded = folds[row] === 1;

  const toPlace = (to: number): boolean => {
    const target = rows.spans[Math.max(0, Math.min(rows.count - 1, to))];
    if (target === undefined) return false;
    passTo(target);
    return true;
  };
  const toSibling = (direction: -1 | 1): boolean => {
    const sibling = siblingRow(rows, place, direction);
    return sibling >= 0 && toPlace(sibling);
  };
  const toggle = (): void => {
    if (isRun) dispatch({ type: 'unroll', row });
    else dispatch({ type: 'fold', row, fold: !isFolded });
  };
  const pageRows = (): number => tree.current?.pageRows() ?? 1;
  const zoom = (factor: number): void => {
    const window = store.get();
    store.set(zoomAt(window, store.limits, window.fromNs + widthOf(window) / 2, factor));
  };
  const pan = (share: number): void => store.set(panBy(store.get(), store.limits, share));
  useCommands({
    'row.next': () => toPlace(place + 1),
    'row.previous': () => toPlace(place - 1),
    'row.nextPage': () => toPlace(place + pageRows()),
    'row.previousPage': () => toPlace(place - pageRows()),
    'row.first': () => toPlace(0),
    'row.last': () => toPlace(rows.count - 1),
    'tree.previousSibling': () => toSibling(-1),
    'tree.nextSibling': () => toSibling(1),
    'tree.collapse': () => {
      if (hasChildren && !isFolded) dispatch({ type: 'fold', row, fold: true });
      else {
        const parent = rows.parents[place] ?? -1;
        if (parent >= 0) toPlace(parent);
      }
    },
    'tree.expand': () => {
      if (isRun || isFolded) toggle();
      else if (hasChildren && (rows.parents[place + 1] ?? -1) === place) toPlace(place + 1);
    },
    'tree.toggle': toggle,
    'tree.toggleAll': () => {
      if (isRun) dispatch({ type: 'unroll', row });
      else dispatch({ type: 'foldSubtree', row, fold: !isFolded });
    },
    'tree.expandAll': () => dispatch({ type: 'foldAll', fold: false }),
    'tree.collapseAll': () => dispatch({ type: 'foldAll', fold: true }),
    'trace.zoomIn': () => zoom(ZOOM_STEP),
    'trace.zoomOut': () => zoom(1 / ZOOM_STEP),
    'trace.panEarlier': () => pan(-PAN_SHARE),
    'trace.panLater': () => pan(PAN_SHARE),
    'trace.zoomFit': () => store.set(store.limits),
  });
  return null;
}
