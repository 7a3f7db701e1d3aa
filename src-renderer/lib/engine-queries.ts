/** React's view of the engine: cached queries that events keep fresh, and commands. */
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';

import { ContractError } from '@contract/errors';
import type { ImportJob } from '@contract/import';
import type {
  EngineEvents,
  EventName,
  MethodName,
  MethodParams,
  MethodResult,
  methodSchemas,
} from '@contract/methods';
import type { ReceiverStatus } from '@contract/receiver-status';
import type { StoreInfo } from '@contract/store-info';

import type { EngineClient, EngineConnection } from './engine-client';

const STORE_REFRESH_MS = 1000;
const assessmentQueries = ['assessments.ofTrace', 'assessments.ofSession'] as const;
const assessmentSums = ['assessments.names', 'assessments.distribution'] as const;
const sessionQueries = ['sessions.window', 'sessions.open', 'sessions.context'] as const;

type MethodsOfKind<Kind> = {
  [Name in MethodName]: (typeof methodSchemas)[Name]['kind'] extends Kind ? Name : never;
}[MethodName];
export type QueryName = MethodsOfKind<'query'>;
export type CommandName = MethodsOfKind<'command'>;

const EngineContext = createContext<EngineClient | null>(null);
export const EngineProvider = EngineContext.Provider;

/** The engine's client; for calls outside of React's rendering. */
export function useEngine(): EngineClient {
  const client = useContext(EngineContext);
  if (client === null) throw new Error('useEngine needs an EngineProvider above it.');
  return client;
}

/** Whether the engine can be asked. */
export function useEngineConnection(): EngineConnection {
  const client = useEngine();
  return useSyncExternalStore(
    (listener) => client.onConnection(listener),
    () => client.connection,
  );
}

/** The cache key of a query: its method, then its parameters. */
export function engineKey<Name extends QueryName>(
  method: Name,
  params: MethodParams<Name>,
): readonly [Name, MethodParams<Name>] {
  return [method, params];
}

/** A cache that trusts events for freshness and repeats only what the engine may answer later. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (count, error) =>
          error instanceof ContractError && error.code === 'unavailable' && count < 3,
        retryDelay: (count) => 250 * 2 ** count,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/**
 * Keeps cached answers true to the engine's events: states that an event carries whole are
 * written into the cache, lists are read again. Returns how to stop.
 */
