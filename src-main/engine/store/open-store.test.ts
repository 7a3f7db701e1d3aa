import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import type { IngestOutcome, IngestRequest } from '../ingest';
import { openReadable, openWritable } from './connection';
import { openStore } from './open-store';
import type { Store, StoreChange } from './store';
import { builtWorker, DEADLY_AGENT, mortalWorker } from './test-support/built-worker';
import { damageTable } from './test-support/damage-file';
import { testSource, tracesBody } from './test-support/requests';
import { tempDir, TempStore } from './test-support/temp-store';

function open(
  dataDir = tempDir(),
  workerFile = builtWorker,
): { readonly store: Store; readonly changes: StoreChange[] } {
  const store = openStore({ dataDir, sqliteBinding: null, workerFile });
  const changes: StoreChange[] = [];
  store.onChange((change) => changes.push(change));
  onTestFinished(() => store.close());
  return { store, changes };
}

function send(
  store: Store,
  body: Uint8Array<ArrayBuffer>,
  more: Partial<IngestRequest> = {},
): Promise<IngestOutcome> {
  const request = { signal: 'traces', encoding: 'protobuf', body, source: testSource } as const;
  return store.ingest.submit({ ...request, ...more });
}

/** Resolves when the store has said something that fits. */
function until(store: Store, fits: (change: StoreChange) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.onChange((change) => {
      if (!fits(change)) return;
      stop();
      resolve();
    });
  });
}

const isOpen = (change: StoreChange) => change.type === 'info' && change.info.state === 'open';

it('B3 answers when another connection can read what was sent', async () => {
  const { store, changes } = open();
  expect(await store.opened).toMatchObject({ state: 'open', spans: 0, refusal: '' });
  const outcome = await send(store, tracesBody({ span: 1 }, { trace: 2, span: 2 }));
  const reader = openReadable(store.path, null);
  expect(reader.prepare('SELECT count(*) FROM span').pluck().get()).toBe(2);
  reader.close();
  expect(outcome).toMatchObject({ status: 'committed', added: 2, traceKeys: [1, 2] });
  expect(store.info()).toMatchObject({ state: 'open', traces: 2, spans: 2, logRecords: 0 });
  expect(store.info().bytes).toBeGreaterThan(0);
  expect(changes.at(-1)).toEqual({ type: 'traces', keys: [1, 2], totalStored: 2 });
});

it('tells the size of the database, whether or not its log was written back', async () => {
  const { store } = open();
  await store.opened;
  const spans = Array.from({ length: 500 }, (_, i) => ({ span: i + 1 }));
  const { bytes: before } = store.info();
  await send(store, tracesBody(...spans));
  const { bytes } = store.info();
  expect(bytes).toBeGreaterThan(before);
  const other = openWritable(store.path, null);
  other.pragma('wal_checkpoint(TRUNCATE)');
  other.close();
  expect(statSync(store.path).size).toBe(bytes);
});

it('B11 holds requests that come before the database is open', async () => {
  const { store } = open();
  expect(store.info().state).toBe('opening');
  expect(await send(store, tracesBody({ span: 1 }))).toMatchObject({ status: 'committed' });
});

it('answers each of many requests and counts the bytes it holds', async () => {
  const { store } = open();
  const requests = Array.from({ length: 300 }, (_, at) => {
    if (at % 10 === 9) return send(store, new Uint8Array([1, 2, 3]));
    return send(store, tracesBody({ trace: at + 1, span: at + 1, note: 'x'.repeat(500) }));
  });
  expect(store.ingest.queuedBytes).toBeGreaterThan(270 * 500);
  const outcomes = await Promise.all(requests);
  expect(outcomes.filter(({ status }) => status === 'committed')).toHaveLength(270);
  expect(outcomes.filter(({ status }) => status === 'undecodable')).toHaveLength(30);
  expect(outcomes[9]).toMatchObject({ status: 'undecodable' });
  expect(store.ingest.queuedBytes).toBe(0);
  expect(store.info().spans).toBe(270);
});

