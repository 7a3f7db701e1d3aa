import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otelier-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Works under the lock for a moment, several times, and notes when. */
const script = `
const [lock, journal, module] = process.argv.slice(1);
const { appendFileSync } = await import('node:fs');
const { withLock } = await import(module);
for (let round = 0; round < 5; round += 1) {
  await withLock(lock, 'testing', async () => {
    appendFileSync(journal, 'in ');
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(journal, 'out ');
    // Dies with the lock.
    if (round === 4) process.kill(process.pid, 'SIGKILL');
  });
}`;

async function contend(lock: string, processes: number): Promise<string> {
  const journal = join(folder, 'journal');
  const module = pathToFileURL(join(import.meta.dirname, 'lock.mjs')).href;
  const args = ['--input-type=module', '-e', script, lock, journal, module];
  await Promise.all(
    Array.from({ length: processes }, () =>
      once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit'),
    ),
  );
  return readFileSync(journal, 'utf8');
}

describe('a lock between processes', () => {
  it('has one owner at a time, also when owners die with it', async () => {
    const lock = join(folder, 'lock');
    expect(await contend(lock, 6)).toBe('in out '.repeat(30));
    expect(existsSync(lock)).toBe(true);
  }, 60_000);

  it.each([
    ['an empty folder', (lock: string) => mkdirSync(lock)],
    ['a file', (lock: string) => writeFileSync(lock, '')],
  ])(
    'is free when a crash left %s',
    async (_what, leave) => {
      const lock = join(folder, 'lock');
      leave(lock);
      expect(await contend(lock, 1)).toBe('in out '.repeat(5));
    },
    60_000,
  );
});
