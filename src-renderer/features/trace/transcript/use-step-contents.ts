import { keepPreviousData, useQueries, useQueryClient } from '@tanstack/react-query';

import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { engineKey, useEngine, useEngineEvent } from '../../../lib/engine-queries';
import type { Step } from './steps';

/** Steps whose content is read at once: about a screenful. */
const PAGE_STEPS = 20;
/** Longer texts are cut; the inspector has them in full. */
export const MAX_TEXT_LENGTH = 20_000;

export interface StepContents {
  /** Null while it is being read, or where the span is gone. */
  readonly of: (step: Step) => SpanView | null;
  /** Why some of it could not be read; '' else. */
  readonly problem: string;
}

/**
 * What the steps `first` to `last` of a list say, in pages of whole screens, so that a growing
 * trace reads only its end again.
 */
export function useStepContents(
  traceId: TraceId,
  traceKey: StoreKey,
  steps: readonly Step[],
  first: number,
  last: number,
): StepContents {
  const client = useEngine();
  const cache = useQueryClient();
  useEngineEvent('traces.facetsChanged', ({ keys }) => {
    if (keys === null || keys.includes(traceKey)) {
      void cache.invalidateQueries({ queryKey: ['trace.steps'] });
    }
  });
  const from = Math.floor(Math.max(0, first) / PAGE_STEPS);
  const to = Math.floor(Math.max(0, Math.min(last, steps.length - 1)) / PAGE_STEPS);
  const pages = steps.length === 0 ? [] : range(from, to);
  const results = useQueries({
    queries: pages.map((page) => {
      const params = {
        traceId,
        spanKeys: steps.slice(page * PAGE_STEPS, (page + 1) * PAGE_STEPS).map(({ key }) => key),
        maxTextLength: MAX_TEXT_LENGTH,
      };
      return {
        queryKey: engineKey('trace.steps', params),
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          client.call('trace.steps', params, signal),
        // The last page grows with the trace: what it had stays until the rest is there.
        placeholderData: keepPreviousData,
      };
    }),
  });
  const views = new Map<StoreKey, SpanView>();
  let problem = '';
  for (const { data, error } of results) {
    for (const view of data ?? []) views.set(view.key, view);
    if (error !== null) problem = error.message;
  }
  return { of: ({ key }) => views.get(key) ?? null, problem };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
