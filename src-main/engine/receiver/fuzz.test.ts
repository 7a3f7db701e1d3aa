import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { json, send, sendRaw } from './test-support/http-client';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { startReceiver } from './test-support/start-receiver';

const limits = { headersMs: 500, requestMs: 500, drainMs: 200 };
const settings = { maxBodyBytes: 64 * 1024 };
const runs = { numRuns: 200 };

const method = fc.constantFrom(
  'POST',
  'POST',
  'POST',
  'GET',
  'PUT',
  'OPTIONS',
  'DELETE',
  'HEAD',
  'PROPFIND',
);
const path = fc.oneof(
  fc.constantFrom(
    '/v1/traces',
    '/v1/logs',
    '/v1/metrics',
    '/v1development/profiles',
    '/',
    '*',
    '//v1/traces',
  ),
  fc.webPath().map((text) => `/${text}`),
);
const mediaType = fc.constantFrom(
  'application/json',
  'application/x-protobuf',
  'text/plain',
  '',
  'application/json;',
);
const coding = fc.constantFrom(
  '',
  'identity',
  'gzip',
  'deflate',
  'zstd',
  'br',
  'gzip,deflate',
  ',',
);
const token = fc.string({
  unit: fc.constantFrom(...'abcXYZ019.:/-_*;=, "'.split('')),
  maxLength: 40,
});
const headers = fc.record(
  {
    'Content-Type': mediaType,
    'Content-Encoding': coding,
    Origin: fc.oneof(fc.constantFrom('http://localhost:1', 'null', 'https://x'), token),
    Host: fc.oneof(fc.constantFrom('localhost', '127.0.0.1:4318', '[::1]', ''), token),
    'Sec-Fetch-Site': fc.constantFrom('same-origin', 'cross-site', 'none', 'x'),
    'User-Agent': token,
    'X-MLflow-Experiment-Id': token,
    'Access-Control-Request-Headers': token,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constant(tracesProtobuf({})),
  fc.json().map((text) => Buffer.from(text)),
  // A good request with a few bytes changed.
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }).map((changes) => {
    const bytes = Buffer.from(tracesProtobuf({ padding: 50 }, {}));
    for (const [at, value] of changes) bytes[at % bytes.byteLength] = value;
    return bytes;
  }),
);

describe('any input', () => {
  it('S7 H18 every request gets an answer, none of them 500, and the receiver goes on', async () => {
    const { httpPort: port } = await startReceiver({ limits, settings });
    await fc.assert(
      fc.asyncProperty(method, path, headers, body, async (method, path, headers, body) => {
        const result = await send({ port, method, path, headers, body: Buffer.from(body) });
        expect([200, 204, 400, 403, 404, 405, 413, 415]).toContain(result.status);
      }),
      runs,
    );
    expect((await send({ port, headers: json, body: tracesJson({}) })).status).toBe(200);
  });

  it('S7 no bytes on a bare connection, in any pieces, take the receiver down', async () => {
    const { httpPort: port, grpcPort } = await startReceiver({ limits, settings });
    const start = fc.constantFrom<string | Uint8Array>(
      '',
      'P',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n',
      'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
      'CONNECT localhost:1 HTTP/1.1\r\n\r\n',
      Buffer.from([0x16, 0x03, 0x01]),
    );
    const piece = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(port, grpcPort),
        start,
        fc.array(piece, { maxLength: 4 }),
        async (to, first, pieces) => {
          // Ends when the connection is closed, at the latest by the time limit.
          await sendRaw(to, first, ...pieces, 'END');
        },
      ),
      { numRuns: 60 },
    );
    for (const to of [port, grpcPort]) {
      expect((await send({ port: to, headers: json, body: tracesJson({}) })).status).toBe(200);
    }
  }, 60_000);
});
