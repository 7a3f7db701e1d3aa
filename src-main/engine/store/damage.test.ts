import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { asidePathOf, setAside } from './damage';
import { DATABASE_FILE } from './file-names';
import { tempDir } from './test-support/temp-store';

const now = new Date('2026-11-21T09:20:41.123Z');

function filesOf(path: string): (string | null)[] {
  const files = [path, `${path}-wal`, `${path}-shm`];
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : null));
}

it('leaves the WAL with its database where that cannot be renamed', () => {
  const path = join(tempDir(), DATABASE_FILE);
  writeFileSync(path, 'pages');
  writeFileSync(`${path}-wal`, 'commits');
  const asidePath = asidePathOf(path, now);
  // Stands in for a file that is held: nothing can be renamed over a folder.
  mkdirSync(asidePath);
  expect(() => setAside(path, asidePath)).toThrow(/rename/);
  expect(filesOf(path)).toEqual(['pages', 'commits', null]);

  rmdirSync(asidePath);
  expect(setAside(path, asidePath)).toMatchObject({ path: asidePath });
  expect(filesOf(path)).toEqual([null, null, null]);
  expect(filesOf(asidePath)).toEqual(['pages', 'commits', null]);
});

it('takes no name under which a WAL lies', () => {
  const path = join(tempDir(), DATABASE_FILE);
  const taken = asidePathOf(path, now);
  writeFileSync(`${taken}-wal`, 'of another database');
  expect(asidePathOf(path, now)).toBe(taken.replace('.db', '-2.db'));
});
