import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import type { ImportJob } from '@contract/import';
import type { StoreInfo } from '@contract/store-info';

import { EngineClient } from './engine-client';
import {
  createQueryClient,
  EngineProvider,
  followEvents,
  useEngineQuery,
  withJob,
} from './engine-queries';
import { FakeEngine } from './test-support/fake-engine';

const info: StoreInfo = {
  state: 'open',
  path: '/data/otelier.db',
  bytes: 0,
  traces: 3,
  spans: 12,
  logRecords: 0,
  notices: [],
  refusal: '',
};

let engine: FakeEngine;
let client: EngineClient;
let stop: () => void;
const caches: ReturnType<typeof createQueryClient>[] = [];

beforeEach(() => {
  engine = new FakeEngine().install();
  client = new EngineClient(engine.shell);
  stop = () => undefined;
});

afterEach(() => {
  cleanup();
  stop();
  client.dispose();
  engine.close();
  for (const cache of caches.splice(0)) cache.clear();
});

function show(children: ReactNode): void {
  const cache = createQueryClient();
  caches.push(cache);
  stop = followEvents(client, cache);
  client.start();
  engine.run();
  render(
    <QueryClientProvider client={cache}>
      <EngineProvider value={client}>{children}</EngineProvider>
    </QueryClientProvider>,
  );
}

function Traces(): ReactNode {
  const { data, error } = useEngineQuery('store.info', {});
  return <p>{error === null ? `${data?.traces ?? '…'} traces` : error.message}</p>;
}

describe('useEngineQuery', () => {
  it('shows the answer, then what events say', async () => {
    engine.answer('store.info', () => info);
    show(<Traces />);
    await screen.findByText('3 traces');
    act(() => engine.emit('store.changed', { ...info, traces: 4 }));
    await screen.findByText('4 traces');
    expect(engine.calls).toHaveLength(1);
  });

  it('reads again after a gap in the events', async () => {
    let traces = 3;
    engine.answer('store.info', () => ({ ...info, traces }));
    show(<Traces />);
    await screen.findByText('3 traces');
    traces = 9;
    act(() => engine.emit('traces.changed', { keys: null, totalStored: 9 }, 3));
    expect(await screen.findByText('9 traces')).toBeTruthy();
  });

  it('shows an error without repeating a call that cannot help', async () => {
    engine.answer('store.info', () => {
      throw new ContractError('io', 'The file cannot be read.');
    });
    show(<Traces />);
    await screen.findByText('The file cannot be read.');
    expect(engine.calls).toHaveLength(1);
  });
});

it('keeps import jobs newest first, one entry each', () => {
  const job = (id: number, state: ImportJob['state']): ImportJob => ({
    id,
    state,
    files: [],
    bytesRead: 0,
    bytesTotal: 0,
    elapsedMs: 0,
  });
  const before = [job(2, 'running'), job(1, 'done')];
  expect(withJob(before, job(1, 'cancelled')).map(({ id, state }) => [id, state])).toEqual([
    [2, 'running'],
    [1, 'cancelled'],
  ]);
  expect(withJob(before, job(3, 'running')).map(({ id }) => id)).toEqual([3, 2, 1]);
});
