import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TraceChunk } from '@contract/columns';
import type { MethodParams } from '@contract/methods';
import { defaultSettings } from '@contract/settings';
import { startEngine, type Engine } from './engine';
import { fromNodePort } from './port';
import { tracesBody, traceHex } from './queries/test-support/test-store';
import { openWritable } from './store/connection';
import { builtFile } from './test-support/built-file';
import { RpcClient } from './test-support/rpc-client';
import { createTestLog, type TestLog } from './test-support/test-log';

const newest: MethodParams<'traces.window'> = {
  text: '',
  sort: { key: 'start', descending: true },
  offset: 0,
  limit: 10,
  snapshot: null,
  experiment: null,
};

let dataDir: string;
let log: TestLog;
let engines: Engine[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'otelier-engine-'));
  log = createTestLog();
  engines = [];
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.shutdown()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Engine> {
  const engine = await startEngine({
    dataDir,
    samplesDir: join(dataDir, 'samples'),
    pricesFile: builtFile('../../resources/prices.json'),
    appVersion: '0.0.0',
    sqliteBinding: null,
    settings: { ...defaultSettings, httpPort: 0, grpcPort: 0 },
    log,
    workerFiles: {
      ingest: builtFile('ingest-worker.js'),
      reader: builtFile('reader-worker.js'),
      importer: builtFile('importer-worker.js'),
      facets: builtFile('facet-worker.js'),
    },
  });
  engines.push(engine);
  return engine;
}

function connect(engine: Engine): RpcClient {
  const { port1, port2 } = new MessageChannel();
  engine.connect(fromNodePort(port1));
  return new RpcClient(port2);
}

