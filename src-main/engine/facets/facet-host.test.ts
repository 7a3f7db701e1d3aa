import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it, onTestFinished } from 'vitest';

import type { FacetStatus } from '@contract/facets';
import type { FacetRow } from '@domain/facets/facet-row';
import { FacetWriter } from '../store/facet-writer';
import { DATABASE_FILE } from '../store/file-names';
import { runToEnd } from '../store/sliced-job';
import { TempStore } from '../store/test-support/temp-store';
import { builtFile } from '../test-support/built-file';
import { createTestLog } from '../test-support/test-log';
import type { FacetBatch } from './facet-batch';
import { FacetHost, type FacetHostOptions } from './facet-host';
import { noPrices } from './price-list';

function setUp(options: Partial<FacetHostOptions> = {}, store = new TempStore()) {
  const log = createTestLog();
  const writer = new FacetWriter(store.db);
  const stored: number[] = [];
  const statuses: FacetStatus[] = [];
  const host = new FacetHost({
    sqliteBinding: null,
    log,
    prices: noPrices,
    storeFacets: (batch: FacetBatch) => Promise.resolve(runToEnd(writer.store(batch))),
    onDamage: () => undefined,
    onStatus: (status) => statuses.push(status),
    onStored: (keys) => stored.push(...keys),
    workerFile: builtFile('facet-worker.js'),
    ...options,
  });
  onTestFinished(() => host.close());
  const open = (): void => host.open(join(store.dataDir, DATABASE_FILE));
  return { store, log, host, stored, statuses, open };
}

/** A trace of so many spans. */
function addTrace(store: TempStore, trace: number, spans = 1): void {
  const numbers = Array.from({ length: spans }, (_, at) => trace * 10_000 + at);
  store.write(...numbers.map((span) => ({ trace, span })));
}

/** The real worker, which runs some code for each message that it sends. */
function workerThat(store: TempStore, code: string): string {
  const file = join(store.dataDir, 'worker.cjs');
  writeFileSync(
    file,
    `const { parentPort, workerData } = require('node:worker_threads');
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (message) => { ${code}; post(message); };
    require(${JSON.stringify(builtFile('facet-worker.js'))});`,
  );
  return file;
}

it('understands what is stored when it begins, and what comes', async () => {
  const { store, host, stored, statuses, open } = setUp();
  addTrace(store, 1);
  open();
  await expect.poll(() => stored).toEqual([1]);
  addTrace(store, 2);
  host.changed();
  await expect.poll(() => stored).toEqual([1, 2]);
  await expect.poll(() => statuses.at(-1)?.state).toBe('idle');
  expect(host.status()).toEqual(statuses.at(-1));
});

it('lets go of the file, and takes the next one', async () => {
  const { store, host, stored, open } = setUp();
  addTrace(store, 1);
  open();
  await expect.poll(() => stored).toEqual([1]);
  await host.suspend();
  addTrace(store, 2);
  host.changed();
  open();
  await expect.poll(() => stored).toEqual([1, 2]);
});

it('tries again what could not be stored', async () => {
  let attempts = 0;
  const store = new TempStore();
  const writer = new FacetWriter(store.db);
  const { stored, open } = setUp(
    {
      storeFacets: (batch) => {
        attempts += 1;
        if (attempts === 1) return Promise.reject(new Error('the disk is full'));
        return Promise.resolve(runToEnd(writer.store(batch)));
      },
    },
    store,
  );
  addTrace(store, 1);
  open();
  await expect.poll(() => stored, { timeout: 5000 }).toEqual([1]);
  expect(attempts).toBe(2);
});

it('leaves out a trace that a worker died of, and understands the others', async () => {
  const store = new TempStore();
  const workerFile = workerThat(
    store,
    `if (message.t === 'batch' && new Float64Array(workerData.mark)[0] === 2) process.exit(9)`,
  );
  const { log, stored, open } = setUp({ workerFile }, store);
  addTrace(store, 1);
  // Its first part is sent while it is at work on it.
  addTrace(store, 2, 600);
  addTrace(store, 3);
  open();
  await expect.poll(() => [...stored].sort((a, b) => a - b), { timeout: 5000 }).toEqual([1, 3]);
  expect(log.lines).toEqual([
    'error: the facet worker ended: the thread ended',
    'error: trace 2 is left out until the next start',
  ]);
  addTrace(store, 4);
  await expect.poll(() => [...stored].sort((a, b) => a - b), { timeout: 5000 }).toEqual([1, 3]);
});

/** The real worker, which never comes back from some spans or goes down with them. */
function workerWith(store: TempStore, fate: Readonly<Record<string, 'hangs' | 'dies'>>): string {
  // Each row of facets is written while its span is being understood.
  return workerThat(
    store,
    `if (message.t === 'opened') {
      const stringify = JSON.stringify;
      JSON.stringify = (value, ...rest) => {
        const fate = ${JSON.stringify(fate)}[value?.label];
        if (fate === 'hangs') for (;;);
        if (fate === 'dies') process.exit(9);
        return stringify(value, ...rest);
      };
    }`,
  );
}

