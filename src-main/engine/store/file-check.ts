/** Checking the database file in a thread of its own, beside readers and writer. */
import { Worker } from 'node:worker_threads';

export interface CheckWorkerData {
  readonly path: string;
  readonly sqliteBinding: string | null;
}

export type CheckResult = 'sound' | 'damaged';

export class FileCheck {
  /** Rejects where the file could not be checked. */
  readonly result: Promise<CheckResult | 'stopped'>;
  readonly #worker: Worker;

  /** `workerFile` is the built check worker. */
  constructor(workerFile: string, workerData: CheckWorkerData) {
    this.#worker = new Worker(workerFile, { workerData, name: 'check' });
    let result: CheckResult | 'stopped' = 'stopped';
    this.result = new Promise((resolve, reject) => {
      this.#worker.once('message', (message: CheckResult) => (result = message));
      this.#worker.once('error', reject);
      // The thread has closed the file by then.
      this.#worker.once('exit', () => resolve(result));
    });
  }

  /** Ends the check, at the latest when SQLite has read to the end. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
