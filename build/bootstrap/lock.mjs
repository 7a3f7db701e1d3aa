import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { say } from './report.mjs';

/** Whether a process with this id still runs. */
function isAlive(/** @type {number} */ pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Does `work` while no other process does work under the same lock file. A lock whose owner
 * died is taken over.
 * @template T
 * @param {string} file
 * @param {string} what named when another process is waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, what, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  let unreadable = 0;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    let owner = NaN;
    try {
      owner = Number(readFileSync(file, 'utf8'));
    } catch {
      continue;
    }
    // An empty file is a lock being written; one that stays empty was left by a crash.
    const dead = owner > 0 ? !isAlive(owner) : ++unreadable > 20;
    if (dead) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told && owner > 0 && owner !== process.pid) {
      say(`waiting for another process that does the same (${what})`);
      told = true;
    }
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
