import { useEffect, useState, useSyncExternalStore } from 'react';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine, useEngineEvent } from '../../lib/engine-queries';
import {
  TraceWindowCache,
  type TraceListQuery,
  type TraceListState,
} from './model/trace-window-cache';

/** Between two reads of a list that changes all the time. */
const REFRESH_GAP_MS = 250;
/** How long a new row is tinted. */
const TINT_MS = 1000;

const caches = new WeakMap<EngineClient, TraceWindowCache>();

/** The rows as they were left, so that going back shows them at once. */
function cacheOf(client: EngineClient, query: TraceListQuery): TraceWindowCache {
  const kept = caches.get(client);
  if (kept !== undefined) return kept;
  const cache = new TraceWindowCache(
    (params, signal) => client.call('traces.window', params, signal),
    query,
  );
  caches.set(client, cache);
  return cache;
}

export interface TraceListSource {
  readonly cache: TraceWindowCache;
  readonly state: TraceListState;
}

/** The traces of a query, kept fresh by the engine's events while the page is shown. */
export function useTraceList({ text, sort, project }: TraceListQuery): TraceListSource {
  const client = useEngine();
  const [cache] = useState(() => cacheOf(client, { text, sort, project }));
  const state = useSyncExternalStore(cache.subscribe, cache.getState);

  const { key, descending } = sort;
  useEffect(() => {
    cache.setQuery({ text, sort: { key, descending }, project });
  }, [cache, text, key, descending, project]);

  const [refreshSoon] = useState(() => spaced(() => cache.refresh(), REFRESH_GAP_MS));
  useEffect(() => {
    refreshSoon();
    return client.onResync(refreshSoon);
  }, [client, refreshSoon]);
  useEngineEvent('traces.changed', refreshSoon);
  useEngineEvent('traces.facetsChanged', refreshSoon);
  useEngineEvent('traces.annotated', refreshSoon);

  const { seenKey } = state;
  useEffect(() => {
    if (seenKey === Infinity) return undefined;
    // Later arrivals begin their own time when this one is over.
    const { snapshot } = cache.getState();
    const timer = setTimeout(() => cache.markSeen(snapshot), TINT_MS);
    return () => clearTimeout(timer);
  }, [cache, seenKey]);
  return { cache, state };
}

/** Runs a task at once, then not before `gapMs` have passed; calls in between make one more run. */
function spaced(task: () => Promise<void>, gapMs: number): () => void {
  let isResting = false;
  let again = false;
  const run = (): void => {
    if (isResting) {
      again = true;
      return;
    }
    isResting = true;
    void task().finally(() => {
      setTimeout(() => {
        isResting = false;
        if (again) {
          again = false;
          run();
        }
      }, gapMs);
    });
  };
  return run;
}