export function followEvents(client: EngineClient, cache: QueryClient): () => void {
  const refresh = async (
    methods: readonly QueryName[],
    options = { cancelRefetch: false },
  ): Promise<void> => {
    await Promise.all(
      methods.map((method) => cache.invalidateQueries({ queryKey: [method] }, options)),
    );
  };
  const refreshTraces = coalesced(() => refresh(['traces.window', 'traces.search']));
  const refreshTold = coalesced(() => refresh(['trace.info'], { cancelRefetch: true }));
  const refreshSessions = coalesced(() => refresh(sessionQueries));
  // What is being read may be from before the one change there is.
  const refreshAssessments = coalesced(() => refresh(assessmentQueries, { cancelRefetch: true }));
  // Over all traces: no need to have them more often than they are read.
  const refreshSums = coalesced(async () => {
    await refresh(assessmentSums, { cancelRefetch: true });
    await new Promise((resolve) => setTimeout(resolve, STORE_REFRESH_MS));
  });
  // Sizes and counts of the whole store: no need to have them more often than they are read.
  const refreshStore = coalesced(async () => {
    await new Promise((resolve) => setTimeout(resolve, STORE_REFRESH_MS));
    await cache.invalidateQueries({ queryKey: ['store.info'] });
  });
  // Only the counts differ: whoever shows them reads them again.
  const outdateProjects = (): void => {
    void cache.invalidateQueries({ queryKey: ['experiments.list'], refetchType: 'none' });
  };
  const stops = [
    client.on('receiver.changed', (status) =>
      cache.setQueryData(engineKey('receiver.status', {}), status),
    ),
    client.on('ingest.stats', (stats) =>
      cache.setQueryData(engineKey('receiver.stats', {}), stats),
    ),
    client.on('store.changed', (info) => cache.setQueryData(engineKey('store.info', {}), info)),
    client.on('import.changed', (job) =>
      cache.setQueryData<readonly ImportJob[]>(engineKey('import.jobs', {}), (jobs) =>
        withJob(jobs ?? [], job),
      ),
    ),
    client.on('traces.changed', ({ totalStored }) => {
      cache.setQueryData<StoreInfo>(
        engineKey('store.info', {}),
        (info) => info && { ...info, traces: totalStored },
      );
      refreshTraces();
      refreshTold();
      refreshSessions();
      refreshStore();
      outdateProjects();
    }),
    client.on('traces.facetsChanged', () => {
      refreshTraces();
      void cache.invalidateQueries({ queryKey: ['traces.rows'] });
      refreshSessions();
      // Spans tell assessments once they are understood.
      refreshAssessments();
      refreshSums();
    }),
    client.on('traces.annotated', () => {
      refreshTraces();
      refreshTold();
      refreshSessions();
      refreshAssessments();
      refreshSums();
      void cache.invalidateQueries({ queryKey: ['traces.rows'] });
      void cache.invalidateQueries({ queryKey: ['tags.suggest'] });
      outdateProjects();
    }),
    client.on('experiments.changed', () => {
      void cache.invalidateQueries({ queryKey: ['experiments.list'] });
    }),
    client.on('facets.changed', (status) =>
      cache.setQueryData(engineKey('facets.status', {}), status),
    ),
    client.onResync(() => void cache.invalidateQueries()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The jobs with one of them replaced or added, newest first. */
export function withJob(jobs: readonly ImportJob[], job: ImportJob): readonly ImportJob[] {
  return [job, ...jobs.filter((other) => other.id !== job.id)].sort((a, b) => b.id - a.id);
}

/** Runs a task, and once more after it where it was asked for meanwhile. */
function coalesced(task: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void task().finally(() => {
      running = false;
      if (again) {
        again = false;
        run();
      }
    });
  };
  return run;
}

export interface EngineQueryOptions {
  readonly enabled?: boolean;
  /** Keeps showing the last answer while the one for new parameters is under way. */
  readonly keepPrevious?: boolean;
  readonly refetchIntervalMs?: number;
}

/** Reads from the engine; the answer is shared by all who ask the same. */
export function useEngineQuery<Name extends QueryName>(
  method: Name,
  params: MethodParams<Name>,
  options: EngineQueryOptions = {},
): UseQueryResult<MethodResult<Name>, ContractError> {
  const client = useEngine();
  return useQuery<MethodResult<Name>, ContractError>({
    queryKey: engineKey(method, params),
    queryFn: ({ signal }) => client.call(method, params, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchIntervalMs ?? false,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

const offStatus: ReceiverStatus = { http: { state: 'stopped' }, grpc: { state: 'stopped' } };

/** The listeners as they are now: what was known of an engine that has gone does not count. */
export function useReceiverStatus(): ReceiverStatus | undefined {
  const { data } = useEngineQuery('receiver.status', {});
  const { state } = useEngineConnection();
  if (state === 'failed') return offStatus;
  return state === 'connected' ? data : undefined;
}

/** Changes something in the engine. */
export function useEngineCommand<Name extends CommandName>(
  method: Name,
): UseMutationResult<MethodResult<Name>, ContractError, MethodParams<Name>> {
  const client = useEngine();
  return useMutation<MethodResult<Name>, ContractError, MethodParams<Name>>({
    mutationKey: [method],
    mutationFn: (params) => client.call(method, params),
  });
}

/** Calls the newest listener whenever the event comes. */
export function useEngineEvent<Name extends EventName>(
  name: Name,
  listener: (payload: EngineEvents[Name]) => void,
): void {
  const client = useEngine();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client.on(name, (payload) => latest.current(payload)), [client, name]);
}
