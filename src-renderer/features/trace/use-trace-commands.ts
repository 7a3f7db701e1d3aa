import type { RefObject } from 'react';

import type { SpanIndex } from '@domain/units';

import { useCommands } from '../../lib/keyboard';
import { panBy, widthOf, zoomAt } from '../../ui/timeline/time-window';
import type { ViewAction, ViewState } from './model/view-state';
import { nearestRow, rowOfSpan, siblingRow } from '../../lib/visible-rows';
import { useViewPreferences } from './view-preferences';
import type { WaterfallHandle } from './waterfall/waterfall';
import type { WindowStore } from '../../ui/timeline/window-store';

const ZOOM_STEP = 1.6;
/** Of what is shown, a key press pans this much. */
const PAN_SHARE = 0.25;

export interface TraceCommandContext {
  readonly view: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  readonly store: WindowStore;
  readonly selected: SpanIndex;
  /** Selects on the way to elsewhere. */
  readonly passTo: (span: SpanIndex) => void;
  /** Selects a span wherever it is, unfolding what is above it. */
  readonly goTo: (span: SpanIndex) => void;
  readonly nextError: (direction: -1 | 1) => void;
  readonly waterfall: RefObject<WaterfallHandle | null>;
}

/** Keys of the tree and of the time axis. */
export function useTraceCommands(context: TraceCommandContext): void {
  const { view, dispatch, store, selected, passTo, waterfall } = context;
  const { rows, folds, model } = view;
  const { descendants } = model.table;
  const row = nearestRow(rows, selected);
  const span = rows.spans[row] ?? -1;

  const toRow = (to: number): boolean => {
    const target = rows.spans[Math.max(0, Math.min(rows.count - 1, to))];
    if (target === undefined) return false;
    passTo(target);
    return true;
  };
  const toSibling = (direction: -1 | 1): boolean => {
    const sibling = siblingRow(rows, row, direction);
    return sibling >= 0 && toRow(sibling);
  };
  const isFolded = folds[span] === 1;
  const hasChildren = (descendants[span] ?? 0) > 0;
  const pageRows = (): number => waterfall.current?.pageRows() ?? 1;
  const zoom = (factor: number): void => {
    const window = store.get();
    store.set(zoomAt(window, store.limits, focusNs(view, window, selected), factor));
  };
  const pan = (share: number): void => store.set(panBy(store.get(), store.limits, share));
  useCommands({
    'row.next': () => toRow(row + 1),
    'row.previous': () => toRow(row - 1),
    'row.nextPage': () => toRow(row + pageRows()),
    'row.previousPage': () => toRow(row - pageRows()),
    'row.first': () => toRow(0),
    'row.last': () => toRow(rows.count - 1),
    'tree.previousSibling': () => toSibling(-1),
    'tree.nextSibling': () => toSibling(1),
    'tree.collapse': () => {
      if (hasChildren && !isFolded) dispatch({ type: 'fold', span, fold: true });
      else {
        const parent = rows.parents[row] ?? -1;
        if (parent >= 0) toRow(parent);
      }
    },
    'tree.expand': () => {
      if (isFolded) dispatch({ type: 'fold', span, fold: false });
      else if (hasChildren && (rows.parents[row + 1] ?? -1) === row) toRow(row + 1);
    },
    'tree.toggle': () => dispatch({ type: 'fold', span, fold: !isFolded }),
    'tree.toggleAll': () => dispatch({ type: 'foldSubtree', span, fold: !isFolded }),
    'tree.expandAll': () => dispatch({ type: 'foldAll', fold: false }),
    'tree.collapseAll': () => dispatch({ type: 'foldAll', fold: true }),
    'trace.nextError': () => context.nextError(1),
    'trace.previousError': () => context.nextError(-1),
    'trace.criticalPath': () =>
      useViewPreferences.setState(({ showCritical }) => ({ showCritical: !showCritical })),
    'trace.zoomIn': () => zoom(ZOOM_STEP),
    'trace.zoomOut': () => zoom(1 / ZOOM_STEP),
    'trace.panEarlier': () => pan(-PAN_SHARE),
    'trace.panLater': () => pan(PAN_SHARE),
    'trace.zoomFit': () => store.set(panBy(store.limits, store.limits, 0)),
  });
}

/** What zooming with keys keeps in place: the selected span where it is in sight, else the middle. */
function focusNs(
  { model, rows }: ViewState,
  window: { readonly fromNs: number; readonly toNs: number },
  selected: SpanIndex,
): number {
  const startNs = model.table.startNs[selected] ?? 0;
  const endNs = model.endsNs[selected] ?? 0;
  const middle = window.fromNs + widthOf(window) / 2;
  if (rowOfSpan(rows, selected) < 0 || endNs < window.fromNs || startNs > window.toNs)
    return middle;
  const from = Math.max(startNs, window.fromNs);
  return (from + Math.min(endNs, window.toNs)) / 2;
}
