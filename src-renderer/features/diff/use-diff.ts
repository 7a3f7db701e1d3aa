import { useEffect, useReducer, useRef } from 'react';

import type { ContractError } from '@contract/errors';
import type { TraceId } from '@domain/units';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { RestedReader } from '../../lib/rested-reader';
import type { UserPairs } from '../../stores/chosen-pairs';
import { DiffBuilder } from './model/diff-builder';
import { buildDiffModel, type DiffModel } from './model/diff-model';

export type DiffState =
  | { readonly status: 'loading' }
  /** One of the traces is not in the store. */
  | { readonly status: 'missing'; readonly message: string }
  | { readonly status: 'error'; readonly message: string }
  | {
      readonly status: 'ready';
      readonly model: DiffModel;
      /** Why the newest read failed, while the one before is shown; '' else. */
      readonly problem: string;
    };

type Step =
  | { readonly type: 'read'; readonly model: DiffModel }
  | { readonly type: 'failed'; readonly error: ContractError }
  | { readonly type: 'waiting' };

export interface DiffSource {
  readonly state: DiffState;
  readonly retry: () => void;
}

/** Two traces aligned, read again as their spans arrive and are understood. */
export function useDiff(a: TraceId, b: TraceId, pairs: UserPairs): DiffSource {
  const client = useEngine();
  const [state, dispatch] = useReducer(reduce, { status: 'loading' });
  const reader = useRef<RestedReader>(null);
  const newest = useRef(pairs);
  useEffect(() => {
    let keys: readonly number[] = [];
    const current = new RestedReader((signal) =>
      readDiff(client, { a, b, ...newest.current }, signal, (step) => {
        if (step.type === 'read') keys = [step.model.header.a.key, step.model.header.b.key];
        dispatch(step);
      }),
    );
    reader.current = current;
    current.readNow();
    // Changed keys are null for many; a trace that is not there may be any of them.
    const onChange = (changed: { readonly keys: readonly number[] | null }): void => {
      const isMeant =
        changed.keys === null ||
        keys.length === 0 ||
        keys.some((key) => changed.keys?.includes(key) === true);
      if (isMeant) current.readSoon();
    };
    const stops = [
      client.on('traces.changed', onChange),
      client.on('traces.facetsChanged', onChange),
      client.onResync(() => current.readNow()),
    ];
    return () => {
      for (const stop of stops) stop();
      current.dispose();
    };
  }, [client, a, b]);
  useEffect(() => {
    if (newest.current === pairs) return;
    newest.current = pairs;
    reader.current?.readNow();
  }, [pairs]);
  return {
    state,
    retry: () => {
      dispatch({ type: 'waiting' });
      reader.current?.readNow();
    },
  };
}

interface DiffParams extends UserPairs {
  readonly a: TraceId;
  readonly b: TraceId;
}

async function readDiff(
  client: EngineClient,
  { a, b, pinned, broken }: DiffParams,
  signal: AbortSignal,
  dispatch: (step: Step) => void,
): Promise<void> {
  const builder = new DiffBuilder();
  const startMs = performance.now();
  try {
    const params = { a, b, pinned, broken };
    await client.stream('diff.open', params, (chunk) => builder.add(chunk), signal);
    if (signal.aborted) return;
    performance.measure('diff.open', { start: startMs });
    dispatch({ type: 'read', model: buildDiffModel(builder.finish()) });
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'failed', error: error as ContractError });
  }
}

function reduce(state: DiffState, step: Step): DiffState {
  switch (step.type) {
    case 'read':
      return { status: 'ready', model: step.model, problem: '' };
    case 'waiting':
      return state.status === 'ready' ? state : { status: 'loading' };
    case 'failed': {
      const { code, message } = step.error;
      if (code === 'not_found') return { status: 'missing', message };
      if (code === 'cancelled') return state;
      return state.status === 'ready'
        ? { ...state, problem: message }
        : { status: 'error', message };
    }
  }
}
