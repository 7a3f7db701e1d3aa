/** Opening the database in a data folder, whatever state it is in. */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { StoreNotice } from '@contract/store-info';
import { openWritable, type WritableDb } from './connection';
import { asidePathOf, isDamaged, isSuspect, setAside } from './damage';
import { DATABASE_FILE, SUSPECT_FILE } from './file-names';
import { migrate } from './migrate';
import type { Migration } from './migrations';
import { putNotice } from './notices';
import { faultOf, refusalOf } from './store-errors';

export interface OpenOptions {
  readonly dataDir: string;
  readonly sqliteBinding: string | null;
  readonly now: () => Date;
  /** All of the app's by default. */
  readonly migrations?: readonly Migration[];
  /** Called before an existing database is upgraded. */
  readonly onUpgrade?: () => void;
}

/**
 * Opens, creates or upgrades the database. A damaged one is set aside and a fresh one
 * started; upgrades and damage leave a notice in it.
 * @throws StoreRefusal where none can be had: newer version, no permission, disk full, locked
 */
export function openDatabase(options: OpenOptions): WritableDb {
  const { dataDir } = options;
  try {
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, DATABASE_FILE);
    try {
      return openAndMigrate(path, options, []);
    } catch (error) {
      if (faultOf(error) !== 'damaged') throw error;
      const notice = setAside(path, asidePathOf(path, options.now()));
      return openAndMigrate(path, options, [notice]);
    }
  } catch (error) {
    throw refusalOf(error, dataDir);
  }
}

function openAndMigrate(
  path: string,
  options: OpenOptions,
  notices: readonly StoreNotice[],
): WritableDb {
  const { sqliteBinding, now, migrations, onUpgrade } = options;
  const isToBeChecked = isSuspect(path);
  const db = openWritable(path, sqliteBinding);
  try {
    if (isToBeChecked) {
      if (isDamaged(db)) throw new DamagedFile();
      rmSync(join(dirname(path), SUSPECT_FILE), { force: true });
    }
    const backup = migrate(db, {
      path,
      now: now(),
      ...(migrations === undefined ? {} : { migrations }),
      ...(onUpgrade === undefined ? {} : { onUpgrade }),
    });
    for (const notice of notices) putNotice(db, notice);
    if (backup !== null) putNotice(db, upgradeNotice(backup));
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

class DamagedFile extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

function upgradeNotice(backup: string): StoreNotice {
  return {
    code: 'migrated',
    message:
      `The database was updated for this version of Otelier. The old one was kept as ${basename(backup)}; ` +
      'it may be deleted.',
    path: backup,
  };
}
