import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { openWritable, type WritableDb } from './connection';
import { DATABASE_FILE } from './file-names';
import { builtWorker, loadProcess } from './test-support/built-worker';
import { tempDir } from './test-support/temp-store';

const KILLS = 24;
/** As in the load process. */
const SPANS_EACH = 20;
const SPANS_A_TRACE = 50;
/** After the first acknowledgement. */
const MAX_LIFE_MS = 600;

it('B3 loses no acknowledged span and doubles none when the process is killed', async () => {
  const dataDir = tempDir();
  const acknowledged = new Set<number>();
  let kills = 0;
  let killedBusy = 0;
  let newest = 0;
  let lost: number[] = [];
  while (kills < KILLS) {
    const before = acknowledged.size;
    await runUntilKilled(dataDir, lost, newest, acknowledged);
    kills++;
    if (acknowledged.size > before) killedBusy++;
    newest = Math.max(newest, ...acknowledged) + 1;
    // As an exporter does, the next process sends again what was not acknowledged.
    lost = Array.from({ length: newest }, (_, id) => id).filter((id) => !acknowledged.has(id));
  }
  expect(kills).toBe(KILLS);
  expect(killedBusy).toBe(KILLS);

  const db = openWritable(join(dataDir, DATABASE_FILE), null);
  const stored = new Set(all(db, 'SELECT span_id FROM span').map(numberOfId));
  const missing = [...acknowledged]
    .flatMap((id) => Array.from({ length: SPANS_EACH }, (_, at) => id * SPANS_EACH + at + 1))
    .filter((span) => !stored.has(span));
  expect(missing).toEqual([]);
  expect(acknowledged.size * SPANS_EACH).toBeGreaterThan(KILLS * SPANS_EACH);

  const [spans] = all(db, 'SELECT count(*) FROM span');
  expect(spans).toBe(stored.size);
  expect(all(db, 'SELECT count(*) FROM span_payload')).toEqual([spans]);
  expect(all(db, 'SELECT count(*) FROM span JOIN span_payload ON span = id')).toEqual([spans]);
  // Summaries are what their spans come to, also where a kill came in between.
  const traces = new Set([...stored].map((span) => Math.floor((span - 1) / SPANS_A_TRACE)));
  expect(all(db, 'SELECT count(*) FROM trace')).toEqual([traces.size]);
  expect(
    all(
      db,
      'SELECT t.id FROM trace t WHERE span_count <> (SELECT count(*) FROM span WHERE trace = t.id)',
    ),
  ).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
}, 120_000);

/** Starts a loaded process, kills it and adds what it acknowledged before it died. */
async function runUntilKilled(
  dataDir: string,
  repeats: readonly number[],
  firstNew: number,
  acknowledged: Set<number>,
): Promise<void> {
  const args = [loadProcess, builtWorker, dataDir, JSON.stringify(repeats), String(firstNew)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(Math.random() * MAX_LIFE_MS);
  child.kill('SIGKILL');
  const [, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  if (signal !== 'SIGKILL') throw new Error(`The process ended by itself: ${errors}`);
  // The last line may be torn.
  for (const line of output.split('\n').slice(0, -1)) acknowledged.add(Number(line));
}

function all(db: WritableDb, sql: string): unknown[] {
  return db.prepare(sql).pluck().all();
}

function numberOfId(id: unknown): number {
  return (id as Buffer).readUInt32BE(4);
}
