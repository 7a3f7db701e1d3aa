import { useEffect, useReducer, useRef } from 'react';

import type { ContractError } from '@contract/errors';
import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { SpanTableBuilder } from './model/span-table-builder';
import { buildTraceModel, type TraceModel } from './model/trace-model';

/** A trace that changes is read again this long after the last read, at the least... */
const MIN_GAP_MS = 400;
/** ...and for large ones not for more than a fifth of the time. */
const GAP_PER_READ = 4;

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
  const reader = useRef<TraceReader>(null);
  useEffect(() => {
    const current = new TraceReader(client, traceId, dispatch);
    reader.current = current;
    current.read();
    const stops = [
      client.on('traces.changed', ({ keys }) => current.onChange(keys)),
      client.onResync(() => current.read()),
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
      reader.current?.read();
    },
  };
}

/** Reads one trace over and over, one read at a time and with rests between. */
class TraceReader {
  readonly #client: EngineClient;
  readonly #traceId: TraceId;
  readonly #dispatch: (step: Step) => void;
  #key: number | null = null;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restUntilMs = 0;
  #isOutdated = false;

  constructor(client: EngineClient, traceId: TraceId, dispatch: (step: Step) => void) {
    this.#client = client;
    this.#traceId = traceId;
    this.#dispatch = dispatch;
  }

  /** `keys` as in the event: null for many. A trace that is not there may be any of them. */
  onChange(keys: readonly number[] | null): void {
    if (keys !== null && this.#key !== null && !keys.includes(this.#key)) return;
    this.#isOutdated = true;
    this.#schedule();
  }

  read(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#isOutdated = false;
    void this.#stream(abort);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #stream(abort: AbortController): Promise<void> {
    const builder = new SpanTableBuilder();
    const startMs = performance.now();
    try {
      const params = { traceId: this.#traceId };
      await this.#client.stream('trace.open', params, (chunk) => builder.add(chunk), abort.signal);
      if (abort.signal.aborted) return;
      // Query and transfer, for the profiler and the benchmark.
      performance.measure('trace.open', { start: startMs });
      const { row, table } = builder.finish();
      this.#key = row.key;
      this.#dispatch({ type: 'read', row, model: buildTraceModel(table) });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#dispatch({ type: 'failed', error: error as ContractError });
    }
    const nowMs = performance.now();
    this.#restUntilMs = nowMs + Math.max(MIN_GAP_MS, (nowMs - startMs) * GAP_PER_READ);
    this.#abort = null;
    if (this.#isOutdated) this.#schedule();
  }

  #schedule(): void {
    if (this.#abort !== null || this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#restUntilMs - performance.now());
    this.#timer = setTimeout(() => this.read(), waitMs);
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
