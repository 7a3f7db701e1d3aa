import { useEffect, useMemo, useState } from 'react';

import type { StoreKey } from '@contract/traces';
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
  /** Share of the steps that have been looked through; null when all have been. */
  readonly progress: number | null;
}

interface Search {
  readonly wanted: string;
  /** Steps are known by key: while the run goes on, others come to stand between them. */
  readonly keys: ReadonlySet<StoreKey>;
  readonly progress: number | null;
}

const noSearch: Search = { wanted: '', keys: new Set(), progress: null };

/** Looks through all that steps say, also of those that are not in sight; newest search wins. */
export function useFindSteps(traceId: TraceId, steps: readonly Step[], find: string): FoundSteps {
  const client = useEngine();
  const [state, setState] = useState(noSearch);
  const wanted = find.trim().toLowerCase();
  useEffect(() => {
    if (wanted === '') return undefined;
    const abort = new AbortController();
    const search = async (): Promise<void> => {
      const keys = new Set<StoreKey>();
      for (let from = 0; from < steps.length; from += PAGE_STEPS) {
        const page = steps.slice(from, from + PAGE_STEPS);
        const views = await client.call(
          'trace.steps',
          { traceId, spanKeys: page.map(({ key }) => key), maxTextLength: MAX_TEXT_LENGTH },
          abort.signal,
        );
        if (abort.signal.aborted) return;
        for (const view of views) if (searchText(view).includes(wanted)) keys.add(view.key);
        setState({ wanted, keys: new Set(keys), progress: (from + page.length) / steps.length });
      }
      setState({ wanted, keys, progress: null });
    };
    const timer = setTimeout(() => {
      search().catch(() => {
        if (!abort.signal.aborted) setState((last) => ({ ...last, wanted, progress: null }));
      });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, traceId, steps, wanted]);
  const found = useMemo(
    () => steps.filter(({ key }) => state.keys.has(key)).map(({ at }) => at),
    [steps, state.keys],
  );
  if (wanted === '') return { found: [], progress: null };
  return state.wanted === wanted ? { found, progress: state.progress } : { found: [], progress: 0 };
}
