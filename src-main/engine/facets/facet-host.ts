/** Keeps a facet worker on the file the store has open, and hands what it finds to the writer. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { shutdownLimits } from '@contract/engine-host';
import type { FacetStatus } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { Log } from '../log';
import type { StoreCommands } from '../store/store';
import { Throttle } from '../throttle';
import type { FacetBatch } from './facet-batch';
import type { FacetWorkerData, FromFacetWorker, ToFacetWorker } from './facet-protocol';
import { GivenUp } from './given-up';
import { defaultHangLimits, HangWatch, type HangLimits } from './hang-watch';
import type { PriceList } from './price-list';
import { WorkMark, type Work } from './work-mark';

const FIRST_RESTART_MS = 200;
const MAX_RESTART_MS = 10_000;
const CHANGES_INTERVAL_MS = 50;

export interface FacetHostOptions {
  readonly sqliteBinding: string | null;
  readonly log: Log;
  readonly prices: PriceList;
  readonly storeFacets: StoreCommands['storeFacets'];
  /** Reading met a damaged page. */
  readonly onDamage: () => void;
  readonly onStatus: (status: FacetStatus) => void;
  /** Facets of these traces were stored. */
  readonly onStored: (keys: readonly StoreKey[]) => void;
  /** Built facet worker; by default `facet-worker.js` beside the running bundle. */
  readonly workerFile?: string;
  /** How long the worker may be at one thing before it is ended. */
  readonly hangLimits?: HangLimits;
}

export class FacetHost {
  readonly #options: FacetHostOptions;
  readonly #changes = new Throttle(CHANGES_INTERVAL_MS, () => this.#post({ t: 'changed' }));
  readonly #skipped = new Set<number>();
  readonly #givenUp = new GivenUp();
  #worker: Worker | null = null;
  #exited: Promise<void> = Promise.resolve();
  /** Path of the file that is open; null while there is none. */
  #path: string | null = null;
  #prices: PriceList;
  #status: FacetStatus = { state: 'idle', reason: 'arrival', done: 0, total: 0 };
  #restartTimer: NodeJS.Timeout | undefined;
  #restartMs = FIRST_RESTART_MS;
  #isClosed = false;

  constructor(options: FacetHostOptions) {
    this.#options = options;
    this.#prices = options.prices;
  }

  status(): FacetStatus {
    return this.#status;
  }

  /** The database may be read from now on. */
  open(path: string): void {
    if (this.#isClosed || this.#path !== null) return;
    this.#path = path;
    this.#start(path);
  }

  /** Traces have changed. */
  changed(): void {
    this.#changes.request();
  }

  /** Costs are computed anew where the list differs. */
  setPrices(prices: PriceList): void {
    if (prices.stamp === this.#prices.stamp) return;
    this.#prices = prices;
    this.#post({ t: 'prices', prices });
  }

  /** Closes the file. What was not stored is found again after `open`. */
  async suspend(): Promise<void> {
    this.#path = null;
    clearTimeout(this.#restartTimer);
    this.#changes.stop();
    // Keys are those of this file.
    this.#skipped.clear();
    this.#givenUp.clear();
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return this.#exited;
    worker.postMessage({ t: 'close' } satisfies ToFacetWorker);
    const timer = setTimeout(() => void worker.terminate(), shutdownLimits.readersMs);
    await this.#exited;
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.suspend();
  }

  #start(path: string): void {
    const mark = new WorkMark();
    const workerData: FacetWorkerData = {
      path,
      sqliteBinding: this.#options.sqliteBinding,
      prices: this.#prices,
      skipped: [...this.#skipped],
      givenUp: this.#givenUp.list(),
      mark: mark.buffer,
    };
    const worker = new Worker(this.#options.workerFile ?? join(__dirname, 'facet-worker.js'), {
      workerData,
      name: 'facets',
      // Most of what it makes dies at once; a larger nursery costs memory and gains little.
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 },
    });
    this.#worker = worker;
    let reason = 'the thread ended';
    let isFailure = false;
    let hungAt: Work | null = null;
    const { hangLimits = defaultHangLimits } = this.#options;
    const watch = new HangWatch(mark, hangLimits, (work) => {
      hungAt = work;
      reason = 'it did not go on';
      void worker.terminate();
    });
    worker.on('message', (message: FromFacetWorker) => {
      if (this.#worker !== worker) return;
      if (message.t !== 'failed') return this.#receive(worker, message);
      isFailure = true;
      reason = message.message;
      if (message.isDamaged) this.#options.onDamage();
    });
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        watch.stop();
        resolve();
        if (this.#worker !== worker) return;
        this.#worker = null;
        this.#options.log.error(`the facet worker ended: ${reason}`);
        if (!isFailure) this.#blame(hungAt ?? mark.read(), hungAt !== null);
        this.#startAgain();
      });
    });
  }

  /** Leaves out what the worker was at when it hung or died; the smaller part, if it is known. */
  #blame({ traceKey, spanKey }: Work, hasHung: boolean): void {
    const { log } = this.#options;
    if (spanKey > 0) {
      this.#givenUp.add(traceKey, spanKey, hasHung ? 'tookTooLong' : 'endedThread');
      log.error(`span ${spanKey} of trace ${traceKey} is stored as not understood`);
    } else if (traceKey > 0) {
      this.#skipped.add(traceKey);
      log.error(`trace ${traceKey} is left out until the next start`);
    }
  }

  #startAgain(): void {
    const { reason: why, done } = this.#status;
    this.#setStatus({ state: 'idle', reason: why, done, total: done });
    const path = this.#path;
    if (path === null) return;
    this.#restartTimer = setTimeout(() => this.#start(path), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, MAX_RESTART_MS);
  }

  #receive(worker: Worker, message: Exclude<FromFacetWorker, { readonly t: 'failed' }>): void {
    switch (message.t) {
      case 'opened':
        return;
      case 'batch':
        return void this.#store(worker, message.batch);
      case 'status':
        return this.#setStatus(message.status);
      case 'trouble':
        return this.#options.log.error(`a span could not be understood: ${message.message}`);
    }
  }

  async #store(worker: Worker, batch: FacetBatch): Promise<void> {
    let isStored = true;
    try {
      const keys = await this.#options.storeFacets(batch);
      this.#restartMs = FIRST_RESTART_MS;
      if (keys.length > 0) this.#options.onStored(keys);
    } catch {
      // The writer is being started again, or cannot write, which it says to whoever sends.
      isStored = false;
    }
    if (this.#worker === worker) this.#post({ t: 'stored', isStored });
  }

  #setStatus(status: FacetStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }

  #post(message: ToFacetWorker): void {
    this.#worker?.postMessage(message);
  }
}
