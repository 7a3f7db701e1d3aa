import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

import { status } from '@grpc/grpc-js';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { ReceiverStatus } from '@contract/receiver-status';

import { createReceiver } from './receiver';
import { grpcClient } from './test-support/grpc-client';
import { json, protobuf, send } from './test-support/http-client';
import { MemoryIngest } from './test-support/memory-ingest';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { portOf, startReceiver } from './test-support/start-receiver';

const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
const hasIpv6 = interfaces.some(({ address }) => address === '::1');
const outside = interfaces.find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('addresses', () => {
  it('S1 listens on 127.0.0.1 and, where there is one, on ::1, with both protocols', async () => {
    const { receiver, httpPort, grpcPort, ingest } = await startReceiver();
    const expected = hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'];
    for (const state of Object.values(receiver.status())) {
      expect(state).toMatchObject({ state: 'listening', addresses: expected });
    }
    for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      const call = { port: httpPort, host, headers: json, body: tracesJson({}) };
      expect((await send(call)).status).toBe(200);
      const client = grpcClient(grpcPort, {}, host.includes(':') ? `[${host}]` : host);
      expect((await client.export({ body: tracesProtobuf({}) })).code).toBe(status.OK);
    }
    expect(ingest.spans.size).toBe(expected.length * 2);
  });

  it.runIf(outside !== undefined)('S1 is not reached through an outside address', async () => {
    const { httpPort, grpcPort } = await startReceiver();
    for (const port of [httpPort, grpcPort]) {
      const sent = send({ port, host: outside ?? '', headers: json, body: '{}' });
      await expect(sent).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});

describe('a port in use', () => {
  it('says who holds it and what is free, and takes no other port by itself', async () => {
    const holder = await holdPort();
    const { receiver } = await unstarted({ httpPort: holder.port });
    const { http, grpc } = await receiver.start();
    expect(http).toMatchObject({ state: 'port-in-use', port: holder.port });
    if (http.state !== 'port-in-use') return;
    if (process.platform === 'linux') {
      expect(http.holder).toEqual({ pid: holder.pid, name: expect.stringMatching(/^node/) });
    }
    expect(http.nextFreePort).toBeGreaterThan(holder.port);
    const call = { port: portOf(grpc), headers: json, body: tracesJson({}) };
    expect((await send(call)).status).toBe(200);
  });

  it('is taken by retry when it has become free', async () => {
    const holder = await holdPort();
    const { receiver, ingest } = await unstarted({ httpPort: holder.port });
    await receiver.start();
    expect((await receiver.retry('http')).http.state).toBe('port-in-use');
    await holder.release();
    expect(portOf((await receiver.retry('http')).http)).toBe(holder.port);
    await send({ port: holder.port, headers: json, body: tracesJson({ name: 'a' }) });
    expect(ingest.names).toEqual(['a']);
  });

  it('is replaced by usePort, until retry', async () => {
    const holder = await holdPort();
    const { receiver } = await unstarted({ httpPort: holder.port });
    const { http } = await receiver.start();
    const free = http.state === 'port-in-use' ? (http.nextFreePort ?? 0) : 0;
    expect(portOf((await receiver.usePort('http', free)).http)).toBe(free);
    expect((await send({ port: free, headers: json, body: '{}' })).status).toBe(200);
    await holder.release();
    expect(portOf((await receiver.retry('http')).http)).toBe(holder.port);
    await expect(send({ port: free, headers: json, body: '{}' })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it.runIf(hasIpv6)('counts as in use when only ::1 is taken', async () => {
    const other = createServer().listen(0, '::1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const { receiver } = await unstarted({ httpPort: port });
    expect((await receiver.start()).http).toMatchObject({ state: 'port-in-use', port });
    // Nor does it stay on 127.0.0.1 alone.
    await expect(send({ port, headers: json, body: '{}' })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('is not offered the port that the other listener is set to', async () => {
    const holder = await holdPort();
    const { receiver } = await unstarted({ httpPort: holder.port, grpcPort: holder.port + 1 });
    await receiver.start();
    await receiver.stop();
    const { http } = await receiver.retry('http');
    expect(http).toMatchObject({ state: 'port-in-use' });
    if (http.state === 'port-in-use') expect(http.nextFreePort).toBeGreaterThan(holder.port + 1);
  });
});

describe('settings and status', () => {
  it('tells every change of the status', async () => {
    const { receiver } = await unstarted({});
    const seen: string[] = [];
    const stop = receiver.onStatus(({ http }: ReceiverStatus) => seen.push(http.state));
    await receiver.start();
    await receiver.stop();
    const changes = seen.filter((state, i) => state !== seen[i - 1]);
    expect(changes).toEqual(['starting', 'listening', 'stopped']);
    stop();
    const { length } = seen;
    await receiver.start();
    expect(seen).toHaveLength(length);
  });

  it('moves to a changed port, also when the two are swapped', async () => {
    const { receiver, settings, httpPort, grpcPort } = await startReceiver();
    await receiver.usePort('http', httpPort);
    await receiver.usePort('grpc', grpcPort);
    const next = await receiver.applySettings({
      ...settings,
      httpPort: grpcPort,
      grpcPort: httpPort,
    });
    expect([portOf(next.http), portOf(next.grpc)]).toEqual([grpcPort, httpPort]);
  });

  it('starts again after it has stopped', async () => {
    const { receiver, ingest } = await startReceiver();
    await receiver.stop();
    const port = portOf((await receiver.start()).http);
    await send({ port, headers: json, body: tracesJson({ name: 'again' }) });
    expect(ingest.names).toEqual(['again']);
  });

  it('answers an HTTP request in flight when it stops, and closes its connection', async () => {
    const {
      receiver,
      ingest,
      httpPort: port,
    } = await startReceiver({ limits: { drainMs: 30_000 } });
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    ingest.beforeCommit = () => held;
    const answer = send({ port, headers: json, body: tracesJson({ name: 'last' }) });
    await until(() => ingest.submitted === 1);
    const stopped = receiver.stop();
    commit();
    expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
    await stopped;
    expect(ingest.names).toEqual(['last']);
  });

  it.each([
    ['nothing', ''],
    ['half a method', 'PR'],
  ])('G12 does not wait for a connection that has said %s', async (_what, said) => {
    const { receiver, httpPort: port } = await startReceiver({ limits: { drainMs: 60_000 } });
    const silent = connect(port, '127.0.0.1');
    onTestFinished(() => void silent.destroy());
    const closed = once(silent, 'close');
    await once(silent, 'connect');
    silent.write(said);
    // Connections are accepted in order: after this answer the silent one has been.
    expect((await send({ port, path: '/nowhere', headers: json, body: '{}' })).status).toBe(404);
    await receiver.stop();
    silent.resume();
    await closed;
  });

  it('sums up what arrived', async () => {
    const { receiver, httpPort: port, grpcPort } = await startReceiver();
    await send({ port, headers: { ...json, 'User-Agent': 'one' }, body: tracesJson({}, {}) });
    await grpcClient(grpcPort).export({ body: tracesProtobuf({}) });
    await send({ port, headers: { ...protobuf, 'User-Agent': 'two' }, body: Buffer.from([0xff]) });
    expect(receiver.stats()).toMatchObject({
      requests: 3,
      spans: 3,
      rejectedRequests: 1,
      activeClients: 3,
      lastRequest: { userAgent: 'two', outcome: 'rejected', transport: 'http/protobuf' },
    });
  });
});

describe('acknowledgement', () => {
  it('B3 answers after the commit and not before', async () => {
    const { httpPort: port, grpcPort, ingest } = await startReceiver();
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    ingest.beforeCommit = () => held;
    let answers = 0;
    const sent = Promise.all([
      send({ port, headers: json, body: tracesJson({}) }).finally(() => (answers += 1)),
      grpcClient(grpcPort)
        .export({ body: tracesProtobuf({}) })
        .finally(() => (answers += 1)),
    ]);
    await until(() => ingest.submitted === 2);
    // Any answer would arrive within this round trip.
    expect((await send({ port, path: '/nowhere', headers: json, body: '{}' })).status).toBe(404);
    expect([answers, ingest.spans.size]).toEqual([0, 0]);
    commit();
    const [http, grpc] = await sent;
    expect([http.status, grpc.code]).toEqual([200, status.OK]);
    expect(ingest.spans.size).toBe(2);
  });

  it('B2 takes a child before its parent, over many requests and both transports', async () => {
    const { httpPort: port, grpcPort, ingest } = await startReceiver();
    const traceId = 'ab'.repeat(16);
    const id = (n: number): string => n.toString(16).padStart(16, '0');
    const client = grpcClient(grpcPort);
    for (let n = 6; n >= 1; n -= 1) {
      const span = { traceId, spanId: id(n), ...(n > 1 ? { parentSpanId: id(n - 1) } : {}) };
      if (n % 2 === 0) {
        const result = await send({ port, headers: json, body: tracesJson(span) });
        expect(result).toMatchObject({ status: 200, text: '{}' });
      } else {
        const result = await client.export({ body: tracesProtobuf(span) });
        expect(result).toMatchObject({ code: status.OK, response: Buffer.alloc(0) });
      }
    }
    expect(new Set([...ingest.spans.values()].map((span) => span.traceId))).toEqual(
      new Set([traceId]),
    );
    expect(ingest.spans.size).toBe(6);
  });

  it('B11 listens before there is a store and holds early requests until there is', async () => {
    const ingest = new MemoryIngest();
    const { receiver, httpPort: port, grpcPort, reports } = await startReceiver({ ingest: null });
    const sent = Promise.all([
      send({ port, headers: json, body: tracesJson({ name: 'http' }) }),
      grpcClient(grpcPort).export({ body: tracesProtobuf({ name: 'grpc' }) }),
    ]);
    expect((await send({ port, path: '/nowhere', headers: json, body: '{}' })).status).toBe(404);
    expect(reports).toHaveLength(1);
    receiver.useIngest(ingest);
    const [http, grpc] = await sent;
    expect([http.status, grpc.code]).toEqual([200, status.OK]);
    expect(ingest.names.sort()).toEqual(['grpc', 'http']);
  });

  it('B11 answers 503 with Retry-After 1, and UNAVAILABLE, when the store does not open in time', async () => {
    const { httpPort: port, grpcPort } = await startReceiver({
      ingest: null,
      limits: { holdMs: 50 },
    });
    const [http, grpc] = await Promise.all([
      send({ port, headers: json, body: tracesJson({}) }),
      grpcClient(grpcPort).export({ body: tracesProtobuf({}) }),
    ]);
    expect(http).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(grpc.code).toBe(status.UNAVAILABLE);
    expect(grpc.trailers.get('google.rpc.retryinfo-bin')).toHaveLength(1);
  });

  it('B11 asks an ingest again that was unavailable and left the request untouched', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    let refusals = 2;
    ingest.instead = () => {
      refusals -= 1;
      if (refusals === 0) ingest.instead = null;
      return { status: 'unavailable', message: 'Opening.' };
    };
    const result = await send({ port, headers: json, body: tracesJson({ name: 'patient' }) });
    expect(result.status).toBe(200);
    expect(ingest.names).toEqual(['patient']);
    expect(ingest.submitted).toBe(3);
  });

  it('B11 does not keep a stopping receiver waiting for a store', async () => {
    const { receiver, httpPort: port, reports } = await startReceiver({ ingest: null });
    const early = send({ port, headers: json, body: tracesJson({}) });
    await until(() => receiver.status().http.state === 'listening' && reports.length === 0);
    await send({ port, path: '/nowhere', headers: json, body: '{}' });
    await receiver.stop();
    expect((await early).status).toBe(503);
  });

  it('B13 answers a busy, failing or slow store with 503 and UNAVAILABLE, never 500 or INTERNAL', async () => {
    const {
      httpPort: port,
      grpcPort,
      ingest,
    } = await startReceiver({
      limits: { holdMs: 0, commitMs: 50 },
    });
    const client = grpcClient(grpcPort);
    const failings: (() => void)[] = [
      () => (ingest.instead = () => ({ status: 'unavailable', message: 'The database is busy.' })),
      () =>
        (ingest.instead = () => {
          throw new Error('SQLITE_BUSY');
        }),
      () => {
        ingest.instead = null;
        ingest.beforeCommit = () => new Promise(() => undefined);
      },
    ];
    for (const fail of failings) {
      fail();
      const http = await send({ port, headers: json, body: tracesJson({}) });
      expect(http).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect((await client.export({ body: tracesProtobuf({}) })).code).toBe(status.UNAVAILABLE);
    }
  });
});

async function unstarted(ports: { httpPort?: number; grpcPort?: number }) {
  const ingest = new MemoryIngest();
  const receiver = createReceiver({
    settings: {
      httpPort: 0,
      grpcPort: 0,
      allowedOrigins: [],
      allowedHosts: [],
      maxBodyBytes: 1024 * 1024,
      ...ports,
    },
    ingest,
    limits: { drainMs: 1_000 },
  });
  onTestFinished(() => receiver.stop());
  return { receiver, ingest };
}

/** A process of its own that listens on a port of 127.0.0.1. */
async function holdPort(): Promise<{ port: number; pid: number; release: () => Promise<void> }> {
  const script =
    "require('net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)})";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const release = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  onTestFinished(release);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(line.toString()), pid: child.pid ?? 0, release };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
