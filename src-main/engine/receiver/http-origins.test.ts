import { describe, expect, it } from 'vitest';

import { corsHeaders, isAllowedHost, isAllowedOrigin } from './origin-policy';
import { json, send } from './test-support/http-client';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { startReceiver } from './test-support/start-receiver';

const listed = 'https://app.example.com';

describe('requests from web pages', () => {
  it('S2 answers the requests a page may send without asking with 415, before the body', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    const origin = { Origin: 'http://localhost:3000' };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { ...origin, 'Content-Type': type };
      expect((await send({ port, headers, body: tracesJson({}) })).status).toBe(415);
    }
    expect((await send({ port, headers: origin, body: tracesProtobuf({}) })).status).toBe(415);
    expect(ingest.submitted).toBe(0);
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'file://', ''])(
    'S3 refuses origin "%s" with 403 and stores nothing',
    async (origin) => {
      const { httpPort: port, ingest, reports } = await startReceiver();
      const result = await send({
        port,
        headers: { ...json, Origin: origin },
        body: tracesJson({}),
      });
      expect(result.status).toBe(403);
      expect(result.headers['access-control-allow-origin']).toBeUndefined();
      expect(ingest.submitted).toBe(0);
      expect(reports).toMatchObject([{ outcome: 'rejected' }]);
    },
  );

  it.each([
    'http://localhost:5173',
    'http://127.0.0.1',
    'https://localhost:8443',
    'http://[::1]:3000',
    listed,
  ])('S3 takes spans from origin %s', async (origin) => {
    const { httpPort: port, ingest } = await startReceiver({
      settings: { allowedOrigins: [listed] },
    });
    const headers = { ...json, Origin: origin, 'Sec-Fetch-Site': 'cross-site' };
    const result = await send({ port, headers, body: tracesJson({}) });
    expect(result.status).toBe(200);
    expect(result.headers['access-control-allow-origin']).toBe(origin);
    expect(result.headers.vary).toBe('Origin');
    expect(ingest.spans.size).toBe(1);
  });

  it('S3 never answers with the origin *', () => {
    expect(isAllowedOrigin('https://evil.example', ['*'])).toBe(false);
    expect(corsHeaders({ origin: listed })['Access-Control-Allow-Origin']).toBe(listed);
  });

  it.each([
    'evil.example',
    'evil.example:4318',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
  ])('S4 refuses host %s with 403', async (host) => {
    const { httpPort: port, ingest } = await startReceiver();
    const result = await send({ port, headers: { ...json, Host: host }, body: tracesJson({}) });
    expect(result.status).toBe(403);
    expect(ingest.submitted).toBe(0);
  });

  it.each([
    'localhost',
    'LOCALHOST:4318',
    '127.0.0.1:4318',
    '[::1]',
    '[::1]:4318',
    'host.docker.internal:4318',
  ])('S4 takes spans for host %s', async (host) => {
    const { httpPort: port } = await startReceiver({
      settings: { allowedHosts: ['host.docker.internal'] },
    });
    const result = await send({ port, headers: { ...json, Host: host }, body: tracesJson({}) });
    expect(result.status).toBe(200);
  });

  it('S4 refuses host.docker.internal unless it is allowed', () => {
    expect(isAllowedHost('host.docker.internal:4318', [])).toBe(false);
  });

  it('S4 refuses what the browser calls cross-site when it names no origin', async () => {
    const { httpPort: port, ingest } = await startReceiver();
    const headers = { ...json, 'Sec-Fetch-Site': 'cross-site' };
    expect((await send({ port, headers, body: tracesJson({}) })).status).toBe(403);
    expect(ingest.submitted).toBe(0);
  });

  it('S6 serves nothing but ingest', async () => {
    const { httpPort: port } = await startReceiver();
    for (const path of [
      '/',
      '/index.html',
      '/api/traces',
      '/v1',
      '/metrics',
      '/health',
      '/favicon.ico',
    ]) {
      expect((await send({ port, method: 'GET', path })).status).toBe(404);
    }
    expect((await send({ port, method: 'GET', path: '/v1/traces' })).status).toBe(405);
  });
});

describe('CORS', () => {
  const preflight = {
    Origin: 'http://localhost:5173',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type,x-custom',
  };

  it('H25 answers a preflight from an allowed origin with 204 and what is allowed', async () => {
    const { httpPort: port, reports } = await startReceiver();
    const result = await send({ port, method: 'OPTIONS', headers: preflight });
    expect(result).toMatchObject({ status: 204, text: '' });
    expect(result.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type,x-custom',
      'access-control-max-age': '7200',
      vary: 'Origin, Access-Control-Request-Headers',
    });
    expect(reports).toEqual([]);
  });

  it('H25 refuses a preflight from another origin without CORS headers', async () => {
    const { httpPort: port } = await startReceiver();
    const headers = { ...preflight, Origin: 'https://evil.example' };
    const result = await send({ port, method: 'OPTIONS', headers });
    expect(result.status).toBe(403);
    expect(result.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('H25 adds the headers to errors too, so that the page can read them', async () => {
    const { httpPort: port } = await startReceiver();
    const headers = { ...json, Origin: 'http://localhost:5173' };
    const results = await Promise.all([
      send({ port, headers, body: '{' }),
      send({ port, path: '/nowhere', headers, body: '{}' }),
      send({ port, headers: { Origin: headers.Origin }, body: '{}' }),
    ]);
    expect(results.map(({ status }) => status)).toEqual([400, 404, 415]);
    for (const result of results) {
      expect(result.headers['access-control-allow-origin']).toBe('http://localhost:5173');
      expect(result.headers.vary).toBe('Origin');
    }
  });

  it('H25 sends no CORS header to what is no web page', async () => {
    const { httpPort: port } = await startReceiver();
    const { headers } = await send({ port, headers: json, body: tracesJson({}) });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('S5 grants a public page that is allowed its way to loopback, when the browser asks', async () => {
    const { httpPort: port } = await startReceiver({ settings: { allowedOrigins: [listed] } });
    const headers = {
      ...preflight,
      Origin: listed,
      'Access-Control-Request-Private-Network': 'true',
    };
    const result = await send({ port, method: 'OPTIONS', headers });
    expect(result.headers['access-control-allow-private-network']).toBe('true');
  });
});
