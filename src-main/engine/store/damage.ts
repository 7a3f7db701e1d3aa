/** Telling a damaged database file, and setting it aside. */
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { StoreNotice } from '@contract/store-info';
import type { ReadableDb } from './connection';
import { COMPANION_SUFFIXES, datedPath, SUSPECT_FILE } from './file-names';
import { faultOf } from './store-errors';

/**
 * Whether the file deserves a full check: it was marked, or it is shorter than its own header
 * says. Cheap.
 */
export function isSuspect(path: string): boolean {
  return existsSync(join(dirname(path), SUSPECT_FILE)) || isTruncated(path);
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

const HEADER_BYTES = 100;

/** SQLite file format, section 1.3: offsets of the header's fields. */
function isTruncated(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // An empty file is a fresh database. One with a WAL may have grown there only.
  if (size === 0 || (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    return false;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return true;
  } finally {
    closeSync(file);
  }
  const rawPageBytes = header.readUInt16BE(16);
  const pageBytes = rawPageBytes === 1 ? 65536 : rawPageBytes;
  const pages = header.readUInt32BE(28);
  const isCountValid = header.readUInt32BE(24) === header.readUInt32BE(92);
  return isCountValid && pages * pageBytes > size;
}
