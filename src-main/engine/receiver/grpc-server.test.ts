import { once } from 'node:events';
import { connect, constants as http2 } from 'node:http2';
import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';

import { compressionAlgorithms, status } from '@grpc/grpc-js';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { IngestOutcome } from '../ingest';
import { grpcClient, traceService } from './test-support/grpc-client';
import { json, send, sendRaw } from './test-support/http-client';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { decodeExportResponse, decodeRetryInfo, decodeStatus } from './test-support/rpc-decoder';
import { startReceiver } from './test-support/start-receiver';

const MIB = 1024 * 1024;
const gzip = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip };
const deflate = { 'grpc.default_compression_algorithm': compressionAlgorithms.deflate };
const committed: IngestOutcome = {
  status: 'committed',
  added: 1,
  alreadyThere: 0,
  updated: 0,
  rejected: 0,
  rejections: [],
  metricDataPoints: 0,
  traceKeys: [],
  message: '',
};

describe('calls', () => {
  it.each([
    ['trace.v1.TraceService', 1],
    ['logs.v1.LogsService', 1],
    ['metrics.v1.MetricsService', 1],
    ['profiles.v1development.ProfilesService', 0],
  ])('G1 serves %s/Export', async (name, submitted) => {
    const { grpcPort, ingest } = await startReceiver();
    const service = `opentelemetry.proto.collector.${name}`;
    const result = await grpcClient(grpcPort).export({ service, body: new Uint8Array(0) });
    expect(result).toMatchObject({ code: status.OK, response: Buffer.alloc(0) });
    expect(ingest.submitted).toBe(submitted);
  });

  it('G1 stores what is sent, with who sent it', async () => {
    const { grpcPort, ingest, reports } = await startReceiver();
    const metadata = { 'x-mlflow-experiment-id': '7', authorization: 'Bearer secret' };
    await grpcClient(grpcPort).export({ body: tracesProtobuf({ name: 'a' }), metadata });
    const [span] = ingest.spans.values();
    expect(span).toMatchObject({
      name: 'a',
      source: {
        transport: 'grpc',
        agent: expect.stringContaining('grpc-node-js'),
        headers: [{ name: 'x-mlflow-experiment-id', value: '7' }],
      },
    });
    expect(reports).toMatchObject([
      { transport: 'grpc', signal: 'traces', outcome: 'accepted', spans: 1 },
    ]);
  });

  it('lets a whole batch be sent without waiting for a window', async () => {
    const { grpcPort } = await startReceiver();
    const session = connect(`http://127.0.0.1:${grpcPort}`);
    onTestFinished(() => session.destroy());
    // The first settings are Node's own, the receiver's follow.
    while (session.remoteSettings.initialWindowSize !== MIB) await once(session, 'remoteSettings');
    await expect.poll(() => session.state.remoteWindowSize).toBeGreaterThanOrEqual(4 * MIB);
  });

  it('G2 answers an unknown method with UNIMPLEMENTED', async () => {
    const { grpcPort } = await startReceiver();
    const service = 'opentelemetry.proto.collector.unknown.v1.UnknownService';
    const result = await grpcClient(grpcPort).export({ service, body: new Uint8Array(0) });
    expect(result.code).toBe(status.UNIMPLEMENTED);
  });

  it.each([
    ['identity', {}],
    ['gzip', gzip],
    ['deflate', deflate],
  ])('G3 takes %s', async (_name, options) => {
    const { grpcPort, ingest } = await startReceiver();
    const body = tracesProtobuf({ name: 'a', padding: 100_000 });
    expect((await grpcClient(grpcPort, options).export({ body })).code).toBe(status.OK);
    expect(ingest.names).toEqual(['a']);
  });

  it('G3 answers zstd with UNIMPLEMENTED and what it takes', async () => {
    const { grpcPort } = await startReceiver();
    const session = http2Session(grpcPort);
    const { headers, trailers } = await callRaw(
      session,
      { 'grpc-encoding': 'zstd' },
      frame(Buffer.from([1]), 1),
    );
    const answer = { ...headers, ...trailers };
    expect(answer['grpc-status']).toBe(String(status.UNIMPLEMENTED));
  });

  it('G4 takes more than the 4 MiB that grpc-js takes by default', async () => {
    const { grpcPort, ingest } = await startReceiver();
    const body = tracesProtobuf({ name: 'big', padding: 5 * MIB });
    expect((await grpcClient(grpcPort).export({ body })).code).toBe(status.OK);
    expect(ingest.names).toEqual(['big']);
  });

  it('G4 answers a plain message over the limit with RESOURCE_EXHAUSTED and no RetryInfo', async () => {
    const { grpcPort, ingest, reports } = await startReceiver({ settings: { maxBodyBytes: MIB } });
    const result = await grpcClient(grpcPort).export({ body: Buffer.alloc(MIB + 1) });
    expect(result.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(result.trailers.get('grpc-status-details-bin')).toEqual([]);
    expect(result.trailers.get('google.rpc.retryinfo-bin')).toEqual([]);
    expect(ingest.submitted).toBe(0);
    await until(() => reports.length > 0);
    expect(reports).toMatchObject([{ transport: 'grpc', outcome: 'rejected' }]);
  });

  it('G4 S7 answers a gzip bomb with RESOURCE_EXHAUSTED and no RetryInfo', async () => {
    const { grpcPort, ingest } = await startReceiver({ settings: { maxBodyBytes: MIB } });
    const bomb = gzipSync(Buffer.alloc(50 * MIB));
    expect(bomb.byteLength).toBeLessThan(MIB);
    const session = http2Session(grpcPort);
    const { headers, trailers } = await callRaw(
      session,
      { 'grpc-encoding': 'gzip' },
      frame(bomb, 1),
    );
    const answer = { ...headers, ...trailers };
    expect(answer['grpc-status']).toBe(String(status.RESOURCE_EXHAUSTED));
    expect(answer['grpc-status-details-bin']).toBeUndefined();
    expect(ingest.submitted).toBe(0);
  });

  it('G4 obeys a limit that is changed while it runs, on open connections too', async () => {
    const { grpcPort, receiver, settings } = await startReceiver({
      settings: { maxBodyBytes: MIB },
    });
    const client = grpcClient(grpcPort);
    const body = tracesProtobuf({ padding: 2 * MIB });
    expect((await client.export({ body })).code).toBe(status.RESOURCE_EXHAUSTED);
    await receiver.applySettings({ ...settings, maxBodyBytes: 4 * MIB });
    await expect.poll(async () => (await client.export({ body })).code).toBe(status.OK);
  });

  it('G5 answers what is no OTLP with INVALID_ARGUMENT and BadRequest', async () => {
    const { grpcPort, ingest, reports } = await startReceiver();
    const result = await grpcClient(grpcPort).export({ body: Buffer.from([0x0a, 0xff]) });
    expect(result.code).toBe(status.INVALID_ARGUMENT);
    const [details] = result.trailers.get('grpc-status-details-bin');
    expect(decodeStatus(details as Buffer)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      message: result.details,
      details: [{ type: 'BadRequest', value: { fieldViolations: [{ field: 'body' }] } }],
    });
    expect(ingest.spans.size).toBe(0);
    expect(reports).toMatchObject([{ outcome: 'rejected' }]);
  });

  it('G6 answers overload with UNAVAILABLE and RetryInfo in both trailers', async () => {
    const { grpcPort, ingest, reports } = await startReceiver({ settings: { maxBodyBytes: MIB } });
    ingest.queuedBytes = 256 * MIB;
    const result = await grpcClient(grpcPort).export({ body: tracesProtobuf({}) });
    expect(result.code).toBe(status.UNAVAILABLE);
    const [details] = result.trailers.get('grpc-status-details-bin');
    const retry = { retryDelay: { seconds: '1' } };
    expect(decodeStatus(details as Buffer)).toMatchObject({
      code: status.UNAVAILABLE,
      details: [{ type: 'RetryInfo', value: retry }],
    });
    const [retryInfo] = result.trailers.get('google.rpc.retryinfo-bin');
    expect(decodeRetryInfo(retryInfo as Buffer)).toEqual(retry);
    expect(ingest.submitted).toBe(0);
    expect(reports).toMatchObject([{ outcome: 'rejected' }]);
  });

  it.each(['application/grpc', 'application/grpc+proto'])(
    'G7 takes content type %s',
    async (type) => {
      const { grpcPort, ingest } = await startReceiver();
      const session = http2Session(grpcPort);
      const { trailers } = await callRaw(
        session,
        { 'content-type': type },
        frame(tracesProtobuf({})),
      );
      expect(trailers['grpc-status']).toBe('0');
      expect(ingest.spans.size).toBe(1);
    },
  );

  it('G7 answers text/plain with 415', async () => {
    const { grpcPort } = await startReceiver();
    const session = http2Session(grpcPort);
    const { headers } = await callRaw(
      session,
      { 'content-type': 'text/plain' },
      frame(Buffer.alloc(0)),
    );
    expect(headers[':status']).toBe(415);
  });
});

