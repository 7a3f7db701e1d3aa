import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { LinkedTraces } from '@contract/columns';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { useEngine, useEngineEvent } from '../../../lib/engine-queries';
import { isAnyShown } from '../model/linked-traces';
import { StepReader } from './step-reader';
import { outerSteps, type Step } from './steps';

/** Steps are read in groups of about a screenful, so that scrolling seldom waits. */
const GROUP_STEPS = 20;

export interface StepContents {
  /** Null while it is being read, or where the span is gone. */
  readonly of: (step: Step) => SpanView | null;
  /** Why some of it could not be read; '' else. */
  readonly problem: string;
}

/**
 * What the steps `first` to `last` of a list say, and those around them. Each is kept by itself:
 * folding and growing shift the others in the list, and yet none is read again.
 */
export function useStepContents(
  traceId: TraceId,
  traceKey: StoreKey,
  linked: LinkedTraces,
  steps: readonly Step[],
  first: number,
  last: number,
): StepContents {
  const client = useEngine();
  const cache = useQueryClient();
  const reader = useMemo(() => new StepReader(client, traceId), [client, traceId]);
  useEngineEvent('traces.facetsChanged', ({ keys }) => {
    if (isAnyShown(keys, traceKey, linked)) {
      void cache.invalidateQueries({ queryKey: ['trace.steps'] });
    }
  });
  const from = Math.floor(Math.max(0, first) / GROUP_STEPS) * GROUP_STEPS;
  const to = (Math.floor(Math.max(0, last) / GROUP_STEPS) + 1) * GROUP_STEPS;
  const queries = useMemo(() => {
    const inSight = steps.slice(from, to);
    const wanted = new Set(inSight.flatMap((step) => [step, ...outerSteps(step)]));
    return [...wanted].map(({ key }) => ({
      queryKey: ['trace.steps', traceId, key],
      queryFn: () => reader.read(key),
    }));
  }, [reader, traceId, steps, from, to]);
  const results = useQueries({ queries });
  const views = new Map<StoreKey, SpanView>();
  let problem = '';
  for (const { data, error } of results) {
    if (data !== undefined) views.set(data.key, data);
    if (error !== null) problem = error.message;
  }
  return { of: ({ key }) => views.get(key) ?? null, problem };
}