async function send(engine: Engine, body: object): Promise<Response> {
  const { http } = engine.status();
  if (http.state !== 'listening') throw new Error('HTTP is not listening.');
  return fetch(`http://127.0.0.1:${http.port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('a trace that is sent', () => {
  it('is announced, listed, opened and read in full', async () => {
    const client = connect(await start());
    const { traceId } = await client.call('receiver.sendTestTrace', {});

    const changed = await client.event('traces.changed', ({ totalStored }) => totalStored === 1);
    const stats = await client.event('ingest.stats');
    expect(stats).toMatchObject({
      spans: 4,
      requests: 1,
      activeClients: 1,
      lastRequest: { transport: 'http/json', userAgent: 'otelier-test', outcome: 'accepted' },
    });
    expect(await client.call('receiver.stats', {})).toMatchObject({ spans: 4 });

    const { rows } = await client.call('traces.window', newest);
    expect(rows).toMatchObject([
      {
        traceId,
        rootName: 'invoke_agent weather-agent',
        serviceName: 'otelier-test',
        spanCount: 4,
        status: 'ok',
      },
    ]);
    expect([null, [rows[0]?.key]]).toContainEqual(changed.keys);

    const chunks: TraceChunk[] = [];
    const opened = await client.call('trace.open', { traceId }, (chunk) =>
      chunks.push(chunk as TraceChunk),
    );
    expect(opened).toEqual({ rows: 4 });
    const [header, rowsChunk] = chunks;
    if (header?.type !== 'header' || rowsChunk?.type !== 'rows') throw new Error('No chunks.');
    expect(header.table.names).toHaveLength(3);
    expect([...rowsChunk.columns.parents]).toEqual([-1, 0, 0, 0]);

    const spanKey = rowsChunk.columns.keys[2] ?? 0;
    const detail = await client.call('trace.spanDetail', { spanKey });
    expect(detail.span).toMatchObject({ name: 'execute_tool get_weather', statusCode: 1 });
    expect(detail.received).toMatchObject({ transport: 'http/json', agent: 'otelier-test' });
    expect(await client.call('trace.spanOtlpJson', { spanKey })).toContain('"get_weather"');
    expect(await client.call('trace.logs', { traceId, spanId: null, limit: 10 })).toEqual({
      total: 0,
      logs: [],
    });
    const hits = await client.call('traces.search', { text: 'get_weather', limit: 5 });
    expect(hits).toMatchObject([{ traceId, name: 'execute_tool get_weather' }]);
    expect(log.lines).toEqual([]);
  });

  it('can be deleted and brought back', async () => {
    const client = connect(await start());
    await client.call('receiver.sendTestTrace', {});
    const { rows } = await client.call('traces.window', newest);
    const keys = rows.map(({ key }) => key);
    const { deleted, undoToken } = await client.call('traces.delete', { keys });
    expect(deleted).toBe(1);
    expect((await client.call('traces.window', newest)).total).toBe(0);
    await client.event('traces.changed', ({ totalStored }) => totalStored === 0);
    expect(await client.call('traces.undoDelete', { undoToken })).toEqual({ restored: 1 });
    expect((await client.call('traces.window', newest)).total).toBe(1);
  });

  it('B3 is still there after a restart', async () => {
    const first = await start();
    const response = await send(first, tracesBody([{ trace: 7, span: 1, name: 'kept' }]));
    expect(response.status).toBe(200);
    await engines.pop()?.shutdown();
    const client = connect(await start());
    expect((await client.call('traces.window', newest)).rows).toMatchObject([
      { traceId: traceHex(7), rootName: 'kept' },
    ]);
  });
});

describe('B11 starting', () => {
  it('listens before the store is open, and answers early requests and calls', async () => {
    const engine = await start();
    const early = send(engine, tracesBody([{ trace: 1, span: 1 }]));
    const client = connect(engine);
    const window = client.call('traces.window', newest);
    expect((await early).status).toBe(200);
    await expect(window).resolves.toMatchObject({ offset: 0 });
    await engine.storeOpened;
    expect(await client.call('store.info', {})).toMatchObject({ state: 'open', traces: 1 });
  });

  it('keeps listening where the store is refused, and says why', async () => {
    const path = join(dataDir, 'otelier.db');
    const db = openWritable(path, null);
    db.pragma('user_version = 9999');
    db.close();
    const engine = await start();
    const client = connect(engine);
    await expect(client.call('traces.window', newest)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('newer') as string,
    });
    await engine.storeOpened;
    expect(await client.call('store.info', {})).toMatchObject({
      state: 'refused',
      refusal: expect.stringContaining('newer') as string,
    });
    expect(engine.status().http.state).toBe('listening');
    const files = [join(dataDir, 'dump.jsonl')];
    await expect(client.call('import.start', { paths: files })).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await client.call('import.jobs', {})).toEqual([]);
  });
});

describe('a damaged database', () => {
  it('is set aside when a query meets it, and the engine goes on with a fresh one', async () => {
    const first = await start();
    const names = Array.from({ length: 2000 }, (_, i) => ({ trace: 1, span: i + 1 }));
    const reader = connect(first);
    expect((await send(first, tracesBody(names))).status).toBe(200);
    // What is not understood yet is read as soon as the engine starts again: then not the query
    // would meet the damage.
    await reader.event('traces.facetsChanged', () => true);
    const state = async (): Promise<string> => (await reader.call('facets.status', {})).state;
    await expect.poll(state).toBe('idle');
    await engines.pop()?.shutdown();
    // All but the schema and what the writer reads when it opens the file.
    overwriteTable(join(dataDir, 'otelier.db'), 'span');

    const client = connect(await start());
    await expect(client.call('traces.search', { text: 'nothing', limit: 1 })).rejects.toMatchObject(
      { code: 'store_unavailable' },
    );
    const info = await client.event('store.changed', ({ notices }) => notices.length > 0);
    expect(info.notices).toMatchObject([{ code: 'corrupt-set-aside' }]);
    expect((await client.call('traces.window', newest)).total).toBe(0);
    const before = client.events.length;
    await client.call('receiver.sendTestTrace', {});
    expect((await client.call('traces.window', newest)).total).toBe(1);
    // The new file is understood, too.
    const isAnnounced = (): boolean =>
      client.events.slice(before).some(({ name }) => name === 'traces.facetsChanged');
    await expect.poll(isAnnounced).toBe(true);
    expect((await client.call('traces.window', newest)).rows[0]?.facets?.modelCallCount).toBe(2);
    await client.call('store.dismissNotice', { path: info.notices[0]?.path ?? '' });
    expect((await client.call('store.info', {})).notices).toEqual([]);
  });
});

describe('the receiver', () => {
  it('moves to another port, and tells everybody', async () => {
    const engine = await start();
    const [asking, watching] = [connect(engine), connect(engine)];
    const port = await freePort();
    const status = await asking.call('receiver.usePort', { listener: 'http', port });
    expect(status.http).toMatchObject({ state: 'listening', port });
    await watching.event('receiver.changed', ({ http }) => 'port' in http && http.port === port);
    expect(await asking.call('receiver.status', {})).toEqual(status);
    await asking.call('receiver.sendTestTrace', {});
    expect((await watching.call('traces.window', newest)).total).toBe(1);
  });

  it('obeys new settings', async () => {
    const engine = await start();
    const port = await freePort();
    await engine.applySettings({ ...defaultSettings, httpPort: port, grpcPort: 0 });
    expect(engine.status().http).toMatchObject({ state: 'listening', port });
  });

  it('sends a test trace by the port that listens, and says which, or not at all', async () => {
    const engine = await start();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await engine.applySettings({ ...defaultSettings, httpPort: port, grpcPort: 0 });
    const { grpc } = engine.status();
    expect(await connect(engine).call('receiver.sendTestTrace', {})).toMatchObject({
      listener: 'grpc',
      port: grpc.state === 'listening' ? grpc.port : null,
    });
    await engine.applySettings({ ...defaultSettings, httpPort: port, grpcPort: port });
    await expect(connect(engine).call('receiver.sendTestTrace', {})).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('not listening') as string,
    });
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('imports', () => {
  it('run as jobs whose progress is announced', async () => {
    const client = connect(await start());
    const file = join(dataDir, 'dump.jsonl');
    writeFileSync(file, `${JSON.stringify(tracesBody([{ trace: 3, span: 1 }]))}\nnot json\n`);
    const { jobId } = await client.call('import.start', { paths: [file] });
    const job = await client.event('import.changed', ({ state }) => state === 'done');
    expect(job).toMatchObject({ id: jobId, files: [{ name: 'dump.jsonl', spansAdded: 1 }] });
    expect(await client.call('import.jobs', {})).toMatchObject([{ id: jobId, state: 'done' }]);
    const fileId = job.files[0]?.id ?? 0;
    expect(await client.call('import.skippedText', { jobId, fileId })).toContain('not json');
    expect((await client.call('traces.window', newest)).total).toBe(1);
  });

  it('load the samples, and not what describes them', async () => {
    const client = connect(await start());
    await expect(client.call('import.samples', {})).rejects.toMatchObject({ code: 'io' });
    const samplesDir = join(dataDir, 'samples');
    mkdirSync(samplesDir);
    writeFileSync(join(samplesDir, 'README.md'), '# Samples');
    const spans = [1, 2].map((trace) => ({ trace, span: 1 }));
    writeFileSync(join(samplesDir, 'one.jsonl'), JSON.stringify(tracesBody(spans)));
    await client.call('import.samples', {});
    const job = await client.event('import.changed', ({ state }) => state === 'done');
    expect(job.files).toMatchObject([{ name: 'one.jsonl', state: 'done', spansAdded: 2 }]);
    expect((await client.call('traces.window', newest)).total).toBe(2);
  });

  it('can be cancelled', async () => {
    const client = connect(await start());
    const { jobId } = await client.call('import.start', { paths: [join(dataDir, 'missing')] });
    expect(await client.call('import.cancel', { jobId, fileId: null })).toBeNull();
    expect((await client.event('import.changed', ({ state }) => state !== 'running')).id).toBe(
      jobId,
    );
  });
});

/** Fills the leaves of a table with noise, which SQLite notices when it reads them. */
function overwriteTable(path: string, table: string): void {
  const db = openWritable(path, null);
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  const pages = db
    .prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'")
    .pluck()
    .all(table);
  db.close();
  const file = openSync(path, 'r+');
  for (const page of pages)
    writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
