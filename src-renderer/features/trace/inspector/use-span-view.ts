import { useQueryClient } from '@tanstack/react-query';

import type { LinkedTraces } from '@contract/columns';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { InspectorTab } from '@domain/route';

import { useEngineEvent, useEngineQuery } from '../../../lib/engine-queries';
import { isAnyShown } from '../model/linked-traces';
import { summarise } from './content/content-summary';

export interface SpanViewSource {
  /** While the next span is read, still the one before; null before the first. */
  readonly view: SpanView | null;
  /** Why it could not be read; '' else. */
  readonly problem: string;
}

/** What a span means, read again when that of its trace was found out anew. */
export function useSpanView(
  traceKey: StoreKey,
  linked: LinkedTraces,
  spanKey: StoreKey,
): SpanViewSource {
  const query = useEngineQuery(
    'trace.spanView',
    { spanKey },
    { enabled: spanKey > 0, keepPrevious: true },
  );
  const cache = useQueryClient();
  useEngineEvent('traces.facetsChanged', ({ keys }) => {
    if (!isAnyShown(keys, traceKey, linked)) return;
    void cache.invalidateQueries({ queryKey: ['trace.spanView'] }, { cancelRefetch: false });
  });
  return { view: query.data ?? null, problem: query.error?.message ?? '' };
}

/** The tab a span opens with: what it said where it said something, else what was sent. */
export function defaultTab(view: SpanView | null): InspectorTab {
  return view !== null && summarise(view).hasContent ? 'content' : 'attributes';
}
