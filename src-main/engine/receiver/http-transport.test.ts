import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import { json, protobuf, send, sendRaw } from './test-support/http-client';
import { logsJson, metricsJson, tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { decodeExportResponse, decodeStatus } from './test-support/rpc-decoder';
import { startReceiver } from './test-support/start-receiver';

describe('paths', () => {
  it('H1 takes traces, logs and metrics at their paths', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver();
    const traces = await send({ port, headers: json, body: tracesJson({ name: 'a' }) });
    const logs = await send({ port, path: '/v1/logs', headers: json, body: logsJson });
    const metrics = await send({ port, path: '/v1/metrics', headers: json, body: metricsJson });
    expect([traces.status, logs.status, metrics.status]).toEqual([200, 200, 200]);
    expect(ingest.names).toEqual(['a']);
    expect(ingest.logRecords).toBe(1);
    expect(
      reports.map(({ spans, logRecords, metricDataPoints }) => [
        spans,
        logRecords,
        metricDataPoints,
      ]),
    ).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 2],
    ]);
  });

  it('H1 takes profiles at /v1development/profiles and not at /v1/profiles', async () => {
    const { httpPort: port } = await startReceiver();
    const path = '/v1development/profiles';
    expect((await send({ port, path, headers: json, body: '{}' })).status).toBe(200);
    expect((await send({ port, path: '/v1/profiles', headers: json, body: '{}' })).status).toBe(
      404,
    );
  });

  it('H2 accepts profiles with full success and hands nothing to the ingest', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver();
    const path = '/v1development/profiles';
    const result = await send({ port, path, headers: protobuf, body: Buffer.from([1, 2, 3]) });
    expect(result.status).toBe(200);
    expect(result.body).toHaveLength(0);
    expect(ingest.submitted).toBe(0);
    expect(reports).toMatchObject([{ signal: 'profiles', outcome: 'accepted' }]);
  });

  it('H3 answers POST / with 404 that names /v1/traces', async () => {
    const { httpPort: port } = await startReceiver();
    const result = await send({ port, path: '/', headers: json, body: tracesJson({}) });
    expect(result.status).toBe(404);
    expect(JSON.parse(result.text)).toMatchObject({
      code: 5,
      message: expect.stringMatching(/seen in the app.*\/v1\/traces.*MLFLOW_TRACKING_URI/),
    });
  });

  it('H3 says what to change where the exporter has added its path to a whole one', async () => {
    const { httpPort: port } = await startReceiver();
    const result = await send({ port, path: '/v1/traces/v1/traces', headers: json, body: '{}' });
    expect(result.status).toBe(404);
    expect(result.text).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  it.each([
    '//v1/traces',
    '/v1//traces',
    '/v1/traces/',
    '/v1/traces?x=1',
    '/api/public/otel/v1/traces',
    '//api/public/otel//v1/traces',
  ])('H4 takes %s without a redirect', async (path) => {
    const { httpPort: port, ingest } = await startReceiver();
    const headers = { ...json, Authorization: 'Basic cGs6c2s=' };
    expect((await send({ port, path, headers, body: tracesJson({}) })).status).toBe(200);
    expect(ingest.spans.size).toBe(1);
  });
});

