import { useEffect, useState } from 'react';

import type { TraceId } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import { searchText } from './step-text';
import type { Step } from './steps';

const PAGE_STEPS = 50;
const TYPING_MS = 200;
const MAX_TEXT_LENGTH = 200_000;

export interface FoundSteps {
  /** Positions in the list of steps, ascending. */
  readonly found: readonly number[];
  /** Steps that have been looked through, while that goes on; null when it is done. */
  readonly progress: number | null;
}

const nothing: FoundSteps = { found: [], progress: null };

/** Looks through all that steps say, also of those that are not in sight; newest search wins. */
export function useFindSteps(traceId: TraceId, steps: readonly Step[], find: string): FoundSteps {
  const client = useEngine();
  const [state, setState] = useState<FoundSteps & { readonly wanted: string }>({
    ...nothing,
    wanted: '',
  });
  const wanted = find.trim().toLowerCase();
  useEffect(() => {
    if (wanted === '') return undefined;
    const abort = new AbortController();
    const search = async (): Promise<void> => {
      const found: number[] = [];
      for (let from = 0; from < steps.length; from += PAGE_STEPS) {
        const page = steps.slice(from, from + PAGE_STEPS);
        const views = await client.call(
          'trace.steps',
          { traceId, spanKeys: page.map(({ key }) => key), maxTextLength: MAX_TEXT_LENGTH },
          abort.signal,
        );
        const matching = new Set(
          views.filter((view) => searchText(view).includes(wanted)).map(({ key }) => key),
        );
        page.forEach(({ key }, at) => {
          if (matching.has(key)) found.push(from + at);
        });
        if (abort.signal.aborted) return;
        setState({ wanted, found: [...found], progress: from + page.length });
      }
      setState({ wanted, found, progress: null });
    };
    const timer = setTimeout(() => {
      search().catch(() => {
        if (!abort.signal.aborted) setState((last) => ({ ...last, progress: null }));
      });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, traceId, steps, wanted]);
  if (wanted === '') return nothing;
  return state.wanted === wanted ? state : { found: [], progress: 0 };
}
