/** One reader thread, as the pool holds it. */
import { Worker } from 'node:worker_threads';

import { shutdownLimits } from '@contract/engine-host';

import type { PriceList } from '../facets/price-list';
import type { QueryName } from '../queries';
import type { FromReader, ReaderWorkerData, ToReader } from './reader-protocol';

export interface ReaderOptions {
  readonly workerFile: string;
  readonly path: string;
  readonly sqliteBinding: string | null;
  readonly prices: PriceList;
  readonly onMessage: (message: FromReader) => void;
  /** The thread has ended without being asked. */
  readonly onDeath: (reason: string) => void;
}

export class Reader {
  /** Whether its connection was opened. */
  isOpen = false;
  readonly #worker: Worker;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));
  readonly #exited: Promise<void>;
  #runningId = 0;
  #isClosing = false;
  #reason = 'the thread ended';

  constructor({ workerFile, onMessage, onDeath, ...config }: ReaderOptions) {
    const workerData: ReaderWorkerData = { ...config, cancelled: this.#cancelled.buffer };
    this.#worker = new Worker(workerFile, { workerData, name: 'reader' });
    this.#worker.on('message', (message: FromReader) => {
      if (message.t === 'opened') this.isOpen = true;
      onMessage(message);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        resolve();
        if (!this.#isClosing) onDeath(this.#reason);
      });
    });
  }

  run(id: number, name: QueryName, params: unknown): void {
    this.#runningId = id;
    this.#post({ t: 'run', id, name, params });
  }

  setPrices(prices: PriceList): void {
    this.#post({ t: 'prices', prices });
  }

  /** Stops the query at its next checkpoint; it answers with an error then. */
  cancel(id: number): void {
    Atomics.store(this.#cancelled, 0, id);
  }

  /** Ends the thread whatever it is doing; `onDeath` follows. */
  end(reason: string): void {
    this.#reason = reason;
    void this.#worker.terminate();
  }

  /** Stops what is running, closes the connection and ends the thread. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.cancel(this.#runningId);
    this.#post({ t: 'close' });
    // For a query that does not look at its cancellation.
    const timer = setTimeout(() => void this.#worker.terminate(), shutdownLimits.readersMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #post(message: ToReader): void {
    this.#worker.postMessage(message);
  }
}
