import { create } from 'zustand';

import type { TraceId } from '@domain/units';

interface ChosenRuns {
  readonly good: readonly TraceId[];
  readonly bad: readonly TraceId[];
}

export const noChosenRuns: ChosenRuns = { good: [], bad: [] };

/** Runs picked in the list to be compared as groups; outlives the page, as ticks do. */
export const useChosenRuns = create<ChosenRuns>(() => noChosenRuns);

/** Adds runs to a side, and takes them from the other. */
export function addChosenRuns(side: 'good' | 'bad', traceIds: readonly TraceId[]): void {
  useChosenRuns.setState((chosen) => {
    const added = new Set(traceIds);
    const other = side === 'good' ? 'bad' : 'good';
    return {
      [side]: [...new Set([...chosen[side], ...traceIds])],
      [other]: chosen[other].filter((traceId) => !added.has(traceId)),
    };
  });
}
