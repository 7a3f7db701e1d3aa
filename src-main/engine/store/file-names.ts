/** Names of the files in the data folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const DATABASE_FILE = 'otelier.db';

/** Its presence asks for a check of the database at the next start. */
export const SUSPECT_FILE = 'otelier.suspect';

/** Files that SQLite keeps beside a database, by what they add to its name. */
export const COMPANION_SUFFIXES = ['-wal', '-shm'] as const;

/**
 * A free path for a copy or a set-aside database, e.g.
 * `otelier-damaged-2026-11-21T09-20-41Z.db`.
 */
export function datedPath(dataDir: string, what: string, at: Date): string {
  const stamp = at.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  for (let attempt = 1; ; attempt++) {
    const suffix = attempt === 1 ? '' : `-${attempt}`;
    const path = join(dataDir, `otelier-${what}-${stamp}${suffix}.db`);
    if (!['', ...COMPANION_SUFFIXES].some((end) => existsSync(path + end))) return path;
  }
}
