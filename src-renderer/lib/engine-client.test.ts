import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ContractError } from '@contract/errors';
import type { StoreInfo } from '@contract/store-info';
import type { TraceHeaderChunk } from '@contract/columns';

import { EngineClient } from './engine-client';
import { FakeEngine } from './test-support/fake-engine';

const info: StoreInfo = {
  state: 'open',
  path: '/data/otelier.db',
  bytes: 49_152,
  traces: 3,
  spans: 12,
  logRecords: 0,
  notices: [],
  refusal: '',
};

let engine: FakeEngine;
let client: EngineClient;

beforeEach(() => {
  engine = new FakeEngine();
  client = new EngineClient(engine.shell);
  client.start();
});

afterEach(() => {
  client.dispose();
  engine.close();
});

async function connected(): Promise<void> {
  engine.run();
  await vi.waitFor(() => expect(client.connection.state).toBe('connected'));
}

/** Lets messages that were sent arrive. */
async function settle(): Promise<void> {
  engine.answer('receiver.retry', () => ({
    http: { state: 'stopped' },
    grpc: { state: 'stopped' },
  }));
  await client.call('receiver.retry', { listener: 'http' });
}

describe('calls', () => {
  it('sends what was called before the port came', async () => {
    engine.answer('store.info', () => info);
    const early = client.call('store.info', {});
    await connected();
    await expect(early).resolves.toEqual(info);
  });

  it('rejects with the code and message of the engine', async () => {
    await connected();
    engine.answer('store.info', () => {
      throw new ContractError('store_unavailable', 'The disk is full.', { freeBytes: 0 });
    });
    const failure = client.call('store.info', {});
    await expect(failure).rejects.toBeInstanceOf(ContractError);
    await expect(failure).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'The disk is full.',
      data: { freeBytes: 0 },
    });
  });

  it('tells the engine of a cancelled call and rejects it at once', async () => {
    await connected();
    const abort = new AbortController();
    const call = client.call('store.info', {}, abort.signal);
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(engine.cancelled).toHaveLength(1);
  });

  it('does not send a call that was cancelled while it waited for the port', async () => {
    const abort = new AbortController();
    const call = client.call('store.info', {}, abort.signal);
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await connected();
    await settle();
    expect(engine.calls.map(({ method }) => method)).toEqual(['receiver.retry']);
  });

  it('hands on chunks in order before the result', async () => {
    await connected();
    const seen: string[] = [];
    engine.answer('trace.open', (_params, id) => {
      engine.chunk(id, { type: 'header' } as TraceHeaderChunk);
      engine.chunk(id, { type: 'rows', from: 0, count: 2, columns: {} as never });
      return { rows: 2 };
    });
    const result = await client.stream('trace.open', { traceId: 'a'.repeat(32) }, (chunk) =>
      seen.push(chunk.type),
    );
    expect(seen).toEqual(['header', 'rows']);
    expect(result).toEqual({ rows: 2 });
  });
});

describe('the engine dies', () => {
  it('rejects calls under way as unavailable and answers later ones after the restart', async () => {
    await connected();
    const underWay = client.call('store.info', {});
    engine.setState({ state: 'restarting' });
    await expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    expect(client.connection.state).toBe('restarting');

    engine.answer('store.info', () => info);
    const later = client.call('store.info', {});
    await connected();
    await expect(later).resolves.toEqual(info);
  });

  it('rejects everything once the shell has given up, and keeps the reason for the banner', async () => {
    const waiting = client.call('store.info', {});
    engine.setState({ state: 'failed', message: 'The engine stopped five times.' });
    await expect(waiting).rejects.toMatchObject({ message: 'The engine has stopped.' });
    await expect(client.call('store.info', {})).rejects.toMatchObject({ code: 'unavailable' });
    expect(client.connection).toEqual({
      state: 'failed',
      message: 'The engine stopped five times.',
    });
  });

  it('asks for everything anew after a reconnection, not after the first connection', async () => {
    const resync = vi.fn();
    client.onResync(resync);
    await connected();
    expect(resync).not.toHaveBeenCalled();
    engine.setState({ state: 'restarting' });
    await connected();
    expect(resync).toHaveBeenCalledTimes(1);
  });
});

describe('events', () => {
  it('reach their listeners until these stop', async () => {
    await connected();
    const seen: number[] = [];
    const stop = client.on('store.changed', ({ traces }) => seen.push(traces));
    engine.emit('store.changed', { ...info, traces: 4 });
    await vi.waitFor(() => expect(seen).toEqual([4]));
    stop();
    engine.emit('store.changed', { ...info, traces: 5 });
    await settle();
    expect(seen).toEqual([4]);
  });

  it('call for a resync when one is missing', async () => {
    await connected();
    const resync = vi.fn();
    client.onResync(resync);
    engine.emit('store.changed', info);
    await settle();
    expect(resync).not.toHaveBeenCalled();
    engine.emit('store.changed', info, 1);
    await settle();
    expect(resync).toHaveBeenCalledTimes(1);
    engine.emit('store.changed', info);
    await settle();
    expect(resync).toHaveBeenCalledTimes(1);
  });
});

it('takes no port that came with another nonce', async () => {
  engine.answerShell('engine.connect', () => {
    engine.deliver('another-nonce-0000');
    return null;
  });
  engine.answer('store.info', () => info);
  engine.run();
  const call = client.call('store.info', {});
  await Promise.resolve();
  expect(client.connection.state).toBe('starting');
  expect(engine.calls).toEqual([]);
  client.dispose();
  await expect(call).rejects.toMatchObject({ code: 'unavailable' });
});
