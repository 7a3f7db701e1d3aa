/** Brings a database to the newest schema: forward only, in one transaction, after a backup. */
import { constants, copyFileSync, openSync, closeSync, fsyncSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import type { WritableDb } from './connection';
import { datedPath } from './file-names';
import { migrations as allMigrations, type Migration } from './migrations';
import { StoreRefusal } from './store-errors';

export interface MigrateOptions {
  readonly path: string;
  readonly now: Date;
  /** All of the app's by default. */
  readonly migrations?: readonly Migration[];
  /** Called before an existing database is changed. */
  readonly onUpgrade?: () => void;
}

/**
 * Applies what is missing. Returns the path of the backup, or null where there was nothing to
 * back up. On failure the database is as before.
 * @throws StoreRefusal for a database of a newer version, SqliteError, Error of `node:fs`
 */
export function migrate(db: WritableDb, options: MigrateOptions): string | null {
  const { path, now, migrations = allMigrations, onUpgrade } = options;
  const newest = migrations.at(-1)?.version ?? 0;
  const current = schemaVersion(db);
  if (current > newest) throw newerVersion(path, current, newest);
  if (current === newest) return null;

  const isUpgrade = current > 0;
  if (isUpgrade) {
    onUpgrade?.();
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
  const apply = db.transaction((): string | null => {
    const backup = isUpgrade ? copyDatabase(path, current, now) : null;
    try {
      for (const { version, sql } of migrations) {
        if (version <= current) continue;
        db.exec(sql);
        db.pragma(`user_version = ${version}`);
      }
    } catch (error) {
      if (backup !== null) rmSync(backup, { force: true });
      throw error;
    }
    return backup;
  });
  // Immediate: nobody can write between the checkpoint's end, the copy and the upgrade.
  const backup = apply.immediate();
  if (isUpgrade) db.pragma('optimize');
  return backup;
}

/** `PRAGMA user_version`: 0 for a database without our schema. */
export function schemaVersion(db: WritableDb): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Copies the database file, which holds everything while its WAL is empty. */
function copyDatabase(path: string, version: number, now: Date): string {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (wal !== undefined && wal.size > 0) {
    throw new StoreRefusal(
      `Another program is using ${path}, so it cannot be updated. Close it; Otelier tries again by itself.`,
      true,
    );
  }
  const backup = datedPath(dirname(path), `backup-v${version}`, now);
  try {
    // A clone where the file system can make one, which costs neither time nor space.
    copyFileSync(path, backup, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    const file = openSync(backup, 'r+');
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    rmSync(backup, { force: true });
    throw error;
  }
  return backup;
}

function newerVersion(path: string, current: number, newest: number): StoreRefusal {
  return new StoreRefusal(
    `The database ${path} was written by a newer Otelier (schema ${current}, this one knows ${newest}). ` +
      'Nothing was changed. Update Otelier, or start it with another data folder.',
    false,
  );
}
