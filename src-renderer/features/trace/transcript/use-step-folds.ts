import { useCallback } from 'react';
import { create } from 'zustand';

import type { TraceId } from '@domain/units';

import { beginsFolded, type Step, type StepChoice } from './steps';

interface TranscriptState {
  /** Holds from trace to trace. */
  readonly choice: StepChoice;
  /** The trace whose steps were folded. */
  readonly traceId: TraceId | null;
  /** Steps the reader folded or unfolded, by key. */
  readonly folds: ReadonlyMap<number, boolean>;
  /** What all the others are; null as each kind of step begins. */
  readonly foldsAll: boolean | null;
}

const nothingFolded: Pick<TranscriptState, 'folds' | 'foldsAll'> = {
  folds: new Map(),
  foldsAll: null,
};

/** How the reader left the transcript; who comes back from a span finds it the same. */
export const useTranscriptState = create<TranscriptState>(() => ({
  choice: 'tools',
  traceId: null,
  ...nothingFolded,
}));

export interface StepFolds {
  readonly isFolded: (step: Step) => boolean;
  readonly set: (steps: readonly Step[], fold: boolean) => void;
  readonly setAll: (fold: boolean) => void;
}

/** Which steps of a trace are folded to one line. */
export function useStepFolds(traceId: TraceId): StepFolds {
  const { folds, foldsAll } = useTranscriptState((state) =>
    state.traceId === traceId ? state : nothingFolded,
  );
  const isFolded = useCallback(
    (step: Step): boolean => folds.get(step.key) ?? foldsAll ?? beginsFolded(step),
    [folds, foldsAll],
  );
  return {
    isFolded,
    set: (steps, fold) => {
      const next = new Map(folds);
      for (const { key } of steps) next.set(key, fold);
      useTranscriptState.setState({ traceId, folds: next, foldsAll });
    },
    setAll: (fold) => useTranscriptState.setState({ traceId, folds: new Map(), foldsAll: fold }),
  };
}
