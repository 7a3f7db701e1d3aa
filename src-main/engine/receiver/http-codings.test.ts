import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { json, protobuf, send, sendRaw } from './test-support/http-client';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { decodeStatus } from './test-support/rpc-decoder';
import { startReceiver } from './test-support/start-receiver';

const KIB = 1024;
const body = tracesProtobuf({ name: 'a', padding: 100_000 });
const encoded = (coding: string): Record<string, string> => ({
  ...protobuf,
  'Content-Encoding': coding,
});

describe('content codings', () => {
  it.each<[string, Record<string, string>, Buffer]>([
    ['H9 takes a body without coding', protobuf, body],
    ['H9 takes gzip', encoded('gzip'), gzipSync(body)],
    ['H10 takes deflate in the zlib format', encoded('deflate'), deflateSync(body)],
    ['H10 takes deflate without the zlib format', encoded('deflate'), deflateRawSync(body)],
    ['H10 takes zstd', encoded('zstd'), zlib.zstdCompressSync(body)],
    ['H11 takes identity', encoded('identity'), body],
    ['H11 takes GZIP', encoded('GZIP'), gzipSync(body)],
    ['H11 takes x-gzip', encoded('x-gzip'), gzipSync(body)],
    ['H11 takes "identity, gzip"', encoded('identity, gzip'), gzipSync(body)],
  ])('%s', async (_title, headers, sent) => {
    const { httpPort: port, ingest } = await startReceiver();
    expect((await send({ port, headers, body: sent })).status).toBe(200);
    expect(ingest.names).toEqual(['a']);
  });

  it('H10 takes deflate whose first bytes come one by one', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    const deflated = deflateSync(body);
    const chunks = [deflated.subarray(0, 1), deflated.subarray(1, 2), deflated.subarray(2)];
    expect((await send({ port, headers: encoded('deflate'), chunks })).status).toBe(200);
    expect(ingest.names).toEqual(['a']);
  });

  it.each(['br', 'snappy', 'lz4', 'gzip, gzip', 'nonsense'])(
    'H12 answers coding "%s" with 415 and what it takes',
    async (coding) => {
      const { httpPort: port, ingest } = await startReceiver();
      const result = await send({ port, headers: encoded(coding), body });
      expect(result.status).toBe(415);
      expect(result.headers['accept-encoding']).toBe('gzip, deflate, zstd, identity');
      expect(ingest.submitted).toBe(0);
    },
  );

  const truncated = gzipSync(body).subarray(0, 100);
  it.each<[string, string, Buffer]>([
    ['gzip that is none', 'gzip', body],
    ['gzip that ends early', 'gzip', truncated],
    ['deflate that ends early', 'deflate', deflateSync(body).subarray(0, 50)],
    ['deflate of one byte', 'deflate', Buffer.from([0x78])],
    ['zstd that is none', 'zstd', body],
    ['zstd that ends early', 'zstd', zlib.zstdCompressSync(body).subarray(0, 40)],
  ])(
    'H12 answers %s with 400 and a Status in the encoding of the request',
    async (_title, coding, sent) => {
      const { httpPort: port, ingest } = await startReceiver();
      const result = await send({ port, headers: encoded(coding), body: sent });
      expect(result.status).toBe(400);
      expect(decodeStatus(result.body)).toMatchObject({
        code: 3,
        message: expect.stringContaining(coding),
      });
      const inJson = await send({
        port,
        headers: { ...json, 'Content-Encoding': coding },
        body: sent,
      });
      expect(JSON.parse(inJson.text)).toMatchObject({ code: 3 });
      expect(ingest.submitted).toBe(0);
    },
  );
});

