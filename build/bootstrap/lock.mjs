import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { say } from './report.mjs';

const POLL_MS = 200;
/** A lock is without an owner for the moment in which it is made or given up. */
const MAX_POLLS_WITHOUT_OWNER = 20;

/** Whether a process with this id still runs. */
function isAlive(/** @type {number} */ pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Does `work` while no other process does work under the same lock. A lock whose owner died
 * is taken over.
 *
 * The lock is a folder with one entry, which is named by its owner's process id. Of many who
 * find the owner dead, one succeeds in renaming that entry; a lock that has changed hands
 * meanwhile cannot be hit, since its entry has another name.
 * @template T
 * @param {string} lock
 * @param {string} what named when another process is waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, what, work) {
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  let withoutOwner = 0;
  while (!create(lock)) {
    const owner = ownerOf(lock);
    if (owner === null) {
      withoutOwner += 1;
      if (withoutOwner > MAX_POLLS_WITHOUT_OWNER) removeEmpty(lock);
    } else {
      withoutOwner = 0;
      if (!isAlive(owner)) {
        if (takeOver(lock, owner)) break;
        continue;
      }
      if (!told && owner !== process.pid) {
        say(`waiting for another process that does the same (${what})`);
        told = true;
      }
    }
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Whether this process has the lock now. */
function create(/** @type {string} */ lock) {
  return (
    succeeds(() => mkdirSync(lock), 'EEXIST') &&
    // Whoever took the folder for a crash's removed it.
    succeeds(() => writeFileSync(entryOf(lock, process.pid), '', { flag: 'wx' }), 'ENOENT')
  );
}

/** Process id; null where there is none yet, or no longer. */
function ownerOf(/** @type {string} */ lock) {
  try {
    const [name] = readdirSync(lock);
    return name === undefined ? null : Number(name);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

function takeOver(/** @type {string} */ lock, /** @type {number} */ deadOwner) {
  return succeeds(() => renameSync(entryOf(lock, deadOwner), entryOf(lock, process.pid)), 'ENOENT');
}

/** Removes what a crash left; a lock that has an owner stays. */
function removeEmpty(/** @type {string} */ lock) {
  if (!succeeds(() => rmdirSync(lock), 'ENOENT', 'ENOTEMPTY', 'ENOTDIR')) {
    // A plain file, as earlier versions made it.
    succeeds(() => unlinkSync(lock), 'ENOENT', 'EISDIR', 'EPERM');
  }
}

function entryOf(/** @type {string} */ lock, /** @type {number} */ pid) {
  return join(lock, String(pid));
}

/** False where it throws one of the codes. */
function succeeds(/** @type {() => void} */ action, /** @type {string[]} */ ...codes) {
  try {
    action();
    return true;
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function codeOf(/** @type {unknown} */ error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}
