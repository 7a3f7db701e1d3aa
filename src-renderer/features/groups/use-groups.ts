import { useEffect, useReducer, useRef } from 'react';

import type { ContractError } from '@contract/errors';
import type { GroupsPhase } from '@contract/groups';
import type { MethodParams } from '@contract/methods';
import type { Tolerances } from '@domain/diff/tolerances';
import type { GroupsRoute, RunSet } from '@domain/route';

import type { EngineClient } from '../../lib/engine-client';
import { useEngine } from '../../lib/engine-queries';
import { RestedReader } from '../../lib/rested-reader';
import { GroupsBuilder, type LoadedGroups } from './model/groups-builder';
import { groupsModel, type GroupsModel } from './model/groups-model';
import { newsOf, noNews, type GroupsNews } from './model/groups-news';
import { rankGroups } from './rank/rank-groups';

export type GroupSets = MethodParams<'diff.groups'>;

export interface GroupsProgress {
  readonly phase: GroupsPhase | 'rank';
  /** Runs; of none it is not known how many there are. */
  readonly done: number;
  readonly total: number;
}

export interface GroupsState {
  /** What was read last; null before the first time. */
  readonly model: GroupsModel | null;
  /** The sets it is of: others may be under way. */
  readonly modelOf: string;
  /** How far the read under way has come; null while there is none. */
  readonly progress: GroupsProgress | null;
  /** Why the newest read failed; '' else. */
  readonly problem: string;
  readonly news: GroupsNews;
}

const initialState: GroupsState = {
  model: null,
  modelOf: '',
  progress: null,
  problem: '',
  news: noNews,
};

type Step =
  | { readonly type: 'started' }
  | { readonly type: 'progress'; readonly progress: GroupsProgress }
  | { readonly type: 'read'; readonly model: GroupsModel; readonly modelOf: string }
  | { readonly type: 'ranked'; readonly model: GroupsModel }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'news'; readonly news: GroupsNews };

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
 * Two sets of runs compared. Runs that come later, or grow, are told, and read when the reader asks:
 * rows do not move under their eyes. Where nothing is shown yet, or spans were still to be read, they
 * come by themselves.
 */
export function useGroups(route: GroupsRoute, tolerances: Tolerances): GroupsSource {
  const client = useEngine();
  const [state, dispatch] = useReducer(reduce, initialState);
  const wanted = JSON.stringify(setsOf(route));
  const tolerancesNow = useRef(tolerances);
  const reader = useRef<RestedReader>(null);
  const ranker = useRef<RestedReader>(null);
  // The settings are other objects with every change of any.
  const tolerancesKey = JSON.stringify(tolerances);
  useEffect(() => {
    tolerancesNow.current = JSON.parse(tolerancesKey) as Tolerances;
    ranker.current?.readNow();
  }, [tolerancesKey]);
  useEffect(() => {
    const sets = JSON.parse(wanted) as GroupSets;
    let model: GroupsModel | null = null;
    const rank = (loaded: LoadedGroups, signal: AbortSignal): Promise<GroupsModel> =>
      rankedModel(loaded, () => tolerancesNow.current, signal);
    const current = new RestedReader((signal) =>
      readGroups(client, sets, rank, signal, (step) => {
        if (step.type === 'read') model = step.model;
        dispatch(step);
      }),
    );
    const again = new RestedReader(async (signal) => {
      const ranked = await rankedAgain(model, rank, signal, dispatch);
      // Another read may have ended since.
      if (ranked === null || model?.table !== ranked.table) return;
      model = ranked;
      dispatch({ type: 'ranked', model });
    });
    const news = new RestedReader((signal) =>
      readNews(client, sets, () => model, signal, dispatch),
    );
    reader.current = current;
    ranker.current = again;
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
      again.dispose();
      news.dispose();
    };
  }, [client, wanted]);
  return { state, wanted, refresh: () => reader.current?.readNow() };
}

function hasBothSets({ table }: GroupsModel): boolean {
  return table.goodCount > 0 && table.badCount > 0;
}

type Rank = (loaded: LoadedGroups, signal: AbortSignal) => Promise<GroupsModel>;

async function readGroups(
  client: EngineClient,
  sets: GroupSets,
  rank: Rank,
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
        else if (!signal.aborted) dispatch({ type: 'progress', progress: chunk });
      },
      signal,
    );
    if (signal.aborted) return;
    dispatch({ type: 'progress', progress: ranking });
    const model = await rank(builder.finish(), signal);
    if (!signal.aborted) dispatch({ type: 'read', model, modelOf: JSON.stringify(sets) });
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'failed', message: (error as ContractError).message });
  }
}

const ranking: GroupsProgress = { phase: 'rank', done: 0, total: 0 };

/** By the tolerances there are at the end: they may change meanwhile. */
async function rankedModel(
  loaded: LoadedGroups,
  tolerancesNow: () => Tolerances,
  signal: AbortSignal,
): Promise<GroupsModel> {
  for (;;) {
    const tolerances = tolerancesNow();
    const findings = await rankGroups({ table: loaded.table, tolerances }, signal);
    if (tolerances === tolerancesNow()) return groupsModel(loaded, findings, tolerances);
  }
}

/** Null where there is nothing to rank, or it is not wanted any more. */
async function rankedAgain(
  model: GroupsModel | null,
  rank: Rank,
  signal: AbortSignal,
  dispatch: (step: Step) => void,
): Promise<GroupsModel | null> {
  if (model === null) return null;
  try {
    return await rank(model, signal);
  } catch (error) {
    if (!signal.aborted) dispatch({ type: 'failed', message: (error as Error).message });
    return null;
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
    dispatch({ type: 'news', news: newsOf(model.header.found, now) });
  } catch {
    // The next change asks again; what is shown stays true of what was read.
  }
}

function reduce(state: GroupsState, step: Step): GroupsState {
  switch (step.type) {
    case 'started':
      return { ...state, progress: { phase: 'read', done: 0, total: 0 }, problem: '' };
    case 'progress':
      return { ...state, progress: step.progress };
    case 'read':
      return { ...initialState, model: step.model, modelOf: step.modelOf };
    case 'ranked':
      return { ...state, model: step.model };
    case 'failed':
      return { ...state, progress: null, problem: step.message };
    case 'news':
      return { ...state, news: step.news };
  }
}
