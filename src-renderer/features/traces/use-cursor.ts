import { useEffect, useRef, type RefObject } from 'react';

import { initialList, useListStore, type ListCursor } from './list-store';
import type { TraceListState, TraceWindowCache } from './model/trace-window-cache';
import type { TraceListHandle } from './trace-list';

export interface CursorControl {
  readonly cursor: number;
  /** Moves within the list and into sight; returns where it came to. */
  readonly moveTo: (index: number) => number;
  /**
   * Where the cursor goes once the given traces are deleted: to the next row that stays, else
   * to the one before; null where it stays. Asked for while they are still in the list.
   */
  readonly placeWithout: (keys: ReadonlySet<number>) => ListCursor | null;
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
    placeWithout: (keys) => {
      const key = cache.rowAt(cursor)?.key;
      if (key === undefined || !keys.has(key)) return null;
      return stayingRow(cache, keys, cursor, 1) ?? stayingRow(cache, keys, cursor, -1);
    },
  };
}

/**
 * Keys act on what is seen: where another query puts the cursor's trace out of sight, the cursor
 * goes to the top with the reader.
 */
export function useCursorInSight(
  state: TraceListState,
  cursor: number,
  list: RefObject<TraceListHandle | null>,
): void {
  const shownQuery = state.isStale ? null : JSON.stringify(state.query);
  const lastQuery = useRef(shownQuery);
  useEffect(() => {
    if (shownQuery === null || shownQuery === lastQuery.current) return;
    lastQuery.current = shownQuery;
    const isInSight = cursor <= (list.current?.pageRows() ?? 0);
    if (!isInSight) useListStore.setState({ cursor: initialList.cursor });
  }, [shownQuery, cursor, list]);
}

/** The nearest known row in a direction that is none of the given traces. */
function stayingRow(
  cache: TraceWindowCache,
  keys: ReadonlySet<number>,
  from: number,
  direction: -1 | 1,
): ListCursor | null {
  for (let index = from + direction; ; index += direction) {
    const row = cache.rowAt(index);
    if (row === null) return null;
    if (!keys.has(row.key)) return { index, key: row.key };
  }
}