describe('media types', () => {
  it.each([
    'application/x-protobuf',
    'APPLICATION/X-Protobuf',
    'application/x-protobuf; messageType="x"',
    ' application/x-protobuf ;charset=utf-8',
  ])('H5 takes "%s" as protobuf', async (type) => {
    const { httpPort: port, ingest } = await startReceiver();
    const body = tracesProtobuf({ name: 'a' });
    expect((await send({ port, headers: { 'Content-Type': type }, body })).status).toBe(200);
    expect(ingest.names).toEqual(['a']);
  });

  it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])(
    'H5 takes "%s" as JSON',
    async (type) => {
      const { httpPort: port, ingest } = await startReceiver();
      const body = tracesJson({ name: 'a' });
      expect((await send({ port, headers: { 'Content-Type': type }, body })).status).toBe(200);
      expect(ingest.names).toEqual(['a']);
    },
  );

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'json',
  ])('H6 answers Content-Type %j with 415 and never guesses', async (type) => {
    const { httpPort: port, ingest } = await startReceiver();
    const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
    const result = await send({ port, headers, body: tracesJson({}) });
    expect(result.status).toBe(415);
    expect(JSON.parse(result.text)).toMatchObject({ code: 3 });
    expect(ingest.submitted).toBe(0);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('H7 answers %s with 405 and Allow', async (method) => {
    const { httpPort: port } = await startReceiver();
    const result = await send({ port, method, headers: json, body: '{}' });
    expect(result.status).toBe(405);
    expect(result.headers.allow).toBe('POST, OPTIONS');
    expect(JSON.parse(result.text)).toMatchObject({ message: expect.stringContaining(method) });
  });

  it('H7 answers HEAD with 405 and Allow, without a body', async () => {
    const { httpPort: port } = await startReceiver();
    const result = await send({ port, method: 'HEAD' });
    expect(result).toMatchObject({ status: 405, text: '' });
    expect(result.headers.allow).toBe('POST, OPTIONS');
  });

  it('H8 answers in the media type of the request, good or bad', async () => {
    const { httpPort: port } = await startReceiver();
    const sent: [Record<string, string>, Buffer][] = [
      [json, tracesJson({})],
      [json, Buffer.from('{')],
      [protobuf, tracesProtobuf({})],
      [protobuf, Buffer.from([0xff])],
    ];
    const results = await Promise.all(sent.map(([headers, body]) => send({ port, headers, body })));
    expect(results.map((result) => [result.status, result.headers['content-type']])).toEqual([
      [200, 'application/json'],
      [400, 'application/json'],
      [200, 'application/x-protobuf'],
      [400, 'application/x-protobuf'],
    ]);
  });
});