describe('connections', () => {
  it('G8 serves OTLP/HTTP on the gRPC port', async () => {
    const { grpcPort: port, ingest } = await startReceiver();
    expect((await send({ port, headers: json, body: tracesJson({ name: 'a' }) })).status).toBe(200);
    expect((await send({ port, method: 'GET', path: '/' })).status).toBe(404);
    expect(ingest.names).toEqual(['a']);
  });

  it('G8 serves OTLP/gRPC on the HTTP port', async () => {
    const { httpPort, ingest } = await startReceiver();
    const body = tracesProtobuf({ name: 'a', padding: MIB });
    expect((await grpcClient(httpPort).export({ body })).code).toBe(status.OK);
    expect(ingest.names).toEqual(['a']);
  });

  it('G8 tells the protocols apart when the first bytes come one by one', async () => {
    const { httpPort, grpcPort } = await startReceiver();
    for (const port of [httpPort, grpcPort]) {
      for (const method of ['POST', 'PUT', 'PRI', 'GET']) {
        const pieces = `${method} /v1/traces HTTP/1.1\r\nConnection: close\r\n\r\n`.split('');
        const received = await sendRaw(port, ...pieces);
        // `PRI` is no HTTP/1 method: the HTTP/2 server refuses the broken preface.
        if (method !== 'PRI') expect(received).toMatch(/^HTTP\/1.1 40\d /);
        else expect(received).not.toMatch(/^HTTP/);
      }
    }
  });

  it('G8 tells a TLS client in plain text what is wrong', async () => {
    const { grpcPort, reports } = await startReceiver();
    const received = await sendRaw(grpcPort, Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05]));
    expect(received).toMatch(/^HTTP\/1.1 400 [^]*http:\/\//);
    expect(reports).toMatchObject([{ transport: 'grpc', outcome: 'rejected' }]);
  });

  it('G9 answers parallel calls on one connection, over h2c', async () => {
    const { grpcPort, ingest } = await startReceiver();
    const session = http2Session(grpcPort);
    const calls = Array.from({ length: 50 }, (_, i) =>
      callRaw(session, {}, frame(tracesProtobuf({ name: `span ${i}` }))),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(({ trailers }) => trailers['grpc-status'])).toEqual(Array(50).fill('0'));
    expect(ingest.spans.size).toBe(50);
  });

  it('G9 S8 answers more large parallel calls than it reads from at a time', async () => {
    const { grpcPort, ingest } = await startReceiver({
      settings: { maxBodyBytes: 2 * MIB },
      limits: { maxQueuedBytes: 2 * MIB },
    });
    ingest.instead = () => committed;
    const client = grpcClient(grpcPort, gzip);
    const body = tracesProtobuf({ padding: MIB });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.export({ body })));
    expect(results.map(({ code }) => code)).toEqual(Array(20).fill(status.OK));
  });

  it('S8 gives a call that stops in the middle of its message up, and the others go on', async () => {
    const { grpcPort } = await startReceiver({
      settings: { maxBodyBytes: MIB },
      limits: { maxQueuedBytes: MIB, headersMs: 100, requestMs: 100 },
    });
    const session = http2Session(grpcPort);
    const stalled = session.request(grpcHeaders({}));
    stalled.write(frame(tracesProtobuf({ padding: 1_000 })).subarray(0, 500));
    const [headers] = (await once(stalled, 'response')) as [IncomingHttpHeaders];
    expect(headers['grpc-status']).toBe(String(status.DEADLINE_EXCEEDED));
    expect((await grpcClient(grpcPort).export({ body: tracesProtobuf({}) })).code).toBe(status.OK);
  });

  it.each([
    ['nothing', 0],
    ['the beginning of a message', 500],
  ])('S8 answers other calls while many have sent %s', async (_what, bytes) => {
    const { grpcPort, ingest } = await startReceiver({
      settings: { maxBodyBytes: MIB },
      limits: { maxQueuedBytes: 2 * MIB, requestMs: 3_600_000 },
    });
    const session = http2Session(grpcPort);
    await once(session, 'connect');
    for (let i = 0; i < 50; i += 1) {
      const stream = session.request(grpcHeaders({}));
      stream.on('error', () => undefined);
      stream.write(frame(Buffer.alloc(MIB - 1)).subarray(0, bytes));
    }
    await new Promise((resolve) => session.ping(resolve));
    const body = tracesProtobuf({ name: 'other' });
    expect((await grpcClient(grpcPort).export({ body })).code).toBe(status.OK);
    expect(ingest.names).toEqual(['other']);
  });

  it('S8 takes a message that comes byte by byte, and one of no bytes', async () => {
    const { grpcPort, ingest } = await startReceiver();
    const session = http2Session(grpcPort);
    for (const message of [tracesProtobuf({ name: 'slow' }), new Uint8Array(0)]) {
      const stream = session.request(grpcHeaders({}));
      let trailers: IncomingHttpHeaders = {};
      stream.on('trailers', (answer) => (trailers = answer));
      for (const byte of frame(message)) {
        stream.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      stream.end();
      stream.resume();
      await once(stream, 'end');
      expect(trailers['grpc-status']).toBe('0');
    }
    expect(ingest.names).toEqual(['slow']);
  });

  it('S8 counts what has come of messages: more than the limit together is UNAVAILABLE', async () => {
    const { grpcPort, ingest, reports } = await startReceiver({
      settings: { maxBodyBytes: MIB },
      limits: { maxQueuedBytes: MIB },
    });
    const session = http2Session(grpcPort);
    // Twice the size limit always has room.
    const most = frame(Buffer.alloc(MIB)).subarray(0, MIB - 1_000);
    const holding = [session.request(grpcHeaders({})), session.request(grpcHeaders({}))];
    for (const stream of holding) {
      stream.on('error', () => undefined);
      await new Promise((resolve) => stream.write(most, resolve));
    }
    await new Promise((resolve) => session.ping(resolve));
    const call = { body: tracesProtobuf({ padding: 10_000 }) };
    const client = grpcClient(grpcPort);
    const refused = await client.export(call);
    expect(refused.code).toBe(status.UNAVAILABLE);
    expect(refused.trailers.get('google.rpc.retryinfo-bin')).toHaveLength(1);
    for (const stream of holding) stream.close(http2.NGHTTP2_CANCEL);
    await expect.poll(async () => (await client.export(call)).code).toBe(status.OK);
    expect(ingest.spans.size).toBeGreaterThan(0);
    expect(reports.some(({ message }) => message.includes('cancelled'))).toBe(true);
  });

  it('S8 answers a call that ends in the middle of its message with INVALID_ARGUMENT', async () => {
    const { grpcPort, reports } = await startReceiver();
    const session = http2Session(grpcPort);
    const { headers } = await callRaw(session, {}, frame(tracesProtobuf({})).subarray(0, 20));
    expect(headers['grpc-status']).toBe(String(status.INVALID_ARGUMENT));
    expect(reports).toMatchObject([{ transport: 'grpc', outcome: 'rejected' }]);
  });

  it('S8 goes on after calls that are cancelled while they wait', async () => {
    const { grpcPort } = await startReceiver({
      settings: { maxBodyBytes: MIB },
      limits: { maxQueuedBytes: MIB },
    });
    const session = http2Session(grpcPort);
    await once(session, 'connect');
    const streams = Array.from({ length: 5 }, () => session.request(grpcHeaders({})));
    for (const stream of streams) {
      stream.on('error', () => undefined);
      stream.write(Buffer.from([0, 0, 0]));
    }
    // A round trip later all five have come in: one is read from, four wait.
    await new Promise((resolve) => session.ping(resolve));
    for (const stream of streams.reverse()) {
      stream.close(http2.NGHTTP2_CANCEL);
      await once(stream, 'close');
    }
    expect((await grpcClient(grpcPort).export({ body: tracesProtobuf({}) })).code).toBe(status.OK);
  });

  it('G12 answers the call in flight when it stops, and then closes the connection', async () => {
    const { grpcPort, receiver, ingest } = await startReceiver({ limits: { drainMs: 30_000 } });
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    ingest.beforeCommit = () => held;
    const session = http2Session(grpcPort);
    const goaway = once(session, 'goaway');
    const closed = once(session, 'close');
    const answer = callRaw(session, {}, frame(tracesProtobuf({ name: 'last' })));
    await until(() => ingest.submitted === 1);
    const stopped = receiver.stop();
    await goaway;
    commit();
    expect((await answer).trailers['grpc-status']).toBe('0');
    await Promise.all([stopped, closed]);
    expect(ingest.names).toEqual(['last']);
    expect(receiver.status()).toEqual({ http: { state: 'stopped' }, grpc: { state: 'stopped' } });
  });

  it('G12 closes a connection when its client has ended its side', async () => {
    const { grpcPort, receiver } = await startReceiver({ limits: { drainMs: 60_000 } });
    const settingsFrame = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    // Resolves when the connection is closed.
    const received = await sendRaw(grpcPort, preface, settingsFrame, 'END');
    expect(received.length).toBeGreaterThan(0);
    await receiver.stop();
  });

  it('G12 answers pings on an idle connection', async () => {
    const { grpcPort } = await startReceiver();
    const session = http2Session(grpcPort);
    await once(session, 'connect');
    for (let i = 0; i < 20; i += 1) {
      await new Promise<void>((resolve, reject) => {
        session.ping((error) => (error === null ? resolve() : reject(error)));
      });
    }
    const { trailers } = await callRaw(session, {}, frame(tracesProtobuf({})));
    expect(trailers['grpc-status']).toBe('0');
  });
});