it('leaves a buffer alone that the body only is a part of', async () => {
  const { store } = open();
  const body = tracesBody({ span: 1 });
  const shared = new Uint8Array(body.length + 20);
  shared.set(body, 10);
  await send(store, shared.subarray(10, 10 + body.length));
  expect(shared.byteLength).toBe(body.length + 20);
  expect(store.info().spans).toBe(1);
});

it('deletes traces and undoes it', async () => {
  const { store, changes } = open();
  await send(store, tracesBody({ trace: 1, span: 1 }, { trace: 2, span: 2 }));
  const { deleted, undoToken } = await store.commands.deleteTraces([1]);
  expect(deleted).toBe(1);
  expect(store.info()).toMatchObject({ traces: 1, spans: 1 });
  expect(changes.at(-1)).toEqual({ type: 'traces', keys: [1], totalStored: 1 });
  expect(await store.commands.undoDelete(undoToken)).toEqual({ restored: 1 });
  expect(store.info()).toMatchObject({ traces: 2, spans: 2 });
  expect(changes.at(-1)).toEqual({ type: 'traces', keys: [1], totalStored: 2 });
  await expect(store.commands.undoDelete(undoToken)).rejects.toMatchObject({ code: 'not_found' });
});

it('removes at the start what an earlier run left deleted', async () => {
  const earlier = new TempStore();
  earlier.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
  earlier.db.exec('UPDATE trace SET deleted_at_ms = 1, deleted_logs_upto = 0 WHERE id = 1');
  earlier.db.close();
  const { store } = open(earlier.dataDir);
  expect(await store.opened).toMatchObject({ traces: 1, spans: 1 });
  const reader = openReadable(store.path, null);
  await expect.poll(() => reader.prepare('SELECT trace FROM span').pluck().all()).toEqual([2]);
  reader.close();
});

it('answers what a dying worker had, and goes on with the next one', async () => {
  const { store } = open(tempDir(), mortalWorker);
  await send(store, tracesBody({ span: 1 }));
  const deadly = { source: { ...testSource, agent: DEADLY_AGENT } };
  const interrupted = await Promise.all([
    send(store, tracesBody({ span: 2 }), deadly),
    send(store, tracesBody({ span: 3 })),
  ]);
  expect(interrupted[0]).toMatchObject({ status: 'unavailable' });
  expect(store.ingest.queuedBytes).toBe(0);
  // Whatever came in between is held until the store is open again.
  expect(await send(store, tracesBody({ span: 3 }))).toMatchObject({ status: 'committed' });
  expect(store.info()).toMatchObject({ state: 'open', spans: 2 });
});

it('says so where the worker cannot be started at all', async () => {
  const { store } = open(tempDir(), join(tempDir(), 'missing.js'));
  const info = await store.opened;
  expect(info.state).toBe('refused');
  expect(info.refusal).toMatch(/^The store cannot be started: .*missing\.js/);
  expect(await send(store, tracesBody({ span: 1 }))).toMatchObject({
    status: 'unavailable',
    message: info.refusal,
  });
});

it('refuses a database of a newer version', async () => {
  const { dataDir, db } = new TempStore();
  db.pragma('user_version = 999');
  db.close();
  const { store } = open(dataDir);
  expect(await store.opened).toMatchObject({ state: 'refused' });
  expect(store.info().refusal).toMatch(/newer Otelier/);
  expect(await send(store, tracesBody({ span: 1 }))).toMatchObject({
    status: 'unavailable',
    isFinal: true,
  });
  await expect(store.commands.deleteTraces([1])).rejects.toMatchObject({
    code: 'store_unavailable',
    message: store.info().refusal,
  });
});

