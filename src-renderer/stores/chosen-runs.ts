import { create } from 'zustand';

import { MAX_GROUP_RUNS } from '@contract/groups';
import type { TraceId } from '@domain/units';

interface ChosenRuns {
  readonly good: readonly TraceId[];
  readonly bad: readonly TraceId[];
}

export const noChosenRuns: ChosenRuns = { good: [], bad: [] };

/** Runs picked in the list to be compared as groups; outlives the page, as ticks do. */
export const useChosenRuns = create<ChosenRuns>(() => noChosenRuns);

/**
 * Adds runs to a side, and takes them from the other. More than a set may have are left out.
 * @returns how many were
 */
export function addChosenRuns(side: 'good' | 'bad', traceIds: readonly TraceId[]): number {
  const chosen = useChosenRuns.getState();
  const all = [...new Set([...chosen[side], ...traceIds])];
  const added = all.slice(0, MAX_GROUP_RUNS);
  const isAdded = new Set(added);
  const other = side === 'good' ? 'bad' : 'good';
  useChosenRuns.setState({
    [side]: added,
    [other]: chosen[other].filter((traceId) => !isAdded.has(traceId)),
  });
  return all.length - added.length;
}