describe('size limits', () => {
  const limit = 64 * KIB;
  const settings = { maxBodyBytes: limit };
  const exact = tracesProtobuf({ name: 'a', padding: 60_000 });
  const padding = 60_000 + limit - exact.byteLength;
  const atLimit = tracesProtobuf({ name: 'a', padding });
  const overLimit = tracesProtobuf({ name: 'a', padding: padding + 1 });

  it('H13 takes a body of exactly the limit and answers one byte more with 413', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver({ settings });
    expect([atLimit.byteLength, overLimit.byteLength]).toEqual([limit, limit + 1]);
    expect((await send({ port, headers: protobuf, body: atLimit })).status).toBe(200);
    const refused = await send({ port, headers: protobuf, body: overLimit });
    expect(refused.status).toBe(413);
    expect(decodeStatus(refused.body)).toMatchObject({
      code: 8,
      message: expect.stringContaining(`${limit}`),
    });
    expect(ingest.spans.size).toBe(1);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected']);
  });

  it('H13 answers a chunked body over the limit with 413', async () => {
    const { httpPort: port } = await startReceiver({ settings });
    const chunks = Array.from({ length: 40 }, () => Buffer.alloc(8 * KIB));
    expect((await send({ port, headers: protobuf, chunks })).status).toBe(413);
  });

  it.each<[string, Buffer]>([
    ['gzip', gzipSync(overLimit)],
    ['deflate', deflateSync(overLimit)],
    ['zstd', zlib.zstdCompressSync(overLimit)],
  ])('H13 answers %s that inflates over the limit with 413', async (coding, sent) => {
    const { httpPort: port, ingest } = await startReceiver({ settings });
    expect(sent.byteLength).toBeLessThan(limit);
    expect((await send({ port, headers: encoded(coding), body: sent })).status).toBe(413);
    expect(ingest.submitted).toBe(0);
  });

  it('H13 obeys a limit that is changed while it runs', async () => {
    const { httpPort: port, receiver, settings: first } = await startReceiver({ settings });
    await receiver.applySettings({ ...first, maxBodyBytes: 2 * limit });
    expect((await send({ port, headers: protobuf, body: overLimit })).status).toBe(200);
  });

  it('S7 stops a gzip bomb at the limit', async () => {
    const { httpPort: port, ingest } = await startReceiver({
      settings: { maxBodyBytes: 1024 * KIB },
    });
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * KIB), { level: 9 });
    expect(bomb.byteLength).toBeLessThan(1024 * KIB);
    expect((await send({ port, headers: encoded('gzip'), body: bomb })).status).toBe(413);
    expect(ingest.submitted).toBe(0);
    expect((await send({ port, headers: json, body: tracesJson({}) })).status).toBe(200);
  });

  it('S8 bounds the bytes of all requests together: one that does not fit is told to come again', async () => {
    const { httpPort: port, ingest } = await startReceiver({
      settings,
      limits: { maxQueuedBytes: 2 * limit },
    });
    // Takes the bytes of one request out of the ledger's sight and into the ingest's count.
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    ingest.beforeCommit = () => held;
    const first = send({ port, headers: protobuf, body: atLimit });
    const second = send({ port, headers: encoded('gzip'), body: gzipSync(atLimit) });
    await until(() => ingest.submitted === 2);
    const third = await send({ port, headers: encoded('gzip'), body: gzipSync(atLimit) });
    expect(third).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    commit();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    const again = await send({ port, headers: encoded('gzip'), body: gzipSync(atLimit) });
    expect(again.status).toBe(200);
  });

  it('S8 bounds what is inflated while it is inflated, and forgets it afterwards', async () => {
    const { httpPort: port, ingest } = await startReceiver({
      settings,
      limits: { maxQueuedBytes: 2 * limit },
    });
    ingest.queuedBytes = limit + limit / 2;
    const refused = await send({ port, headers: encoded('gzip'), body: gzipSync(atLimit) });
    expect(refused.status).toBe(503);
    ingest.queuedBytes = 0;
    const results = [];
    for (let i = 0; i < 5; i += 1) {
      results.push(
        (await send({ port, headers: encoded('gzip'), body: gzipSync(atLimit) })).status,
      );
    }
    expect(results).toEqual([200, 200, 200, 200, 200]);
  });
});

describe('time limits', () => {
  const post = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

  it('S8 closes a connection that says nothing', async () => {
    const { httpPort } = await startReceiver({ limits: { headersMs: 100 } });
    expect(await sendRaw(httpPort)).toBe('');
  });

  it('S8 answers headers that do not end with 408', async () => {
    const { httpPort } = await startReceiver({ limits: { headersMs: 100 } });
    expect(await sendRaw(httpPort, post)).toMatch(/^HTTP\/1.1 408 /);
  });

  it('S8 answers a body that does not end with 408', async () => {
    const { httpPort, ingest } = await startReceiver({ limits: { headersMs: 50, requestMs: 100 } });
    expect(await sendRaw(httpPort, `${post}Content-Length: 10\r\n\r\n{`)).toMatch(
      /^HTTP\/1.1 408 /,
    );
    expect(ingest.submitted).toBe(0);
  });

  it('S8 closes an idle connection', async () => {
    const { httpPort } = await startReceiver({ limits: { keepAliveMs: 100 } });
    const received = await sendRaw(httpPort, `${post}Content-Length: 2\r\n\r\n{}`);
    expect(received).toMatch(/^HTTP\/1.1 200 /);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
