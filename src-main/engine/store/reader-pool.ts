/**
 * Reader threads and the queue before them. A query goes to whichever reader is idle, so a
 * slow one holds up nobody while another is free; what waits is taken in order.
 */
import { join } from 'node:path';

import { ContractError } from '@contract/errors';
import type { MethodName, MethodParams, MethodResult } from '@contract/methods';
import { noPrices, type PriceList } from '../facets/price-list';
import type { Log } from '../log';
import type { ContractQueryName, QueryName } from '../queries';
import type { InternalName, InternalQueries } from '../queries/internal-queries';
import type { ChunkOf } from '../queries/query';
import { Reader } from './reader';
import type { FromReader } from './reader-protocol';

const DEFAULT_READERS = 2;
const DEFAULT_SLOW_MS = 200;
/** A cancelled query that has not noticed by then will not: its reader is ended. */
const DEFAULT_PATIENCE_MS = 5000;
const FIRST_RESTART_MS = 100;
const MAX_RESTART_MS = 5000;

export interface ReaderPoolOptions {
  readonly sqliteBinding: string | null;
  readonly log: Log;
  /** A query met a damaged page. */
  readonly onDamage: () => void;
  /** Built reader worker; by default `reader-worker.js` beside the running bundle. */
  readonly workerFile?: string;
  readonly readers?: number;
  /** Queries that take longer are logged. */
  readonly slowMs?: number;
  /** How long a cancelled query may go on. */
  readonly patienceMs?: number;
  /** What costs are computed with; none by default. */
  readonly prices?: PriceList;
}

export interface QueryOptions<Name extends MethodName> {
  readonly signal?: AbortSignal;
  /** Called with each chunk of a stream, in order, before the result is there. */
  readonly onChunk?: (chunk: ChunkOf<Name>) => void;
}

interface AnyOptions {
  readonly signal?: AbortSignal;
  readonly onChunk?: (chunk: never) => void;
}

/** A query under way or waiting. */
interface Job {
  readonly id: number;
  readonly name: QueryName;
  readonly params: unknown;
  readonly onChunk: (chunk: unknown) => void;
  readonly settle: (outcome: { readonly value: unknown } | ContractError) => void;
}

