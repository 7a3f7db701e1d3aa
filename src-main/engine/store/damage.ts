/** Telling a damaged database file, and setting it aside. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

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

/** Where to set a damaged database aside: chosen once, however often the renaming is tried. */
export function asidePathOf(path: string, now: Date): string {
  return datedPath(dirname(path), 'damaged', now);
}

/**
 * Renames the database and its companions to `asidePath`, which keeps what can still be read
 * of them: all of them or none, since a WAL that lost its database lost its commits.
 * No connection of this process may be open; on Windows, none of any process.
 * @throws Error of `node:fs`; may be tried again then, with the same path
 */
export function setAside(path: string, asidePath: string): StoreNotice {
  // Companions first: a WAL that were left behind would be replayed into the new database.
  const companions = COMPANION_SUFFIXES.filter((suffix) => existsSync(path + suffix));
  const renamed: string[] = [];
  try {
    for (const suffix of [...companions, '']) {
      renameSync(path + suffix, asidePath + suffix);
      renamed.push(suffix);
    }
  } catch (error) {
    for (const suffix of renamed) renameBack(asidePath + suffix, path + suffix);
    throw error;
  }
  rmSync(join(dirname(path), SUSPECT_FILE), { force: true });
  return {
    code: 'corrupt-set-aside',
    message:
      `The database was damaged. It was set aside as ${basename(asidePath)} and a new one was ` +
      'started. What can still be read of it can be copied into the new one.',
    path: asidePath,
  };
}

function renameBack(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // The next attempt brings the database to where this one is.
  }
}
