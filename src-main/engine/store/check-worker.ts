/**
 * A throwaway thread that reads every page of the database, which takes seconds for a gigabyte
 * and would hold up every commit on the writer's connection.
 */
import { parentPort, workerData } from 'node:worker_threads';

import { openReadable } from './connection';
import { isDamaged } from './damage';
import type { CheckResult, CheckWorkerData } from './file-check';
import { faultOf } from './store-errors';

function check({ path, sqliteBinding }: CheckWorkerData): CheckResult {
  try {
    const db = openReadable(path, sqliteBinding);
    try {
      // A page that cannot be read is an error then, where a mapped one would end the process.
      db.pragma('mmap_size = 0');
      return isDamaged(db) ? 'damaged' : 'sound';
    } finally {
      db.close();
    }
  } catch (error) {
    if (faultOf(error) === 'damaged') return 'damaged';
    throw error;
  }
}

parentPort?.postMessage(check(workerData as CheckWorkerData));
