import { gzipSync } from 'node:zlib';

import { describe, expect, it, onTestFinished } from 'vitest';

import { defaultSettings } from '@contract/settings';
import { ContractError } from '@contract/errors';
import { mlflowApi } from '../mlflow-api/mlflow-api';
import { createReceiver } from '../receiver';
import { send } from '../receiver/test-support/http-client';
import { portOf } from '../receiver/test-support/start-receiver';
import type { ApiServices } from './api-call';
import { HttpApis, type HttpApisOptions } from './http-apis';
import { newTrace, traceInfo, apiServerOfFile, type Json } from './test-support/api-server';

const server = apiServerOfFile({ allowedOrigins: ['https://app.example.com'] });
const traces = '/api/3.0/mlflow/traces';

describe('who may ask', () => {
  it.each([
    ['a web page', { Origin: 'https://evil.example.com' }],
    ['a web page that may send exports', { Origin: 'https://app.example.com' }],
    ['a web page of another program on this computer', { Origin: 'http://localhost:3000' }],
    ['a page without an origin', { Origin: 'null' }],
    ['a picture in a web page', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a picture in a page of another port', { 'Sec-Fetch-Site': 'same-site' }],
    ['a script of a page from here', { 'Sec-Fetch-Site': 'same-origin' }],
    ['a host name that was rebound', { Host: 'evil.example.com:4318' }],
  ])('S6 is not %s', async (_, headers) => {
    for (const [method, path] of [
      ['GET', '/version'],
      ['GET', '/api/2.0/mlflow/experiments/get?experiment_id=0'],
      ['POST', traces],
      ['OPTIONS', traces],
      ['DELETE', '/api/2.0/mlflow/none'],
    ] as const) {
      const answer = await send({
        port: server.port,
        method,
        path,
        headers,
        ...(method === 'POST' ? { body: JSON.stringify(traceInfo(newTrace())) } : {}),
      });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(JSON.parse(answer.text)).toMatchObject({ error_code: 'PERMISSION_DENIED' });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('is a program, and a browser where the user typed the address', async () => {
    const headers = { 'Sec-Fetch-Site': 'none' };
    expect((await server.get('/version')).status).toBe(200);
    expect((await server.get('/version', { headers })).status).toBe(200);
  });

  it('lets exports be as they are', async () => {
    const headers = { Origin: 'http://localhost:3000' };
    expect((await server.post('/v1/traces', {}, { headers })).status).toBe(200);
  });
});

describe('what is not answered', () => {
  it.each([
    ['POST', '/api/2.0/mlflow/runs/create'],
    ['GET', '/api/2.0/mlflow/runs/get?run_id=1'],
    ['POST', '/api/2.0/mlflow/traces/link-to-run'],
    ['POST', '/api/2.0/mlflow/traces/link-prompts'],
    ['GET', '/ajax-api/3.0/mlflow/datasets/search'],
    ['GET', '/api/2.0/mlflow'],
    ['GET', '/api/2.0/mlflow-artifacts/artifacts'],
    ['GET', '/api/2.0/mlflow/traces/%zz/tags'],
  ])('says what is instead: %s %s', async (method, path) => {
    const { status, json } = await server.ask(method, path, method === 'POST' ? {} : undefined);
    expect([status, json.error_code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
    expect(json.message).toContain('experiments, traces, their tags and assessments');
    expect(json.message).toContain(path.split('?')[0]);
  });

  it('says which methods are', async () => {
    const { status, json } = await server.ask('PUT', `${traces}/tr-1/tags`, {});
    expect([status, json.error_code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
    expect(json.message).toContain('PATCH and DELETE');
  });

  it('leaves other paths to the receiver', async () => {
    expect(await server.get('/api/other')).toMatchObject({ status: 404, json: { code: 5 } });
  });
});

describe('bodies', () => {
  const path = '/api/2.0/mlflow/experiments/create';

  it('may be compressed', async () => {
    const name = 'compressed';
    const body = gzipSync(JSON.stringify({ name }));
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await server.ask('POST', path, body, { headers })).status).toBe(200);
    const broken = await server.ask('POST', path, 'no gzip', { headers });
    expect([broken.status, broken.json.error_code]).toEqual([400, 'BAD_REQUEST']);
    const unknown = { headers: { 'Content-Encoding': 'br' } };
    expect(await server.ask('POST', path, body, unknown)).toMatchObject({
      status: 415,
      json: { error_code: 'BAD_REQUEST', message: expect.stringContaining('gzip') },
    });
  });

  it('are JSON, and say so', async () => {
    const name = { name: 'said' };
    for (const type of ['text/plain', '', 'application/x-www-form-urlencoded']) {
      const headers = { 'Content-Type': type };
      expect(await server.post(path, name, { headers })).toMatchObject({
        status: 400,
        json: { error_code: 'BAD_REQUEST', message: expect.stringContaining('application/json') },
      });
    }
    const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
    expect((await server.post(path, name, { headers })).status).toBe(200);
    for (const body of ['{', '[1]', '"x"', Buffer.from([0x7b, 0xff, 0x7d])]) {
      const { status, json } = await server.ask('POST', path, body);
      expect(status).toBe(400);
      expect(json.message).toMatch(/cannot be read|object/);
    }
  });

  it('are small', async () => {
    const huge = await server.post(path, { name: 'x'.repeat(9 * 1024 * 1024) });
    expect([huge.status, huge.json.error_code]).toEqual([413, 'BAD_REQUEST']);
    expect(huge.json.message).toContain('larger than 8388608 bytes');
    expect(huge.json.message).toContain('whatever the settings');
    // One that inflates to more than it may.
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 32));
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await server.ask('POST', path, bomb, { headers })).status).toBe(413);
  });

  it('are not made of too many values', async () => {
    const dense = await server.ask('POST', path, `[${'1,'.repeat(1_500_000)}1]`);
    expect([dense.status, dense.json.error_code]).toEqual([400, 'BAD_REQUEST']);
    expect(dense.json.message).toContain('commas');
  });

  it('may be nested to any depth', async () => {
    const deep = `{"trace":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect((await server.ask('POST', traces, deep)).status).toBe(400);
    const assessment = `{"assessment":{"feedback":{"value":${'['.repeat(2000)}${']'.repeat(2000)}}}}`;
    const id = newTrace();
    await server.post(traces, traceInfo(id));
    const answer = await server.ask('POST', `${traces}/tr-${id}/assessments`, assessment);
    expect([answer.status, answer.json.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});

/** Receiver and APIs alone, with whatever stands for the store. */
async function startApis(options: Partial<HttpApisOptions>): Promise<{
  apis: HttpApis;
  get: (path: string) => Promise<{ status: number; json: Json }>;
}> {
  const apis = new HttpApis({ apis: [mlflowApi], isEnabled: true, ...options });
  const settings = { ...defaultSettings, httpPort: 0, grpcPort: 0 };
  const receiver = createReceiver({
    settings,
    ingest: null,
    otherRequests: apis,
    limits: { drainMs: 100 },
  });
  onTestFinished(() => receiver.stop());
  const { http } = await receiver.start();
  return {
    apis,
    async get(path) {
      const { status, text } = await send({ port: portOf(http), method: 'GET', path });
      return { status, json: path === '/version' && status === 200 ? null : JSON.parse(text) };
    },
  };
}

const get = '/api/2.0/mlflow/experiments/get?experiment_id=0';

function services(run: () => Promise<unknown>): ApiServices {
  return { readers: { run } as ApiServices['readers'], commands: {} as ApiServices['commands'] };
}

describe('the store', () => {
  it('is waited for, and then asked', async () => {
    const { apis, get: ask } = await startApis({});
    const asked = ask(get);
    expect((await ask('/version')).status).toBe(200);
    apis.use(services(() => Promise.resolve(null)));
    expect((await asked).json.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('is not waited for longer than SDKs wait', async () => {
    const { get: ask } = await startApis({ holdMs: 1 });
    expect(await ask(get)).toMatchObject({
      status: 503,
      json: { error_code: 'TEMPORARILY_UNAVAILABLE' },
    });
  });

  it.each([
    [new ContractError('store_unavailable', 'no disk'), 503, 'TEMPORARILY_UNAVAILABLE'],
    [new ContractError('unavailable', 'busy'), 503, 'TEMPORARILY_UNAVAILABLE'],
    [new ContractError('internal', 'odd'), 500, 'INTERNAL_ERROR'],
    [new Error('odd'), 500, 'INTERNAL_ERROR'],
  ])('may fail: %s', async (error, status, code) => {
    const { apis, get: ask } = await startApis({});
    const fail = async (): Promise<never> => {
      throw error;
    };
    apis.use(services(fail));
    const answer = await ask(get);
    expect([answer.status, answer.json.error_code]).toEqual([status, code]);
  });
});

describe('the switch', () => {
  it('turns all of it off and on', async () => {
    const { apis, get: ask } = await startApis({ isEnabled: false });
    apis.use(services(() => Promise.resolve(null)));
    for (const path of [get, '/version', '/health', '/api/2.0/mlflow/runs/get']) {
      expect(await ask(path)).toMatchObject({
        status: 404,
        json: {
          error_code: 'ENDPOINT_NOT_FOUND',
          message: expect.stringContaining('switched off in the settings'),
        },
      });
    }
    apis.isEnabled = true;
    expect((await ask('/version')).status).toBe(200);
  });

  it('is one of the settings', async () => {
    const settings = { ...defaultSettings, httpPort: 0, grpcPort: 0 };
    await server.engine.applySettings({ ...settings, mlflowApi: false });
    expect((await server.get('/version')).status).toBe(404);
    expect((await server.post('/v1/traces', {})).status).toBe(200);
    await server.engine.applySettings(settings);
    expect((await server.get('/version')).status).toBe(200);
  });
});