/** Long enough for a machine that is busy with others. */
const hangLimits = { spanMs: 2000, traceMs: 2000 };

function factsOf(store: TempStore): unknown[] {
  return store.db
    .prepare<[], [number, string]>('SELECT span, facts FROM span_facet ORDER BY span')
    .raw()
    .all()
    .map(([span, facts]) => [span, (JSON.parse(facts) as FacetRow).notUnderstood ?? 'understood']);
}

it('gives up on a span that the worker hangs at, and understands all others', async () => {
  const store = new TempStore();
  const workerFile = workerWith(store, { endless: 'hangs', deadly: 'dies' });
  const { log, stored, open } = setUp({ workerFile, hangLimits }, store);
  store.write({ trace: 1, span: 1 });
  store.write(
    { trace: 2, span: 2 },
    { trace: 2, span: 3, name: 'endless' },
    { trace: 2, span: 4, name: 'deadly' },
    { trace: 2, span: 5 },
  );
  store.write({ trace: 3, span: 6 });
  const payloads = (): unknown =>
    store.db.prepare('SELECT bytes FROM span_payload ORDER BY span').pluck().all();
  const sent = payloads();
  open();
  await expect
    .poll(() => [...new Set(stored)].sort((a, b) => a - b), { timeout: 15_000 })
    .toEqual([1, 2, 3]);
  expect(factsOf(store)).toEqual([
    [1, 'understood'],
    [2, 'understood'],
    [3, 'tookTooLong'],
    [4, 'endedThread'],
    [5, 'understood'],
    [6, 'understood'],
  ]);
  expect(payloads()).toEqual(sent);
  expect(log.lines).toEqual([
    'error: the facet worker ended: it did not go on',
    'error: span 3 of trace 2 is stored as not understood',
    'error: the facet worker ended: the thread ended',
    'error: span 4 of trace 2 is stored as not understood',
  ]);
}, 20_000);

it('tries no more spans of a trace that has too many of them', async () => {
  const store = new TempStore();
  const workerFile = workerWith(store, { deadly: 'dies' });
  const { stored, open } = setUp({ workerFile }, store);
  store.write(...Array.from({ length: 8 }, (_, at) => ({ span: at + 1, name: 'deadly' })));
  open();
  await expect.poll(() => stored, { timeout: 15_000 }).toEqual([1]);
  expect(factsOf(store)).toEqual(
    Array.from({ length: 8 }, (_, at) => [at + 1, at < 5 ? 'endedThread' : 'likeOthers']),
  );
}, 20_000);

it('is patient with a writer that takes its time', async () => {
  const store = new TempStore();
  const writer = new FacetWriter(store.db);
  const { log, stored, open } = setUp(
    {
      hangLimits,
      storeFacets: async (batch) => {
        await sleep(3000);
        return runToEnd(writer.store(batch));
      },
    },
    store,
  );
  addTrace(store, 1, 600);
  open();
  await expect.poll(() => stored, { timeout: 15_000 }).toEqual([1]);
  expect(log.lines).toEqual([]);
}, 20_000);

it('leaves out a trace that the worker hangs at, where no span is to blame', async () => {
  const store = new TempStore();
  const workerFile = workerThat(
    store,
    `if (message.t === 'batch' && new Float64Array(workerData.mark)[0] === 2) for (;;);`,
  );
  const { log, stored, open } = setUp({ workerFile, hangLimits }, store);
  addTrace(store, 1);
  addTrace(store, 2, 600);
  open();
  await expect.poll(() => stored, { timeout: 15_000 }).toEqual([1]);
  expect(log.lines).toEqual([
    'error: the facet worker ended: it did not go on',
    'error: trace 2 is left out until the next start',
  ]);
}, 20_000);

it('begins again after any other death', async () => {
  const store = new TempStore();
  const mark = join(store.dataDir, 'has-died');
  const workerFile = workerThat(
    store,
    `const fs = require('node:fs');
    if (message.t === 'opened' && !fs.existsSync(${JSON.stringify(mark)})) {
      fs.writeFileSync(${JSON.stringify(mark)}, '');
      process.exit(9);
    }`,
  );
  const { log, stored, open } = setUp({ workerFile }, store);
  addTrace(store, 1);
  open();
  await expect.poll(() => stored, { timeout: 5000 }).toEqual([1]);
  expect(log.lines).toEqual(['error: the facet worker ended: the thread ended']);
});

it('reports a damaged file', async () => {
  let damages = 0;
  const { store, open } = setUp({ onDamage: () => (damages += 1) });
  addTrace(store, 1);
  store.db.close();
  writeFileSync(join(store.dataDir, DATABASE_FILE), Buffer.alloc(65_536, 0xa5));
  open();
  await expect.poll(() => damages, { timeout: 5000 }).toBeGreaterThan(0);
});
