import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import type { StoreInfo } from '@contract/store-info';
import { fromNodePort } from './port';
import { createRoute, type Handlers, type StreamContext } from './router';
import { RpcServer } from './rpc-server';
import { RpcClient } from './test-support/rpc-client';
import { createTestLog, type TestLog } from './test-support/test-log';

let log: TestLog;
let server: RpcServer;
let ports: MessagePort[];
let handlers: Partial<Handlers>;
beforeEach(() => {
  log = createTestLog();
  ports = [];
  handlers = {};
  // Each test gives the handlers it calls.
  const route = createRoute(
    new Proxy({} as Handlers, { get: (_, name) => handlers[name as keyof Handlers] }),
  );
  server = new RpcServer(route, log);
});
afterEach(() => {
  server.close();
  for (const port of ports) port.close();
});

function connect(): RpcClient {
  const { port1, port2 } = new MessageChannel();
  ports.push(port2);
  server.connect(fromNodePort(port1));
  return new RpcClient(port2);
}

describe('calls', () => {
  it('answer with the result of their handler', async () => {
    handlers = { 'import.start': ({ paths }) => ({ jobId: paths.length }) };
    expect(await connect().call('import.start', { paths: ['a', 'b'] })).toEqual({ jobId: 2 });
  });

  it('may finish in another order than they began', async () => {
    let finish = (): void => undefined;
    handlers = {
      'import.skippedText': ({ fileId }) =>
        fileId === 1 ? new Promise((resolve) => (finish = () => resolve('slow'))) : 'quick',
    };
    const client = connect();
    const slow = client.call('import.skippedText', { jobId: 1, fileId: 1 });
    expect(await client.call('import.skippedText', { jobId: 1, fileId: 2 })).toBe('quick');
    finish();
    expect(await slow).toBe('slow');
  });

  it.each([
    ['traces.window', {}, /^traces\.window: text: .*; sort: .*; offset: .*; limit: .*; snapshot: /],
    ['trace.open', { traceId: 'xyz' }, /^trace\.open: traceId: /],
    ['import.start', { paths: [''] }, /^import\.start: paths\.0: /],
    ['store.info', null, /^store\.info: Invalid input/],
  ])('of %s with bad parameters name the field', async (method, params, message) => {
    await expect(connect().callRaw(method, params).result).rejects.toMatchObject({
      code: 'bad_params',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each(['no.such', 'toString', '__proto__'])('of unknown methods fail: %s', async (method) => {
    await expect(connect().callRaw(method, {}).result).rejects.toMatchObject({
      code: 'unknown_method',
      message: `The engine knows no method '${method}'.`,
    });
  });

  it('carry errors of the contract over as they are', async () => {
    handlers = {
      'store.info': () => {
        throw new ContractError('not_found', 'It is gone.', { key: 7 });
      },
    };
    await expect(connect().call('store.info', {})).rejects.toMatchObject({
      code: 'not_found',
      message: 'It is gone.',
      data: { key: 7 },
    });
    expect(log.lines).toEqual([]);
  });

  it('tell of faults of the engine in one sentence, and log them', async () => {
    handlers = { 'store.info': () => Promise.reject(new TypeError('x is undefined')) };
    await expect(connect().call('store.info', {})).rejects.toMatchObject({
      code: 'internal',
      message: 'store.info failed: x is undefined. The log has more.',
    });
    expect(log.lines).toEqual(['error: store.info failed (x is undefined)']);
  });

  it('survive results and errors that cannot be cloned', async () => {
    const broken = (() => undefined) as unknown as StoreInfo;
    handlers = {
      'store.info': () => broken,
      'receiver.stats': () => {
        throw new ContractError('io', 'Broken.', broken);
      },
    };
    const client = connect();
    await expect(client.call('store.info', {})).rejects.toMatchObject({ code: 'internal' });
    await expect(client.call('receiver.stats', {})).rejects.toMatchObject({
      code: 'io',
      message: 'Broken.',
    });
  });

  it('are not made of what is no call', async () => {
    handlers = { 'import.skippedText': () => 'fine' };
    const client = connect();
    for (const message of ['call', null, 7, {}, { t: 'call', id: 1.5 }, { t: 'call', id: 1 }]) {
      client.send(message as object);
    }
    client.send({ t: 'cancel', id: 99 });
    expect(await client.call('import.skippedText', { jobId: 1, fileId: 1 })).toBe('fine');
    expect(log.lines).toHaveLength(6);
  });
});

describe('cancelling', () => {
  it('aborts the signal of the call and answers', async () => {
    let aborted = false;
    handlers = {
      'traces.search': (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('stopped'));
          });
        }),
    };
    const client = connect();
    const call = client.callRaw('traces.search', { text: '', limit: 1 });
    call.cancel();
    await expect(call.result).rejects.toMatchObject({ code: 'cancelled' });
    expect(aborted).toBe(true);
    expect(log.lines).toEqual([]);
  });

  it('answers `cancelled` though the handler finished', async () => {
    let finish = (): void => undefined;
    handlers = { 'traces.search': () => new Promise((resolve) => (finish = () => resolve([]))) };
    const client = connect();
    const call = client.callRaw('traces.search', { text: '', limit: 1 });
    call.cancel();
    client.send({});
    while (log.lines.length === 0) await setImmediate();
    finish();
    await expect(call.result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('happens to all calls of a port that closes, and to no others', async () => {
    const signals: AbortSignal[] = [];
    handlers = {
      'traces.search': (_, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
      'import.skippedText': () => 'fine',
    };
    const [leaving, staying] = [connect(), connect()];
    leaving.callRaw('traces.search', { text: '', limit: 1 });
    await leaving.call('import.skippedText', { jobId: 1, fileId: 1 });
    staying.callRaw('traces.search', { text: '', limit: 1 });
    await staying.call('import.skippedText', { jobId: 1, fileId: 1 });
    const [ofLeaving, ofStaying] = signals;
    leaving.close();
    await once(ofLeaving as AbortSignal, 'abort');
    expect(ofStaying?.aborted).toBe(false);
    expect(await staying.call('import.skippedText', { jobId: 1, fileId: 1 })).toBe('fine');
  });
});

describe('streams', () => {
  /** Streams numbers, until it is cancelled where `count` is infinite. */
  const streamOf =
    (count: number): Handlers['trace.open'] =>
    async (_, context) => {
      const { send } = context as StreamContext<unknown>;
      for (let i = 0; i < count; i += 1) await send({ data: Float64Array.of(i) });
      return { rows: count };
    };
  const traceId = '1'.repeat(32);

  it('send their chunks in order, before the result', async () => {
    handlers = { 'trace.open': streamOf(3) };
    const chunks: unknown[] = [];
    const result = await connect().callRaw('trace.open', { traceId }, (chunk) => chunks.push(chunk))
      .result;
    expect(result).toEqual({ rows: 3 });
    expect(chunks).toEqual([0, 1, 2].map((i) => ({ data: Float64Array.of(i) })));
  });

  it('move the buffers of their chunks', async () => {
    const column = Float64Array.of(1, 2);
    handlers = {
      'trace.open': async (_, context) => {
        await (context as StreamContext<unknown>).send({ columns: { column }, names: ['a'] });
        return { rows: 2 };
      },
    };
    await connect().callRaw('trace.open', { traceId }).result;
    expect(column.buffer.byteLength).toBe(0);
  });

  it('let other calls in between, and stop when cancelled', async () => {
    handlers = {
      'trace.open': streamOf(Number.POSITIVE_INFINITY),
      'import.skippedText': () => 'fine',
    };
    const client = connect();
    let chunks = 0;
    const stream = client.callRaw('trace.open', { traceId }, () => (chunks += 1));
    expect(await client.call('import.skippedText', { jobId: 1, fileId: 1 })).toBe('fine');
    expect(chunks).toBeGreaterThan(0);
    stream.cancel();
    await expect(stream.result).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('events', () => {
  it('are numbered from 1 for each connection', async () => {
    const info = { path: '/db' } as StoreInfo;
    const first = connect();
    server.emit('traces.changed', { keys: [1], totalStored: 1 });
    const second = connect();
    server.emit('store.changed', info);
    await Promise.all([first.event('store.changed'), second.event('store.changed')]);
    expect(first.events).toEqual([
      { t: 'event', seq: 1, name: 'traces.changed', payload: { keys: [1], totalStored: 1 } },
      { t: 'event', seq: 2, name: 'store.changed', payload: info },
    ]);
    expect(second.events).toEqual([{ t: 'event', seq: 1, name: 'store.changed', payload: info }]);
  });

  it('are not sent to a port that has closed', async () => {
    const client = connect();
    client.close();
    await once(ports[0] as MessagePort, 'close');
    server.emit('traces.changed', { keys: null, totalStored: 1 });
    expect(client.events).toEqual([]);
  });
});

it('closing closes all ports', async () => {
  connect();
  const closed = new Promise((resolve) => ports[0]?.on('close', () => resolve('closed')));
  server.close();
  expect(await closed).toBe('closed');
});