describe('answers', () => {
  it('G11 answers full success with an empty message', async () => {
    const { grpcPort } = await startReceiver();
    const result = await grpcClient(grpcPort).export({ body: tracesProtobuf({}) });
    expect(result).toMatchObject({ code: status.OK, response: Buffer.alloc(0) });
  });

  it('G11 answers partial success with the count and the reason, below 4 MiB', async () => {
    const { grpcPort, ingest, reports } = await startReceiver();
    const client = grpcClient(grpcPort);
    const body = tracesProtobuf({ name: 'good' }, { traceId: '0'.repeat(32) });
    const result = await client.export({ body });
    expect(result.code).toBe(status.OK);
    expect(decodeExportResponse(result.response ?? Buffer.alloc(0))).toEqual({
      partialSuccess: { rejected: '1', errorMessage: expect.stringMatching(/\w/) },
    });
    ingest.instead = () => ({ ...committed, rejected: 1, message: 'long '.repeat(2_000_000) });
    const long = await client.export({ body });
    expect(long.response?.byteLength).toBeLessThan(4 * MIB);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['partial', 'partial']);
  });

  it('carries a message with any characters in it', async () => {
    const { grpcPort, ingest } = await startReceiver();
    const message = 'Grüße 日本 \u{1f600} \ud800 %\n';
    ingest.instead = () => ({ status: 'undecodable', message, offset: 3, reason: message });
    const result = await grpcClient(grpcPort).export({ body: tracesProtobuf({}) });
    expect(result.code).toBe(status.INVALID_ARGUMENT);
    expect(result.details).toContain('Grüße 日本 \u{1f600} \ufffd');
  });
});

function http2Session(port: number): ClientHttp2Session {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

function grpcHeaders(headers: Record<string, string>): Record<string, string> {
  return {
    ':method': 'POST',
    ':path': `/${traceService}/Export`,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  };
}

/** A gRPC call as bytes on the wire, for what the client library does not do. */
async function callRaw(
  session: ClientHttp2Session,
  headers: Record<string, string>,
  message: Buffer,
): Promise<{ headers: IncomingHttpHeaders; trailers: IncomingHttpHeaders }> {
  const stream = session.request(grpcHeaders(headers));
  let received: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  stream.on('response', (answer) => (received = answer));
  stream.on('trailers', (answer) => (trailers = answer));
  stream.end(message);
  stream.resume();
  await once(stream, 'end');
  return { headers: received, trailers };
}

function frame(message: Uint8Array, compressed = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(message.byteLength, 1);
  return Buffer.concat([head, message]);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
