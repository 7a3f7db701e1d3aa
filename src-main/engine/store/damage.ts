/** Telling a damaged database file, and setting it aside. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { StoreNotice } from '@contract/store-info';
import type { ReadableDb } from './connection';
import { COMPANION_SUFFIXES, datedPath, SUSPECT_FILE } from './file-names';
import { faultOf } from './store-errors';

/** Whether the file was marked as one that must be checked before it is used. */
export function isSuspect(path: string): boolean {
  return existsSync(join(dirname(path), SUSPECT_FILE));
}

/** Reads every page (seconds for a gigabyte). */
export function isDamaged(db: ReadableDb): boolean {
  try {
    return db.pragma('quick_check(1)', { simple: true }) !== 'ok';
  } catch (error) {
    if (faultOf(error) === 'damaged') return true;
    throw error;
  }
}

/**
 * Renames the database and its companions, which keeps what can still be read of them.
 * No connection of this process may be open; on Windows, none of any process.
 * @throws Error of `node:fs`
 */
export function setAside(path: string, now: Date): StoreNotice {
  const dataDir = dirname(path);
  const asidePath = datedPath(dataDir, 'damaged', now);
  // Companions first: a WAL that were left behind would be replayed into the new database.
  for (const suffix of COMPANION_SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, asidePath + suffix);
  }
  renameSync(path, asidePath);
  rmSync(join(dataDir, SUSPECT_FILE), { force: true });
  return {
    code: 'corrupt-set-aside',
    message:
      'The database was damaged. It was set aside and a new one was started. ' +
      'What can still be read of it can be copied into the new one.',
    path: asidePath,
  };
}
