import { useEffect, type RefObject } from 'react';

import { useListStore } from './list-store';
import type { TraceListState, TraceWindowCache } from './model/trace-window-cache';
import type { TraceListHandle } from './trace-list';

export interface CursorControl {
  readonly cursor: number;
  /** Moves within the list and into sight; returns where it came to. */
  readonly moveTo: (index: number) => number;
}

/**
 * The row the keys act on. It stays with its trace while rows come in above it, and with
 * its place once the trace is gone.
 */
export function useCursor(
  cache: TraceWindowCache,
  state: TraceListState,
  list: RefObject<TraceListHandle | null>,
): CursorControl {
  const kept = useListStore((store) => store.cursor);
  const found = kept.key === null ? -1 : cache.indexOf(kept.key);
  const cursor = found >= 0 ? found : Math.min(kept.index, Math.max(0, state.total - 1));
  useEffect(() => {
    if (found >= 0) useListStore.setState({ cursor: { index: found, key: kept.key } });
  }, [found, kept.key]);
  return {
    cursor,
    moveTo: (index) => {
      const to = Math.max(0, Math.min(state.total - 1, index));
      useListStore.setState({ cursor: { index: to, key: cache.rowAt(to)?.key ?? null } });
      list.current?.scrollToRow(to);
      return to;
    },
  };
}
