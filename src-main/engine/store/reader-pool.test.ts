import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TraceChunk } from '@contract/columns';
import type { MethodParams } from '@contract/methods';
import { createTestStore, traceHex, type TestStore } from '../queries/test-support/test-store';
import { builtFile } from '../test-support/built-file';
import { createTestLog, type TestLog } from '../test-support/test-log';
import { ReaderPool, type ReaderPoolOptions } from './reader-pool';

const newest: MethodParams<'traces.window'> = {
  text: '',
  sort: { key: 'start', descending: true },
  offset: 0,
  limit: 10,
  snapshot: null,
  experiment: null,
};

let store: TestStore;
let log: TestLog;
let pools: ReaderPool[];
let damages: number;
beforeEach(() => {
  store = createTestStore();
  log = createTestLog();
  pools = [];
  damages = 0;
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  store.close();
});

function createPool(options: Partial<ReaderPoolOptions> = {}): ReaderPool {
  const pool = new ReaderPool({
    sqliteBinding: null,
    log,
    onDamage: () => (damages += 1),
    workerFile: builtFile('reader-worker.js'),
    ...options,
  });
  pools.push(pool);
  return pool;
}

/** A worker that serves as the real one does, after running some code for each message. */
function workerThat(code: string): string {
  const file = join(store.path, '..', 'worker.cjs');
  const real = JSON.stringify(builtFile('reader-worker.js'));
  writeFileSync(
    file,
    `require('node:worker_threads').parentPort.on('message', (message) => {${code}});
    require(${real});`,
  );
  return file;
}

/** Enough rows for a query to take a while: a search through spans that matches none. */
function addManySpans(count: number): void {
  store.addSpans({ trace: 1, span: 1 });
  store.writable
    .prepare(/* sql */ `
      WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO span SELECT i, 1, CAST(printf('%08d', i) AS BLOB), NULL, 'name ' || i, 1, 1, 2,
        0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0 FROM n`)
    .run(count);
}

describe('queries', () => {
  it('wait until the database is open, and then see what is committed', async () => {
    const pool = createPool();
    const early = pool.run('traces.window', newest);
    store.addSpans({ trace: 1, span: 1, name: 'first' });
    pool.open(store.path);
    expect((await early).rows).toMatchObject([{ rootName: 'first' }]);
    store.addSpans({ trace: 2, span: 1, name: 'second', startMs: 5 });
    const { rows, snapshot } = await pool.run('traces.window', newest);
    expect(rows.map(({ rootName }) => rootName)).toEqual(['second', 'first']);
    expect(snapshot).toBe(2);
  });

  it('send the chunks of a stream in order and before the result', async () => {
    store.addSpans({ trace: 1, span: 1 }, { trace: 1, span: 2, parent: 1 });
    const pool = createPool();
    pool.open(store.path);
    const chunks: TraceChunk[] = [];
    const result = await pool.run(
      'trace.open',
      { traceId: traceHex(1) },
      { onChunk: (chunk) => chunks.push(chunk) },
    );
    expect(result).toEqual({ rows: 2 });
    expect(chunks).toMatchObject([
      { type: 'header', table: { count: 2, baseNs: expect.any(BigInt) as bigint } },
      { type: 'rows', from: 0, count: 2, columns: { depths: Uint16Array.of(0, 1) } },
    ]);
  });

  it('reject with the error of the contract', async () => {
    const pool = createPool();
    pool.open(store.path);
    await expect(pool.run('trace.open', { traceId: traceHex(9) })).rejects.toMatchObject({
      name: 'ContractError',
      code: 'not_found',
    });
  });

  it('run beside one that takes long, and more than there are readers', async () => {
    const release = join(store.path, '..', 'release');
    const pool = createPool({
      workerFile: workerThat(`
        if (message.params?.text === 'block') {
          const cell = new Int32Array(new SharedArrayBuffer(4));
          while (!require('node:fs').existsSync(${JSON.stringify(release)})) Atomics.wait(cell, 0, 0, 5);
        }`),
    });
    pool.open(store.path);
    const slow = pool.run('traces.window', { ...newest, text: 'block' });
    const quick = [1, 2, 3].map((limit) => pool.run('traces.window', { ...newest, limit }));
    expect(await Promise.all(quick)).toHaveLength(3);
    writeFileSync(release, '');
    expect((await slow).total).toBe(0);
  });

  it('are logged where they take long', async () => {
    const pool = createPool({ slowMs: 0 });
    pool.open(store.path);
    await pool.run('traces.window', newest);
    expect(log.lines).toEqual([
      expect.stringMatching(/^warn: slow query: traces\.window took \d+ ms \(done\)$/),
    ]);
  });
});