describe('answers', () => {
  it('H14 takes a chunked upload without Content-Length', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    const body = tracesProtobuf({ name: 'a', padding: 300_000 });
    const chunks = [body.subarray(0, 7), body.subarray(7, 100_000), body.subarray(100_000)];
    expect((await send({ port, headers: protobuf, chunks })).status).toBe(200);
    expect(ingest.names).toEqual(['a']);
  });

  it('H15 answers a zero-byte protobuf body and {} with 200', async () => {
    const { httpPort: port } = await startReceiver();
    expect((await send({ port, headers: protobuf, body: '' })).status).toBe(200);
    expect((await send({ port, headers: protobuf })).status).toBe(200);
    expect((await send({ port, headers: json, body: '{}' })).status).toBe(200);
  });

  it('H16 answers full success with zero bytes or {}', async () => {
    const { httpPort: port } = await startReceiver();
    const inProtobuf = await send({ port, headers: protobuf, body: tracesProtobuf({}) });
    const inJson = await send({ port, headers: json, body: tracesJson({}) });
    expect(inProtobuf.body).toHaveLength(0);
    expect(inProtobuf.headers['content-length']).toBe('0');
    expect(inJson.text).toBe('{}');
  });

  it('H17 answers partial success with the count and the reason, in both encodings', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver();
    const spans = [{ name: 'good' }, { traceId: '0'.repeat(32) }, { spanId: '0'.repeat(16) }];
    const inJson = await send({ port, headers: json, body: tracesJson(...spans) });
    expect(inJson.status).toBe(200);
    expect(JSON.parse(inJson.text)).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringMatching(/\w/) },
    });
    const inProtobuf = await send({ port, headers: protobuf, body: tracesProtobuf(...spans) });
    expect(decodeExportResponse(inProtobuf.body)).toEqual({
      partialSuccess: { rejected: '2', errorMessage: expect.stringMatching(/\w/) },
    });
    expect(ingest.names).toEqual(['good', 'good']);
    expect(reports.map(({ outcome, spans }) => [outcome, spans])).toEqual([
      ['partial', 1],
      ['partial', 1],
    ]);
  });

  it('H17 answers a warning with a message and no count', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver();
    ingest.instead = () => committed({ message: 'Something is odd.' });
    const inJson = await send({ port, headers: json, body: tracesJson({}) });
    expect(JSON.parse(inJson.text)).toEqual({
      partialSuccess: { errorMessage: 'Something is odd.' },
    });
    const inProtobuf = await send({ port, headers: protobuf, body: tracesProtobuf({}) });
    expect(decodeExportResponse(inProtobuf.body)).toEqual({
      partialSuccess: { errorMessage: 'Something is odd.' },
    });
    expect(reports[0]).toMatchObject({ outcome: 'accepted', message: 'Something is odd.' });
  });

  it('H17 names rejected log records by their own field', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    ingest.instead = () => committed({ rejected: 4, message: 'Four.' });
    const result = await send({ port, path: '/v1/logs', headers: json, body: logsJson });
    expect(JSON.parse(result.text)).toEqual({
      partialSuccess: { rejectedLogRecords: '4', errorMessage: 'Four.' },
    });
  });

  it('H18 puts a Status into every error, in the encoding of the request', async () => {
    const { httpPort: port } = await startReceiver({ settings: { maxBodyBytes: 1_000 } });
    const body = tracesProtobuf({});
    const results = await Promise.all([
      send({ port, headers: { ...protobuf, Host: 'evil.example' }, body }),
      send({ port, path: '/nowhere', headers: protobuf, body }),
      send({ port, method: 'PUT', headers: protobuf, body }),
      send({ port, headers: protobuf, body: Buffer.alloc(1_001) }),
      send({ port, headers: { ...protobuf, 'Content-Encoding': 'br' }, body }),
    ]);
    expect(results.map((result) => [result.status, decodeStatus(result.body).code])).toEqual([
      [403, 7],
      [404, 5],
      [405, 12],
      [413, 8],
      [415, 3],
    ]);
    for (const result of results) {
      expect(result.headers['content-type']).toBe('application/x-protobuf');
      expect(decodeStatus(result.body).message).toMatch(/\w.*\.$/);
    }
  });

  it('H18 puts a JSON Status into answers to what is no request', async () => {
    const { httpPort } = await startReceiver();
    const received = await sendRaw(httpPort, 'NONSENSE\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(received.slice(received.indexOf('\r\n\r\n')))).toMatchObject({ code: 3 });
    const tooLong = await sendRaw(
      httpPort,
      `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    );
    expect(tooLong).toMatch(/^HTTP\/1.1 431 /);
    expect(JSON.parse(tooLong.slice(tooLong.indexOf('\r\n\r\n')))).toMatchObject({ code: 3 });
  });

  it('H19 answers an undecodable body with 400 and BadRequest, in both encodings', async () => {
    const { httpPort: port, ingest, reports } = await startReceiver();
    const inProtobuf = await send({ port, headers: protobuf, body: Buffer.from([0x0a, 0xff]) });
    expect(inProtobuf.status).toBe(400);
    expect(decodeStatus(inProtobuf.body)).toMatchObject({
      code: 3,
      details: [{ type: 'BadRequest', value: { fieldViolations: [{ field: 'body' }] } }],
    });
    const inJson = await send({ port, headers: json, body: '{"resourceSpans":' });
    expect(inJson.status).toBe(400);
    expect(JSON.parse(inJson.text)).toMatchObject({
      code: 3,
      details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest' }],
    });
    expect(ingest.spans.size).toBe(0);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
  });

  it('H20 answers overload with 503 and Retry-After, before the body is read', async () => {
    const {
      httpPort: port,
      ingest,
      reports,
    } = await startReceiver({
      settings: { maxBodyBytes: 64 * 1024 },
      limits: { maxQueuedBytes: 1_000_000 },
    });
    ingest.queuedBytes = 1_000_000;
    const result = await send({ port, headers: json, body: tracesJson({}) });
    expect(result.status).toBe(503);
    expect(result.headers['retry-after']).toBe('1');
    expect(JSON.parse(result.text)).toMatchObject({ code: 14 });
    expect(ingest.submitted).toBe(0);
    expect(reports).toMatchObject([{ outcome: 'rejected', spans: 0 }]);
    ingest.queuedBytes = 0;
    expect((await send({ port, headers: json, body: tracesJson({}) })).status).toBe(200);
  });

  it('H21 keeps answers small however long the message', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    ingest.instead = () => committed({ rejected: 1, message: 'long '.repeat(2_000_000) });
    const result = await send({ port, headers: json, body: tracesJson({}) });
    expect(result.status).toBe(200);
    expect(result.body.byteLength).toBeLessThan(4 * 1024 * 1024);
    expect(JSON.parse(result.text)).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  });
});

describe('connections', () => {
  it('H23 announces that idle connections are kept for more than 75 s, and reuses them', async () => {
    const { httpPort: port } = await startReceiver();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const localPorts = new Set<number>();
    for (let i = 0; i < 3; i += 1) {
      const result = await send({ port, agent, headers: json, body: tracesJson({}) });
      const [, seconds] = /timeout=(\d+)/.exec(String(result.headers['keep-alive'])) ?? [];
      expect(Number(seconds)).toBeGreaterThanOrEqual(75);
      localPorts.add(result.localPort);
    }
    expect(localPorts.size).toBe(1);
  });

  it('H24 serves HTTP/1.1 and ignores an offer to upgrade to h2c', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    const upgrade = {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABk',
    };
    const result = await send({ port, headers: { ...json, ...upgrade }, body: tracesJson({}) });
    expect(result.status).toBe(200);
    expect(ingest.spans.size).toBe(1);
  });

  it('H24 answers OTLP/HTTP over HTTP/2 with 415, and not with silence', async () => {
    const { httpPort } = await startReceiver();
    const session = connectHttp2(`http://127.0.0.1:${httpPort}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({
      ':method': 'POST',
      ':path': '/v1/traces',
      'content-type': 'application/x-protobuf',
    });
    stream.end(tracesProtobuf({}));
    const [headers] = (await once(stream, 'response')) as [{ ':status': number }];
    expect(headers[':status']).toBe(415);
  });

  it('sends 100 Continue only for a body it wants', async () => {
    const { httpPort } = await startReceiver();
    const head = (type: string): string =>
      `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n` +
      'Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n';
    const refused = await sendRaw(httpPort, head('text/plain'));
    expect(refused).toMatch(/^HTTP\/1.1 415 /);
    const socket = connect(httpPort, '127.0.0.1');
    socket.write(head('application/json'));
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('{}');
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(second.toString()).toMatch(/^HTTP\/1.1 200 /);
  });

  it('keeps the MLflow headers and no other, above all no key', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    await send({
      port,
      headers: {
        ...json,
        'User-Agent': 'my-exporter/1.0',
        'X-MLflow-Experiment-Id': '42',
        Authorization: 'Bearer secret',
        api_key: 'secret',
      },
      body: tracesJson({}),
    });
    const [span] = ingest.spans.values();
    expect(span?.source).toEqual({
      transport: 'http/json',
      agent: 'my-exporter/1.0',
      headers: [{ name: 'x-mlflow-experiment-id', value: '42' }],
    });
  });
});

function committed(change: { rejected?: number; message?: string }) {
  return {
    status: 'committed' as const,
    added: 1,
    alreadyThere: 0,
    updated: 0,
    rejected: 0,
    rejections: [],
    metricDataPoints: 0,
    traceKeys: [],
    message: '',
    ...change,
  };
}
