import { useMemo } from 'react';

import type { TraceRow } from '@contract/traces';

import { useNow } from '../../lib/now';
import { useStandings, type Standing } from '../baseline';
import type { TraceListState, TraceWindowCache } from './model/trace-window-cache';

/** Where the traces in sight stand against their baselines; others are not compared. */
export function useShownStandings(
  cache: TraceWindowCache,
  { status, version }: TraceListState,
  range: { readonly first: number; readonly last: number },
  hasBaseline: boolean,
): (trace: TraceRow) => Standing | null {
  const nowMs = useNow();
  const { first, last } = range;
  const isShown = hasBaseline && status !== 'loading';
  const rows = useMemo(
    () => (isShown ? rowsBetween(cache, first, last) : []),
    // Rows are others in another version of the list, and a run may be over as time passes.
    // oxlint-disable-next-line react/exhaustive-deps
    [cache, first, last, isShown, version, nowMs],
  );
  return useStandings(rows);
}

function rowsBetween(cache: TraceWindowCache, first: number, last: number): readonly TraceRow[] {
  const rows: TraceRow[] = [];
  for (let index = first; index <= last; index++) {
    const row = cache.rowAt(index);
    if (row !== null) rows.push(row);
  }
  return rows;
}
