/** Keeps an ingest worker running: starts it, starts it again when it dies, ends it. */
import { Worker } from 'node:worker_threads';

import { shutdownLimits } from '@contract/engine-host';

import type { FromIngestWorker, IngestWorkerData, ToIngestWorker } from './ingest-protocol';

const FIRST_RESTART_MS = 100;
const MAX_RESTART_MS = 2000;

export interface WorkerHostOptions {
  readonly workerFile: string;
  readonly workerData: IngestWorkerData;
  readonly onMessage: (message: FromIngestWorker) => void;
  /** The worker has ended without being asked; another one follows unless `close` is called. */
  readonly onDeath: (error: Error | null) => void;
}

export class WorkerHost {
  readonly #options: WorkerHostOptions;
  #worker: Worker | null = null;
  #restartTimer: NodeJS.Timeout | undefined;
  #restartMs = FIRST_RESTART_MS;
  #isClosing = false;
  /** Set where starting again cannot help. */
  #isFinal = false;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.#start();
  }

  /** Buffers in `transfer` are handed over, or copied where their owner has forbidden that. */
  send(message: ToIngestWorker, transfer: readonly ArrayBuffer[] = []): void {
    try {
      this.#worker?.postMessage(message, transfer);
    } catch {
      this.#worker?.postMessage(message);
    }
  }

  /** Lets the worker finish what was sent before. Resolves when it has ended. */
  close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#restartTimer);
    const worker = this.#worker;
    if (worker === null) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => void worker.terminate(), shutdownLimits.storeMs);
      worker.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      worker.postMessage({ t: 'close' } satisfies ToIngestWorker);
    });
  }

  #start(): void {
    const { workerFile, workerData, onMessage, onDeath } = this.#options;
    const worker = new Worker(workerFile, {
      workerData,
      name: 'ingest',
      // Bodies die young and in bulk; left alone, the nursery grows to three times this.
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    });
    this.#worker = worker;
    let error: Error | null = null;
    worker.on('message', (message: FromIngestWorker) => {
      if (message.t === 'opened') this.#restartMs = FIRST_RESTART_MS;
      if (message.t === 'refused') {
        this.#isFinal = !message.mayPass;
        this.#restartMs = MAX_RESTART_MS;
      }
      onMessage(message);
    });
    worker.on('error', (thrown: unknown) => {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    });
    worker.on('exit', () => {
      this.#worker = null;
      if (this.#isClosing) return;
      onDeath(error);
      if (this.#isFinal) return;
      this.#restartTimer = setTimeout(() => this.#start(), this.#restartMs);
      this.#restartMs = Math.min(this.#restartMs * 2, MAX_RESTART_MS);
    });
  }
}
