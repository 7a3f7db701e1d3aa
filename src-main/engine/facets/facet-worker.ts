/**
 * The thread that finds out what stored traces mean. It reads, and sends what it finds to be
 * stored by the one writer. Nothing is queued in memory: which traces are due stands in the
 * database, so whatever dies is taken up again where it was.
 */
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

import type { FacetStatus } from '@contract/facets';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { openReadable } from '../store/connection';
import { faultOf, messageOf } from '../store/store-errors';
import { BatchWindow } from './batch-window';
import { DueQueue, type DueReason } from './due-traces';
import type { FacetWorkerData, FromFacetWorker, ToFacetWorker } from './facet-protocol';
import { GivenUp } from './given-up';
import { createUnderstanding, type Understanding } from './understand-trace';
import { WorkMark } from './work-mark';

const STATUS_INTERVAL_MS = 200;
/** After the writer could not store: it says why to others. */
const RETRY_MS = 1000;
/** What has just changed is to be seen soon, however much is due. */
const REPLAN_MS = 200;
const MAX_TROUBLES = 20;
/** A third of what others get where all want to run; at 19 a busy machine would let it starve. */
const NICENESS = 5;
const CACHE_KIB = 4 * 1024;

class FacetWorker {
  readonly #port: MessagePort;
  readonly #db: ReturnType<typeof openReadable>;
  readonly #queue: DueQueue;
  readonly #understanding: Understanding;
  readonly #window: BatchWindow;
  readonly #mark: WorkMark;
  /** Traces that are left out until the next start: a worker died of them, or they failed. */
  readonly #skipped: Set<number>;
  readonly #troubles = new Set<string>();
  #prices: FacetWorkerData['prices'];
  #wake: AbortController | null = null;
  #hasChanged = true;
  #isClosing = false;
  #reason: DueReason = 'arrival';
  #done = 0;
  #statusAtMs = 0;

  constructor(port: MessagePort, config: FacetWorkerData) {
    this.#port = port;
    this.#prices = config.prices;
    this.#skipped = new Set(config.skipped);
    this.#mark = new WorkMark(config.mark);
    this.#db = openReadable(config.path, config.sqliteBinding);
    // Every payload is read once, so what was read need not stay in memory.
    this.#db.pragma(`cache_size = -${CACHE_KIB}`);
    this.#db.pragma('mmap_size = 0');
    this.#queue = new DueQueue(this.#db);
    const givenUp = new GivenUp(config.givenUp);
    this.#understanding = createUnderstanding(this.#db, (error) => this.#tell(error), {
      begin: (spanKey) => this.#mark.beginSpan(spanKey),
      reasonAgainst: (traceKey, spanKey) => givenUp.reasonFor(traceKey, spanKey),
    });
    this.#window = new BatchWindow((traces) =>
      this.#post({ t: 'batch', batch: { version: NORMALISER_VERSION, traces } }),
    );
    port.on('message', (message: ToFacetWorker) => this.#receive(message));
    this.#post({ t: 'opened' });
  }

  /** Runs until it is told to close. @throws SqliteError */
  async run(): Promise<void> {
    while (!this.#isClosing) await this.#round();
    this.#db.close();
  }

  #receive(message: ToFacetWorker): void {
    switch (message.t) {
      case 'changed':
        this.#hasChanged = true;
        break;
      case 'prices':
        this.#prices = message.prices;
        this.#hasChanged = true;
        break;
      case 'stored':
        this.#window.answered(message.isStored);
        break;
      case 'close':
        this.#isClosing = true;
        this.#window.abandon();
    }
    this.#wake?.abort();
  }

  /** Understands what is due now, or waits until something may be. */
  async #round(): Promise<void> {
    this.#hasChanged = false;
    const excluded = new Set([...this.#skipped, ...this.#window.unstored]);
    const { keys, reason, waitMs } = this.#queue.next(Date.now(), this.#prices.stamp, excluded);
    if (keys.length > 0) {
      this.#reason = reason;
      this.#tellStatus();
      const startMs = performance.now();
      // What has changed goes before what waits for an update or for other prices.
      const replanMs = startMs + (reason === 'arrival' ? REPLAN_MS : 0);
      const nextMs = startMs + (waitMs ?? Infinity);
      for (const key of keys) {
        if (!(await this.#understand(key))) return this.#wait(RETRY_MS);
        const nowMs = performance.now();
        const hasOthers = this.#hasChanged || nowMs >= nextMs;
        if (this.#isClosing || (hasOthers && nowMs >= replanMs)) return;
      }
      return;
    }
    if (!(await this.#window.flush())) return this.#wait(RETRY_MS);
    if (this.#window.hasStored()) return;
    if (waitMs === null) this.#rest();
    await this.#wait(waitMs);
  }

  /** Returns false where it cannot be stored now. */
  async #understand(key: number): Promise<boolean> {
    const startMs = performance.now();
    this.#mark.beginTrace(key);
    try {
      for (const update of this.#understanding.of(key, this.#prices)) {
        if (!(await this.#mark.whileWaiting(this.#window.add(update)))) return false;
        if (this.#isClosing) return true;
      }
    } catch (error) {
      // What ails the file ails every trace.
      if (faultOf(error) !== 'other') throw error;
      this.#skipped.add(key);
      this.#tell(error);
    }
    this.#mark.beginTrace(0);
    this.#queue.notePass(key, { atMs: Date.now(), costMs: performance.now() - startMs });
    this.#done += 1;
    this.#tellStatus();
    return true;
  }

  /** Waits for so long, or until a message comes. */
  async #wait(ms: number | null): Promise<void> {
    if (this.#hasChanged || this.#isClosing) return;
    this.#wake = new AbortController();
    const { signal } = this.#wake;
    try {
      await sleep(ms ?? 0x7fffffff, undefined, { signal });
    } catch {
      // A message came.
    } finally {
      this.#wake = null;
    }
  }

  #rest(): void {
    if (this.#done === 0) return;
    this.#postStatus({ state: 'idle', reason: this.#reason, done: this.#done, total: this.#done });
    this.#done = 0;
    this.#statusAtMs = 0;
  }

  #tellStatus(): void {
    const nowMs = performance.now();
    if (nowMs - this.#statusAtMs < STATUS_INTERVAL_MS) return;
    this.#statusAtMs = nowMs;
    const total = this.#done + this.#queue.count(this.#prices.stamp);
    this.#postStatus({ state: 'working', reason: this.#reason, done: this.#done, total });
  }

  #postStatus(status: FacetStatus): void {
    this.#post({ t: 'status', status });
  }

  /** Each kind of trouble once. */
  #tell(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (this.#troubles.size >= MAX_TROUBLES || this.#troubles.has(message)) return;
    this.#troubles.add(message);
    this.#post({ t: 'trouble', message });
  }

  #post(message: FromFacetWorker): void {
    this.#port.postMessage(message);
  }
}

/**
 * Lets the threads that answer senders and readers go first. On Linux a priority is a thread's
 * own; elsewhere it would be the whole process's.
 */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, NICENESS);
  } catch {
    // Then the writer alone keeps this thread from taking over.
  }
}

async function serve(port: MessagePort, config: FacetWorkerData): Promise<void> {
  try {
    await new FacetWorker(port, config).run();
  } catch (error) {
    const isDamaged = faultOf(error) === 'damaged';
    port.postMessage({
      t: 'failed',
      message: messageOf(error),
      isDamaged,
    } satisfies FromFacetWorker);
  }
  port.close();
}

if (parentPort !== null) {
  stepBack();
  void serve(parentPort, workerData as FacetWorkerData);
}
