import { useEffect, useRef } from 'react';

import { useListStore } from './list-store';
import { noTicks, toggled, withTicks, type Ticks } from './model/selection';
import type { TraceWindowCache } from './model/trace-window-cache';

export interface TickControl {
  readonly ticks: Ticks;
  readonly toggle: (index: number) => void;
  /** Ticks a range (inclusive) beside what was ticked when its anchor was set. */
  readonly extend: (anchor: number, to: number) => void;
  readonly all: () => void;
  readonly clear: () => void;
}

/** Ticked traces, and the ways to tick them. */
export function useTicks(cache: TraceWindowCache): TickControl {
  const ticks = useListStore((store) => store.ticks);
  /** What was ticked before the range that is being extended. */
  const base = useRef<{ readonly anchor: number; readonly ticks: Ticks } | null>(null);
  const collecting = useRef<AbortController>(null);
  useEffect(() => () => collecting.current?.abort(), []);

  const set = (next: Ticks): void => {
    collecting.current?.abort();
    base.current = null;
    useListStore.setState({ ticks: next });
  };
  const addRange = async (before: Ticks, first: number, last: number): Promise<void> => {
    collecting.current?.abort();
    const abort = new AbortController();
    collecting.current = abort;
    try {
      const keys = await cache.keysBetween(first, last, abort.signal);
      if (!abort.signal.aborted) useListStore.setState({ ticks: withTicks(before, keys) });
    } catch {
      // The list shows why it cannot be read; what was ticked stays.
    }
  };
  return {
    ticks,
    toggle: (index) => {
      const row = cache.rowAt(index);
      if (row !== null) set(toggled(ticks, row.key));
    },
    extend: (anchor, to) => {
      if (base.current?.anchor !== anchor) base.current = { anchor, ticks };
      void addRange(base.current.ticks, Math.min(anchor, to), Math.max(anchor, to));
    },
    all: () => {
      base.current = null;
      void addRange(noTicks, 0, cache.getState().total - 1);
    },
    clear: () => set(noTicks),
  };
}
