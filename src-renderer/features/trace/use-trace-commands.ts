import type { RefObject } from 'react';

import type { SpanIndex } from '@domain/units';

import { useCommands } from '../../lib/keyboard';
import type { TimeWindow } from '../../ui/timeline/time-window';
import { middleNs, useAxisKeys } from '../../ui/timeline/use-axis-keys';
import { useTreeKeys } from '../../ui/tree/use-tree-keys';
import type { TreeHandle } from '../../ui/tree/use-tree-rows';
import type { ViewAction, ViewState } from './model/view-state';
import { rowOfSpan } from '../../lib/visible-rows';
import { useViewPreferences } from './view-preferences';
import type { WindowStore } from '../../ui/timeline/window-store';

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
  readonly waterfall: RefObject<TreeHandle | null>;
}

/** Keys of the tree and of the time axis. */
export function useTraceCommands(context: TraceCommandContext): void {
  const { view, dispatch, store, selected, passTo, waterfall } = context;
  const { rows, folds, model } = view;
  useTreeKeys({
    rows,
    selected,
    passTo,
    pageRows: () => waterfall.current?.pageRows() ?? 1,
    isFolded: (row) => {
      const span = rows.spans[row] ?? -1;
      return (model.table.descendants[span] ?? 0) > 0 ? folds[span] === 1 : null;
    },
    fold: (span, fold) => dispatch({ type: 'fold', span, fold }),
    foldSubtree: (span, fold) => dispatch({ type: 'foldSubtree', span, fold }),
    foldAll: (fold) => dispatch({ type: 'foldAll', fold }),
  });
  useAxisKeys(store, (window) => focusNs(view, window, selected));
  useCommands({
    'trace.nextError': () => context.nextError(1),
    'trace.previousError': () => context.nextError(-1),
    'trace.criticalPath': () =>
      useViewPreferences.setState(({ showCritical }) => ({ showCritical: !showCritical })),
  });
}

/** What zooming with keys keeps in place: the selected span where it is in sight, else the middle. */
function focusNs({ model, rows }: ViewState, window: TimeWindow, selected: SpanIndex): number {
  const startNs = model.table.startNs[selected] ?? 0;
  const endNs = model.endsNs[selected] ?? 0;
  if (rowOfSpan(rows, selected) < 0 || endNs < window.fromNs || startNs > window.toNs)
    return middleNs(window);
  const from = Math.max(startNs, window.fromNs);
  return (from + Math.min(endNs, window.toNs)) / 2;
}
