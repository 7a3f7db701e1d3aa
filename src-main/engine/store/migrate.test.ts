import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openReadable } from './connection';
import { DATABASE_FILE } from './file-names';
import { schemaVersion } from './migrate';
import { migrations, type Migration } from './migrations';
import { listNotices } from './notices';
import { openDatabase } from './open-database';
import { StoreRefusal } from './store-errors';
import { openTemp, tempDir, TempStore } from './test-support/temp-store';

const now = () => new Date('2026-11-21T09:20:41.123Z');

const newest = migrations.length;
const addsColumn: Migration = {
  version: newest + 1,
  sql: "ALTER TABLE trace ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",
};
const fails: Migration = {
  version: newest + 2,
  sql: 'CREATE TABLE half (a); SELECT * FROM no_such_table',
};

function open(dataDir: string, list: readonly Migration[], onUpgrade?: () => void) {
  return openDatabase({
    dataDir,
    sqliteBinding: null,
    now,
    migrations: list,
    ...(onUpgrade === undefined ? {} : { onUpgrade }),
  });
}

/** A folder with a database of the current schema that holds one span. */
function filled(): string {
  const store = new TempStore();
  store.write({ span: 1 });
  store.db.close();
  return store.dataDir;
}

it('numbers its migrations from 1, each one higher', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1));
});

it('creates a fresh database in the newest schema without a backup', () => {
  const dataDir = join(tempDir(), 'made', 'on the way');
  const db = openTemp(dataDir);
  expect(schemaVersion(db)).toBe(newest);
  expect(listNotices(db)).toEqual([]);
  expect(readdirSync(dataDir).filter((name) => name.includes('backup'))).toEqual([]);
});

it('upgrades after a backup that still opens as it was, and says so', () => {
  const dataDir = filled();
  let upgrades = 0;
  const db = open(dataDir, [...migrations, addsColumn], () => upgrades++);
  expect(upgrades).toBe(1);
  expect(schemaVersion(db)).toBe(newest + 1);
  expect(db.prepare('SELECT note, span_count FROM trace').all()).toEqual([
    { note: 'none', span_count: 1 },
  ]);

  const name = `otelier-backup-v${newest}-2026-11-21T09-20-41Z.db`;
  const backup = join(dataDir, name);
  expect(listNotices(db)).toMatchObject([{ code: 'migrated', path: backup }]);
  expect(listNotices(db)[0]?.message).toContain(name);
  db.close();
  const old = openReadable(backup, null);
  expect(schemaVersion(old as never)).toBe(newest);
  expect(old.prepare('SELECT count(*) FROM span').pluck().get()).toBe(1);
  old.close();

  const again = open(dataDir, [...migrations, addsColumn], () => upgrades++);
  again.close();
  expect(upgrades).toBe(1);
});

it('leaves the database as it was where a migration fails', () => {
  const dataDir = filled();
  expect(() => open(dataDir, [...migrations, addsColumn, fails])).toThrow(/no_such_table/);
  expect(readdirSync(dataDir).filter((name) => name.includes('backup'))).toEqual([]);
  const db = openTemp(dataDir);
  expect(schemaVersion(db)).toBe(newest);
  expect(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  expect(db.prepare('SELECT count(*) FROM span').pluck().get()).toBe(1);
});

it('refuses a database of a newer version and does not touch it', () => {
  const dataDir = filled();
  open(dataDir, [...migrations, addsColumn]).close();
  const before = readdirSync(dataDir);
  let refusal: unknown;
  try {
    openTemp(dataDir);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(StoreRefusal);
  expect(refusal).toMatchObject({ mayPass: false });
  expect((refusal as Error).message).toContain(
    `was written by a newer Otelier (schema ${newest + 1}, this one knows ${newest}). Nothing was changed.`,
  );
  expect(readdirSync(dataDir)).toEqual(before);
  const db = open(dataDir, [...migrations, addsColumn]);
  expect(db.prepare('SELECT count(*) FROM span').pluck().get()).toBe(1);
  db.close();
  expect(existsSync(join(dataDir, DATABASE_FILE))).toBe(true);
});