it('opens by itself once what kept it from opening is gone', async () => {
  const dataDir = join(tempDir(), 'data');
  writeFileSync(dataDir, 'in the way');
  const { store } = open(dataDir);
  expect(await store.opened).toMatchObject({ state: 'refused' });
  expect(store.info().refusal).toMatch(/may not write/);
  rmSync(dataDir);
  await until(store, isOpen);
  expect(store.info().refusal).toBe('');
  expect(await send(store, tracesBody({ span: 1 }))).toMatchObject({ status: 'committed' });
}, 20_000);

it('replaces a file that is damaged while it is open, and salvages the rest', async () => {
  const { store, changes } = open();
  await send(store, tracesBody({ trace: 1, span: 1 }, { trace: 2, span: 2 }));
  damageBehindBack(store.path);

  const reopened = until(store, isOpen);
  expect(await send(store, tracesBody({ trace: 3, span: 3 }))).toMatchObject({
    status: 'unavailable',
  });
  expect(await send(store, tracesBody({ trace: 3, span: 3 }))).toMatchObject({
    status: 'committed',
    added: 1,
  });
  await reopened;
  const states = changes.flatMap((change) => (change.type === 'file' ? [change.state] : []));
  expect(states).toEqual(['open', 'closing', 'open']);
  expect(store.info()).toMatchObject({ state: 'open', spans: 1 });
  const [notice] = store.info().notices;
  expect(notice).toMatchObject({ code: 'corrupt-set-aside' });
  expect(existsSync(notice!.path)).toBe(true);

  await expect(store.commands.salvage(store.path)).rejects.toMatchObject({ code: 'not_found' });
  expect(await store.commands.salvage(notice!.path)).toEqual({ spans: 2, logRecords: 0 });
  expect(store.info()).toMatchObject({ traces: 3, spans: 3 });
  expect(store.info().notices).toMatchObject([{ code: 'salvaged', path: notice!.path }]);
  await store.commands.dismissNotice(notice!.path);
  expect(store.info().notices).toEqual([]);
}, 20_000);

it('checks the file when a reader met damage', async () => {
  const { store, changes } = open();
  await send(store, tracesBody({ span: 1 }));
  await store.commands.checkFile();
  expect(changes.filter((change) => change.type === 'file')).toHaveLength(1);
  damageBehindBack(store.path);
  const reopened = until(store, isOpen);
  await store.commands.checkFile();
  await reopened;
  expect(store.info().notices).toMatchObject([{ code: 'corrupt-set-aside' }]);
}, 20_000);

it('takes requests while the file is being checked', async () => {
  const { workerFile, release } = blockedCheck();
  const { store, changes } = open(tempDir(), workerFile);
  await send(store, tracesBody({ span: 1 }));
  let isChecked = false;
  const checks = Promise.all([store.commands.checkFile(), store.commands.checkFile()]);
  void checks.then(() => (isChecked = true));
  expect(await send(store, tracesBody({ span: 2 }))).toMatchObject({ status: 'committed' });
  expect(await store.commands.deleteTraces([1])).toMatchObject({ deleted: 1 });
  expect(isChecked).toBe(false);
  release();
  await checks;
  expect(changes.filter((change) => change.type === 'file')).toHaveLength(1);
});

it('does not replace a fresh file for the damage of the one before', async () => {
  const { workerFile } = blockedCheck();
  const { store, changes } = open(tempDir(), workerFile);
  await send(store, tracesBody({ span: 1 }));
  const check = store.commands.checkFile();
  damageBehindBack(store.path);
  const reopened = until(store, isOpen);
  await send(store, tracesBody({ span: 2 }));
  await reopened;
  await check;
  expect(await send(store, tracesBody({ span: 3 }))).toMatchObject({ status: 'committed' });
  expect(changes.filter((change) => change.type === 'file')).toHaveLength(3);
}, 20_000);

it('closes while the file is being checked', async () => {
  const { store } = open(tempDir(), blockedCheck().workerFile);
  await store.opened;
  const check = store.commands.checkFile();
  await store.close();
  await expect(check).resolves.toBeUndefined();
});