describe('cancelling', () => {
  it('drops a query that waits', async () => {
    const pool = createPool();
    const controller = new AbortController();
    const waiting = pool.run('traces.window', newest, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    const already = pool.run('traces.window', newest, { signal: controller.signal });
    await expect(already).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('stops a query that runs, so that its reader is free', async () => {
    addManySpans(300_000);
    const pool = createPool({ readers: 1, slowMs: 0 });
    pool.open(store.path);
    await pool.run('traces.window', newest);
    log.lines.length = 0;
    const controller = new AbortController();
    const { signal } = controller;
    const running = pool.run('traces.search', { text: 'nothing', limit: 1 }, { signal });
    const next = pool.run('traces.window', newest);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect((await next).total).toBe(1);
    // The reader itself told so: it did not look at all spans first.
    expect(log.lines[0]).toMatch(/^warn: slow query: traces\.search took \d+ ms \(cancelled\)$/);
  });
});

describe('trouble', () => {
  it('ends a reader whose query was cancelled and does not stop', async () => {
    const workerFile = workerThat(`while (message.params?.text === 'endless');`);
    const pool = createPool({ workerFile, readers: 1, patienceMs: 100 });
    pool.open(store.path);
    await pool.run('traces.window', newest);
    const controller = new AbortController();
    const endless = pool.run(
      'traces.window',
      { ...newest, text: 'endless' },
      { signal: controller.signal },
    );
    const waiting = pool.run('traces.window', newest);
    controller.abort();
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    expect((await waiting).total).toBe(0);
    expect(log.lines).toEqual(['error: a reader ended: traces.window did not stop']);
  });

  it('rejects what runs when a reader dies, and goes on with a new one', async () => {
    const workerFile = workerThat(`if (message.params?.text === 'die') process.exit(7);`);
    const pool = createPool({ workerFile, readers: 1 });
    pool.open(store.path);
    const dying = pool.run('traces.window', { ...newest, text: 'die' });
    const waiting = pool.run('traces.window', newest);
    await expect(dying).rejects.toMatchObject({ code: 'unavailable' });
    expect((await waiting).total).toBe(0);
    expect(log.lines).toEqual(['error: a reader ended: the thread ended']);
  });

  it('says why the database cannot be read', async () => {
    const pool = createPool();
    const waiting = pool.run('traces.window', newest);
    pool.open(join(store.path, '..', 'missing.db'));
    await expect(waiting).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('unable to open') as string,
    });
  });

  it('fails with the refusal of the store until it opens after all', async () => {
    const pool = createPool();
    const waiting = pool.run('traces.window', newest);
    pool.refuse('The database is newer than this app.');
    const refused = { code: 'store_unavailable', message: 'The database is newer than this app.' };
    await expect(waiting).rejects.toMatchObject(refused);
    await expect(pool.run('traces.window', newest)).rejects.toMatchObject(refused);
    pool.open(store.path);
    expect((await pool.run('traces.window', newest)).total).toBe(0);
  });

  it('reports a damaged file', async () => {
    addManySpans(20_000);
    store.writable.pragma('wal_checkpoint(TRUNCATE)');
    truncateSync(store.path, 8192 * 20);
    const pool = createPool();
    pool.open(store.path);
    await expect(pool.run('traces.search', { text: 'nothing', limit: 1 })).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(damages).toBe(1);
  });

  it('lets go of the file while it is replaced', async () => {
    store.addSpans({ trace: 1, span: 1 });
    const pool = createPool();
    pool.open(store.path);
    expect((await pool.run('traces.window', newest)).total).toBe(1);
    await pool.suspend();
    const waiting = pool.run('traces.window', newest);
    const other = createTestStore();
    pool.open(other.path);
    expect((await waiting).total).toBe(0);
    await pool.close();
    other.close();
  });

  it('rejects everything after closing', async () => {
    const pool = createPool();
    pool.open(store.path);
    const running = pool.run('traces.window', newest);
    await Promise.all([
      expect(running).rejects.toMatchObject({ code: 'unavailable' }),
      pool.close(),
    ]);
    await expect(pool.run('traces.window', newest)).rejects.toMatchObject({ code: 'unavailable' });
    pool.open(store.path);
    await expect(pool.run('traces.window', newest)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
