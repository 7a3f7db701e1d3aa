import { useEffect, useRef, useState } from 'react';

import type { LinkedTraces } from '@contract/columns';
import { ContractError } from '@contract/errors';
import type { StoreKey } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../lib/engine-queries';
import { FacetColumnsBuilder, type LoadedFacets } from './model/facet-columns-builder';
import { isAnyShown } from './model/linked-traces';
import { RestedReader } from '../../lib/rested-reader';

export interface FacetSource {
  /** Null until they have been read. */
  readonly facets: LoadedFacets | null;
  /** Why the newest read failed; '' else. */
  readonly problem: string;
}

const nothing: FacetSource = { facets: null, problem: '' };

/**
 * What the spans of a trace mean, read again when it was found out anew; the spans themselves
 * are not. Nothing until the trace's key is known.
 */
export function useFacets(
  traceId: TraceId,
  traceKey: StoreKey | null,
  linked: LinkedTraces,
): FacetSource {
  const client = useEngine();
  const [source, setSource] = useState(nothing);
  // The same traces come as a new list with each read.
  const linkedKeys = linked.traces.map(({ key }) => key).join(' ');
  const shown = useRef(linked);
  useEffect(() => {
    shown.current = linked;
  });
  const current = useRef<RestedReader>(null);
  useEffect(() => {
    if (traceKey === null) return undefined;
    const reader = new RestedReader(async (signal) => {
      const builder = new FacetColumnsBuilder();
      try {
        await client.stream('trace.facets', { traceId }, (chunk) => builder.add(chunk), signal);
        if (!signal.aborted) setSource({ facets: builder.finish(), problem: '' });
      } catch (error) {
        if (signal.aborted || (error instanceof ContractError && isQuiet(error))) return;
        const problem = error instanceof Error ? error.message : String(error);
        setSource(({ facets }) => ({ facets, problem }));
      }
    });
    current.current = reader;
    reader.readNow();
    const stops = [
      client.on('traces.facetsChanged', ({ keys }) => {
        if (isAnyShown(keys, traceKey, shown.current)) reader.readSoon();
      }),
      client.onResync(() => reader.readNow()),
    ];
    return () => {
      for (const stop of stops) stop();
      reader.dispose();
    };
  }, [client, traceId, traceKey]);
  useEffect(() => {
    if (linkedKeys !== '') current.current?.readSoon();
  }, [linkedKeys]);
  return source;
}

/** The trace has gone, or the engine has: others say so. */
function isQuiet({ code }: ContractError): boolean {
  return code === 'not_found' || code === 'cancelled' || code === 'unavailable';
}
