import { useEffect, useReducer, useRef } from 'react';

import type { ContractError } from '@contract/errors';
import type { MethodParams } from '@contract/methods';
import type { GroupsRoute, RunSet } from '@domain/route';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { RestedReader } from '../../lib/rested-reader';
import { GroupsBuilder } from './model/groups-builder';
import { groupsModel, type GroupsModel } from './model/groups-model';

export type GroupSets = MethodParams<'diff.groups'>;

export interface GroupsState {
  /** What was read last; null before the first time. */
  readonly model: GroupsModel | null;
  /** The sets it is of: others may be under way. */
  readonly modelOf: string;
  /** How many runs were read of how many, while they are; else null. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Why the newest read failed; '' else. */
  readonly problem: string;
  /** Runs that have come into the sets since, and those that have left. */
  readonly newCount: number;
  readonly goneCount: number;
}

const initialState: GroupsState = {
  model: null,
  modelOf: '',
  progress: null,
  problem: '',
  newCount: 0,
  goneCount: 0,
};

type Step =
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'read'; readonly model: GroupsModel; readonly modelOf: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'news'; readonly newCount: number; readonly goneCount: number };

export interface GroupsSource {
  readonly state: GroupsState;
  /** What the sets are now, as `state.modelOf`. */
  readonly wanted: string;
  readonly refresh: () => void;
}

/** What of the route decides which runs are compared. */
function setsOf({ root, good, bad }: GroupsRoute): GroupSets {
  const trimmed = (set: RunSet): RunSet => ({ ...set, text: set.text.trim() });
  return { root, good: trimmed(good), bad: trimmed(bad) };
}

/**
 * Two sets of runs compared. Runs that come later are told, and read when the reader asks: rows do
 * not move under their eyes. Where nothing is shown yet, or spans were still to be read, they come
 * by themselves.
 */
export function useGroups(route: GroupsRoute): GroupsSource {
  const client = useEngine();
  const [state, dispatch] = useReducer(reduce, initialState);
  const wanted = JSON.stringify(setsOf(route));
  const reader = useRef<RestedReader>(null);
  useEffect(() => {
    const sets = JSON.parse(wanted) as GroupSets;
    let model: GroupsModel | null = null;
    const current = new RestedReader((signal) =>
      readGroups(client, sets, signal, (step) => {
        if (step.type === 'read') model = step.model;
        dispatch(step);
      }),
    );
    const news = new RestedReader((signal) =>
      readNews(client, sets, () => model, signal, dispatch),
    );
    reader.current = current;
    current.readNow();
    const onChange = (): void => {
      const isSettled = model !== null && model.header.isComplete && hasBothSets(model);
      if (isSettled) news.readSoon();
      else current.readSoon();
    };
    const stops = [
      client.on('traces.changed', onChange),
      client.on('traces.facetsChanged', onChange),
      client.onResync(() => current.readNow()),
    ];
    return () => {
      for (const stop of stops) stop();
      current.dispose();
      news.dispose();
    };
  }, [client, wanted]);
  return { state, wanted, refresh: () => reader.current?.readNow() };
}

function hasBothSets({ table }: GroupsModel): boolean {
  return table.goodCount > 0 && table.badCount > 0;
}

async function readGroups(
  client: EngineClient,
  sets: GroupSets,
  signal: AbortSignal,
  dispatch: (step: Step) => void,
): Promise<void> {
  const builder = new GroupsBuilder();
  dispatch({ type: 'started' });
  try {
    await client.stream(
      'diff.groups',
      sets,
      (chunk) => {
        if (chunk.type !== 'progress') builder.add(chunk);
        else if (!signal.aborted) dispatch(chunk);
      },
      signal,
    );
    if (signal.aborted) return;
    const model = groupsModel(builder.finish());
    dispatch({ type: 'read', model, modelOf: JSON.stringify(sets) });
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'failed', message: (error as ContractError).message });
  }
}

async function readNews(
  client: EngineClient,
  sets: GroupSets,
  modelNow: () => GroupsModel | null,
  signal: AbortSignal,
  dispatch: (step: Step) => void,
): Promise<void> {
  try {
    const now = await client.call('diff.groupRuns', sets, signal);
    const model = modelNow();
    if (signal.aborted || model === null) return;
    const { good, bad } = model.header;
    const [ofGood, ofBad] = [newsOf(good, now.good.keys), newsOf(bad, now.bad.keys)];
    dispatch({
      type: 'news',
      newCount: ofGood.newCount + ofBad.newCount,
      goneCount: ofGood.goneCount + ofBad.goneCount,
    });
  } catch {
    // The next change asks again; what is shown stays true of what was read.
  }
}

function newsOf(
  shown: readonly { readonly key: number }[],
  now: readonly number[],
): { readonly newCount: number; readonly goneCount: number } {
  const [before, after] = [new Set(shown.map(({ key }) => key)), new Set(now)];
  return {
    newCount: now.filter((key) => !before.has(key)).length,
    goneCount: [...before].filter((key) => !after.has(key)).length,
  };
}

function reduce(state: GroupsState, step: Step): GroupsState {
  switch (step.type) {
    case 'started':
      return { ...state, progress: { done: 0, total: 0 }, problem: '' };
    case 'progress':
      return { ...state, progress: { done: step.done, total: step.total } };
    case 'read':
      return { ...initialState, model: step.model, modelOf: step.modelOf };
    case 'failed':
      return { ...state, progress: null, problem: step.message };
    case 'news':
      return { ...state, newCount: step.newCount, goneCount: step.goneCount };
  }
}