export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #readers = new Set<Reader>();
  readonly #running = new Map<Reader, Job>();
  #queue: Job[] = [];
  /** Path of the file that is open; null while there is none to read. */
  #path: string | null = null;
  #refusal: ContractError | null = null;
  #prices: PriceList;
  #restartTimer: NodeJS.Timeout | undefined;
  #restartMs = FIRST_RESTART_MS;
  #nextId = 1;
  #isClosed = false;

  constructor(options: ReaderPoolOptions) {
    this.#options = options;
    this.#prices = options.prices ?? noPrices;
  }

  /**
   * Runs a query. It waits while the database is not open.
   * @throws ContractError by rejection; `cancelled` as soon as the signal aborts,
   *   `unavailable` where the reader died (the query may be repeated), `store_unavailable`
   *   where the database cannot be read
   */
  run<Name extends ContractQueryName>(
    name: Name,
    params: MethodParams<Name>,
    options?: QueryOptions<Name>,
  ): Promise<MethodResult<Name>>;
  run<Name extends InternalName>(
    name: Name,
    params: InternalQueries[Name]['params'],
    options?: { readonly signal?: AbortSignal },
  ): Promise<InternalQueries[Name]['result']>;
  run(name: QueryName, params: unknown, options: AnyOptions = {}): Promise<unknown> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelled());
      if (this.#refusal !== null) return reject(this.#refusal);
      let isSettled = false;
      const onAbort = (): void => this.#cancel(job);
      const job: Job = {
        id: this.#nextId,
        name,
        params,
        // A cancelled query may send some more before it notices.
        onChunk: (chunk) => {
          if (!isSettled) options.onChunk?.(chunk as never);
        },
        settle: (outcome) => {
          isSettled = true;
          signal?.removeEventListener('abort', onAbort);
          if (outcome instanceof ContractError) reject(outcome);
          else resolve(outcome.value);
        },
      };
      this.#nextId += 1;
      signal?.addEventListener('abort', onAbort);
      this.#queue.push(job);
      this.#assign();
    });
  }

  /** The database may be read from now on. Does nothing where it is being read already. */
  open(path: string): void {
    if (this.#isClosed || this.#path !== null) return;
    this.#refusal = null;
    this.#path = path;
    this.#fill();
  }

  /** Costs are computed with these in queries that begin from now on. */
  setPrices(prices: PriceList): void {
    this.#prices = prices;
    for (const reader of this.#readers) reader.setPrices(prices);
  }

  /** The database cannot be opened: what waits, and what will be asked, fails with this. */
  refuse(message: string): void {
    if (this.#isClosed || this.#path !== null) return;
    this.#refusal = new ContractError('store_unavailable', message);
    this.#rejectQueue(this.#refusal);
  }

  /** Closes all connections; queries under way fail, those that wait go on after `open`. */
  async suspend(): Promise<void> {
    this.#path = null;
    clearTimeout(this.#restartTimer);
    const readers = [...this.#readers];
    this.#readers.clear();
    for (const job of this.#running.values()) {
      job.settle(unavailable('The database file is being replaced. Repeat the query.'));
    }
    this.#running.clear();
    await Promise.all(readers.map((reader) => reader.close()));
  }

  /** Ends the threads; queries fail from now on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refusal = unavailable('The engine is stopping.');
    this.#rejectQueue(this.#refusal);
    await this.suspend();
  }

  #fill(): void {
    const { readers = DEFAULT_READERS } = this.#options;
    while (this.#path !== null && this.#readers.size < readers) this.#start(this.#path);
  }

  #start(path: string): void {
    const reader = new Reader({
      workerFile: this.#options.workerFile ?? join(__dirname, 'reader-worker.js'),
      path,
      sqliteBinding: this.#options.sqliteBinding,
      prices: this.#prices,
      onMessage: (message) => this.#onMessage(reader, message),
      onDeath: (reason) => this.#onDeath(reader, reason),
    });
    this.#readers.add(reader);
  }

  #assign(): void {
    for (const reader of this.#readers) {
      if (!reader.isOpen || this.#running.has(reader)) continue;
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#running.set(reader, job);
      reader.run(job.id, job.name, job.params);
    }
  }

  #cancel(job: Job): void {
    job.settle(cancelled());
    this.#queue = this.#queue.filter((waiting) => waiting !== job);
    for (const [reader, running] of this.#running) {
      if (running !== job) continue;
      reader.cancel(job.id);
      setTimeout(() => {
        if (this.#running.get(reader) === job) reader.end(`${job.name} did not stop`);
      }, this.#options.patienceMs ?? DEFAULT_PATIENCE_MS).unref();
    }
  }

  #onMessage(reader: Reader, message: FromReader): void {
    if (!this.#readers.has(reader)) return;
    const job = this.#running.get(reader);
    switch (message.t) {
      case 'opened':
        this.#restartMs = FIRST_RESTART_MS;
        break;
      case 'chunk':
        job?.onChunk(message.value);
        return;
      case 'result':
        job?.settle({ value: message.value });
        this.#finish(reader, job, 'done', message.elapsedMs);
        break;
      case 'error': {
        const { code, message: text, data } = message.error;
        job?.settle(new ContractError(code, text, data));
        this.#finish(reader, job, code, message.elapsedMs);
        if (code === 'internal') this.#options.log.error(`${job?.name}: ${text}`);
        if (message.isDamaged) this.#options.onDamage();
      }
    }
    this.#assign();
  }

  #finish(reader: Reader, job: Job | undefined, outcome: string, elapsedMs: number): void {
    this.#running.delete(reader);
    if (elapsedMs < (this.#options.slowMs ?? DEFAULT_SLOW_MS)) return;
    const time = `${Math.round(elapsedMs)} ms`;
    this.#options.log.warn(`slow query: ${job?.name} took ${time} (${outcome})`);
  }

  #onDeath(reader: Reader, reason: string): void {
    if (!this.#readers.delete(reader)) return;
    this.#options.log.error(`a reader ended: ${reason}`);
    this.#running
      .get(reader)
      ?.settle(unavailable('The query was interrupted: its reader ended. Repeat the query.'));
    this.#running.delete(reader);
    if (!reader.isOpen && this.#readers.size === 0) {
      this.#rejectQueue(
        new ContractError('store_unavailable', `The database cannot be read: ${reason}.`),
      );
    }
    clearTimeout(this.#restartTimer);
    this.#restartTimer = setTimeout(() => this.#fill(), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, MAX_RESTART_MS);
  }

  #rejectQueue(error: ContractError): void {
    for (const job of this.#queue.splice(0)) job.settle(error);
  }
}

function cancelled(): ContractError {
  return new ContractError('cancelled', 'Cancelled.');
}

function unavailable(message: string): ContractError {
  return new ContractError('unavailable', message);
}
