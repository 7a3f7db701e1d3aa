import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import type { WritableDb } from './connection';
import { DATABASE_FILE, SUSPECT_FILE } from './file-names';
import { listNotices } from './notices';
import { openDatabase } from './open-database';
import { damageTable } from './test-support/damage-file';
import { tempDir, TempStore } from './test-support/temp-store';

const now = () => new Date('2026-11-21T09:20:41.123Z');
const ASIDE = 'otelier-damaged-2026-11-21T09-20-41Z.db';

function open(dataDir: string): WritableDb {
  return openDatabase({ dataDir, sqliteBinding: null, now });
}

/** A folder with a closed database of some hundred spans. */
function filled(): { readonly dataDir: string; readonly path: string } {
  const store = new TempStore();
  store.write(...Array.from({ length: 300 }, (_, at) => ({ span: at + 1, note: 'x'.repeat(500) })));
  store.db.close();
  return { dataDir: store.dataDir, path: join(store.dataDir, DATABASE_FILE) };
}

function expectReplaced(db: WritableDb, dataDir: string): void {
  expect(db.prepare('SELECT count(*) FROM span').pluck().get()).toBe(0);
  expect(listNotices(db)).toMatchObject([
    { code: 'corrupt-set-aside', path: join(dataDir, ASIDE) },
  ]);
  db.close();
}

it('uses WAL and syncs every commit', () => {
  const db = open(tempDir());
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('page_size', { simple: true })).toBe(16384);
  db.close();
});

it('sets aside a file that is no database and starts a fresh one', () => {
  const dataDir = tempDir();
  const path = join(dataDir, DATABASE_FILE);
  const text = 'These are 100 bytes and more of something that never was a database. '.repeat(9);
  writeFileSync(path, text);
  writeFileSync(`${path}-wal`, 'stale');
  expectReplaced(open(dataDir), dataDir);
  expect(readFileSync(join(dataDir, ASIDE), 'utf8')).toBe(text);
});

it('sets aside a file that was cut short', () => {
  const { dataDir, path } = filled();
  const size = statSync(path).size;
  truncateSync(path, size - 5 * 16384);
  expectReplaced(open(dataDir), dataDir);
  expect(statSync(join(dataDir, ASIDE)).size).toBe(size - 5 * 16384);
});

it('sets aside a damaged file that was marked, and keeps a sound one', () => {
  const { dataDir, path } = filled();
  writeFileSync(join(dataDir, SUSPECT_FILE), '');
  const sound = open(dataDir);
  expect(sound.prepare('SELECT count(*) FROM span').pluck().get()).toBe(300);
  sound.close();
  expect(readdirSync(dataDir)).toEqual([DATABASE_FILE]);

  damageTable(path, 'span_payload');
  writeFileSync(join(dataDir, SUSPECT_FILE), '');
  expectReplaced(open(dataDir), dataDir);
  expect(readdirSync(dataDir)).not.toContain(SUSPECT_FILE);
});

it('gives each set-aside file a name of its own', () => {
  const { dataDir, path } = filled();
  truncateSync(path, 16384);
  open(dataDir).close();
  truncateSync(path, 16384);
  const db = open(dataDir);
  expect(listNotices(db).map((notice) => notice.path)).toEqual([
    join(dataDir, ASIDE.replace('.db', '-2.db')),
  ]);
  db.close();
});

it('says in plain words why a folder cannot be used', () => {
  const dataDir = join(tempDir(), 'file');
  writeFileSync(dataDir, '');
  expect(() => open(dataDir)).toThrow(
    `Otelier may not write to ${dataDir}. Allow it to, or start it with another data folder.`,
  );
});
