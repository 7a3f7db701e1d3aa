import { useEffect, useReducer, useRef } from 'react';

import type { LinkedTraces } from '@contract/columns';
import type { ContractError } from '@contract/errors';
import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { SpanTableBuilder } from './model/span-table-builder';
import { buildTraceModel, type TraceModel } from './model/trace-model';
import { nothingLinked } from './model/linked-traces';
import { RestedReader } from '../../lib/rested-reader';

/** A larger trace is not read again only since a trace it links to may have come. */
const MAX_REREAD_SPANS = 10_000;

export type TraceState =
  | { readonly status: 'loading' }
  /** Not in the store: deleted, or not arrived yet. Read again when traces arrive. */
  | { readonly status: 'missing' }
  | { readonly status: 'error'; readonly message: string }
  | {
      readonly status: 'ready';
      readonly row: TraceRow;
      readonly model: TraceModel;
      /** Why the newest read failed, while the one before is shown; '' else. */
      readonly problem: string;
    };

type Step =
  | { readonly type: 'read'; readonly row: TraceRow; readonly model: TraceModel }
  | { readonly type: 'failed'; readonly error: ContractError }
  | { readonly type: 'waiting' };

export interface TraceSource {
  readonly state: TraceState;
  readonly retry: () => void;
}

/** A trace, read again as its spans arrive. */
export function useTrace(traceId: TraceId): TraceSource {
  const client = useEngine();
  const [state, dispatch] = useReducer(reduce, { status: 'loading' });
  const reader = useRef<RestedReader>(null);
  useEffect(() => {
    let read: {
      readonly key: number;
      readonly linked: LinkedTraces;
      readonly count: number;
    } | null = null;
    let newestKey = 0;
    /** Keys grow with arrival: a trace that is linked to may have come. */
    const isLinkFound = (keys: readonly number[]): boolean => {
      const newest = Math.max(newestKey, ...keys);
      const isNew = newest > newestKey;
      newestKey = newest;
      const { linked = nothingLinked, count = 0 } = read ?? {};
      return (
        (isNew && linked.missingCount > 0 && count <= MAX_REREAD_SPANS) ||
        linked.traces.some((trace) => keys.includes(trace.key))
      );
    };
    const current = new RestedReader((signal) =>
      readTrace(client, traceId, signal, (step) => {
        if (step.type === 'read') {
          const { row, model } = step;
          read = { key: row.key, linked: model.linked, count: model.table.count };
          newestKey = Math.max(newestKey, row.key, ...model.linked.traces.map(({ key }) => key));
        }
        dispatch(step);
      }),
    );
    reader.current = current;
    current.readNow();
    const stops = [
      // Keys are null for many; a trace that is not there may be any of them.
      client.on('traces.changed', ({ keys }) => {
        if (keys === null || read === null || keys.includes(read.key) || isLinkFound(keys)) {
          current.readSoon();
        }
      }),
      client.onResync(() => current.readNow()),
    ];
    return () => {
      for (const stop of stops) stop();
      current.dispose();
    };
  }, [client, traceId]);
  return {
    state,
    retry: () => {
      dispatch({ type: 'waiting' });
      reader.current?.readNow();
    },
  };
}

async function readTrace(
  client: EngineClient,
  traceId: TraceId,
  signal: AbortSignal,
  dispatch: (step: Step) => void,
): Promise<void> {
  const builder = new SpanTableBuilder();
  const startMs = performance.now();
  try {
    await client.stream('trace.open', { traceId }, (chunk) => builder.add(chunk), signal);
    if (signal.aborted) return;
    // Query and transfer, for the profiler and the benchmark.
    performance.measure('trace.open', { start: startMs });
    const { row, linked, table } = builder.finish();
    dispatch({ type: 'read', row, model: buildTraceModel(table, linked) });
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'failed', error: error as ContractError });
  }
}

function reduce(state: TraceState, step: Step): TraceState {
  switch (step.type) {
    case 'read':
      return { status: 'ready', row: step.row, model: step.model, problem: '' };
    case 'waiting':
      return state.status === 'ready' ? state : { status: 'loading' };
    case 'failed':
      if (step.error.code === 'not_found') return { status: 'missing' };
      if (step.error.code === 'cancelled') return state;
      return state.status === 'ready'
        ? { ...state, problem: step.error.message }
        : { status: 'error', message: step.error.message };
  }
}
