import { useEffect, useState } from 'react';

import type { RunGraph } from '@domain/facets/run-graph';

import { startWorker } from '../../../lib/worker-url';
import type { GraphLayout, LayoutRequest } from './layout-graph';
// Its address, made by the bundler; the lint knows the file alone.
// oxlint-disable-next-line import/default
import workerUrl from './layout.worker?worker&url';

interface LaidOut {
  readonly graph: RunGraph;
  readonly layout: GraphLayout;
}

export interface LayoutState {
  /** The last graph that is laid out; null before the first one is. */
  readonly laidOut: LaidOut | null;
  readonly problem: string;
  readonly retry: () => void;
}

/** Lays a graph out in a worker; while a new one is being laid out the last one stays. */
export function useLayout(graph: RunGraph | undefined): LayoutState {
  const [state, setState] = useState<Omit<LayoutState, 'retry'>>({ laidOut: null, problem: '' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (graph === undefined) return undefined;
    const worker = startWorker(workerUrl, `graph layout ${attempt}`);
    worker.addEventListener('message', ({ data }: MessageEvent<GraphLayout>) => {
      setState({ laidOut: { graph, layout: data }, problem: '' });
      worker.terminate();
    });
    worker.addEventListener('error', ({ message }) => {
      setState((last) => ({ ...last, problem: message || 'the layout stopped' }));
    });
    const request: LayoutRequest = {
      nodes: graph.nodes.map(({ id, firstStartNs, callCount }) => ({
        id,
        firstStartNs,
        callCount,
      })),
      edges: graph.edges.map(({ from, to, type }) => ({ from, to, type })),
    };
    worker.postMessage(request);
    return () => worker.terminate();
  }, [graph, attempt]);
  return { ...state, retry: () => setAttempt(attempt + 1) };
}