it('says so where the file cannot be checked', async () => {
  const { workerFile } = blockedCheck();
  rmSync(join(dirname(workerFile), 'check-worker.js'));
  const { store } = open(tempDir(), workerFile);
  await store.opened;
  await expect(store.commands.checkFile()).rejects.toMatchObject({
    code: 'io',
    message: expect.stringMatching(/^The database could not be checked: .*check-worker/) as string,
  });
});

it('commits what was handed over before it closes', async () => {
  const { store } = open();
  await store.opened;
  const pending = Array.from({ length: 50 }, (_, at) => send(store, tracesBody({ span: at + 1 })));
  const closed = store.close();
  expect(await send(store, tracesBody({ span: 99 }))).toMatchObject({ status: 'unavailable' });
  await closed;
  for (const outcome of await Promise.all(pending)) expect(outcome.status).toBe('committed');
  expect(existsSync(`${store.path}-wal`)).toBe(false);
  const db = openReadable(store.path, null);
  expect(db.prepare('SELECT count(*) FROM span').pluck().get()).toBe(50);
  db.close();
});

it('does not carry a deletion over to the file that replaces a damaged one', async () => {
  const { store } = open();
  await send(store, tracesBody({ span: 1 }));
  damageBehindBack(store.path);
  const reopened = until(store, isOpen);
  const meeting = send(store, tracesBody({ span: 2 }));
  const deletion = store.commands.deleteTraces([1]);
  const after = send(store, tracesBody({ span: 3 }));
  expect(await meeting).toMatchObject({ status: 'unavailable' });
  await expect(deletion).rejects.toMatchObject({ code: 'unavailable' });
  expect(await after).toMatchObject({ status: 'committed', traceKeys: [1] });
  await reopened;
  expect(store.info()).toMatchObject({ traces: 1, spans: 1 });
}, 20_000);

it('closes at once while it is removing traces', async () => {
  const earlier = new TempStore();
  for (let trace = 1; trace <= 20; trace++) {
    earlier.write(...Array.from({ length: 1000 }, (_, at) => ({ trace, span: at + 1 })));
  }
  earlier.db.exec('UPDATE trace SET deleted_at_ms = 1, deleted_logs_upto = 0');
  earlier.db.close();
  const { store } = open(earlier.dataDir);
  await store.opened;
  // Fails by the time limit of the test where a timer kept the thread alive.
  await store.close();
  const { store: next } = open(earlier.dataDir);
  await next.opened;
  const reader = openReadable(next.path, null);
  await expect.poll(() => reader.prepare('SELECT count(*) FROM span').pluck().get()).toBe(0);
  reader.close();
}, 8000);

/** The built workers, but checks wait until they are released. */
function blockedCheck(): { readonly workerFile: string; readonly release: () => void } {
  const dir = tempDir();
  const workerFile = join(dir, 'ingest-worker.js');
  const released = join(dir, 'released');
  const realCheck = join(dirname(builtWorker), 'check-worker.js');
  writeFileSync(workerFile, `require(${JSON.stringify(builtWorker)});`);
  writeFileSync(
    join(dir, 'check-worker.js'),
    `const cell = new Int32Array(new SharedArrayBuffer(4));
    while (!require('node:fs').existsSync(${JSON.stringify(released)})) Atomics.wait(cell, 0, 0, 5);
    require(${JSON.stringify(realCheck)});`,
  );
  return { workerFile, release: () => writeFileSync(released, '') };
}

/** Damages the table of a database that a worker has open, and makes the worker read it anew. */
function damageBehindBack(path: string): void {
  const db = openWritable(path, null);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  damageTable(path, 'span');
  const other = openWritable(path, null);
  other.exec("INSERT INTO notice VALUES ('/tmp/x', 'migrated', ''); DELETE FROM notice");
  other.close();
}
