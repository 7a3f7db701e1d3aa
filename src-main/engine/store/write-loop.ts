/**
 * The life of the ingest worker between opening and closing the database: one turn after the
 * other, each of them a group of requests or one command, then a slice of longer work.
 */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';

import { ContractError } from '@contract/errors';
import { Checkpointer, IDLE_MS } from './checkpointer';
import type { WritableDb } from './connection';
import { FacetWriter } from './facet-writer';
import { commitGroup } from './group-commit';
import type {
  CommandMessage,
  FromIngestWorker,
  StoreContentChange,
  ToIngestWorker,
  WorkerCommands,
  WriteMessage,
} from './ingest-protocol';
import { IngestWriter } from './ingest-writer';
import { JobList, type Job } from './job-list';
import { dismissNotice, listNotices, putNotice } from './notices';
import { salvage } from './salvage';
import type { SlicedJob } from './sliced-job';
import { callErrorOf, faultOf } from './store-errors';
import { removeStrayAssessments } from './stray-assessments';
import { TraceDeletion, UNDO_MS } from './trace-deletion';
import { TraceGrouping } from './trace-grouping';

/** More changed traces than this are announced without their keys. */
const MAX_CHANGED_KEYS = 500;

export interface WriteLoopOptions {
  readonly port: MessagePort;
  readonly sqliteBinding: string | null;
  /**
   * Called once, when the database has been closed: on request, or because it is damaged.
   * `queue` holds the requests that were not begun.
   */
  readonly onEnd: (reason: EndReason, queue: readonly ToIngestWorker[]) => void;
}

export type EndReason = 'closed' | 'damaged';

export class WriteLoop {
  readonly #db: WritableDb;
  readonly #options: WriteLoopOptions;
  readonly #writer: IngestWriter;
  readonly #deletion: TraceDeletion;
  readonly #grouping: TraceGrouping;
  readonly #facets: FacetWriter;
  readonly #checkpointer: Checkpointer;
  readonly #queue: ToIngestWorker[];
  readonly #jobs = new JobList();
  #patienceTimer: NodeJS.Timeout | undefined;
  #isScheduled = false;
  #lastBytes = 0;
  #hasEnded = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #purgeTimer: NodeJS.Timeout | undefined;

  /** `queue` holds what came in before the database was open. */
  constructor(db: WritableDb, queue: readonly ToIngestWorker[], options: WriteLoopOptions) {
    this.#db = db;
    this.#options = options;
    this.#queue = [...queue];
    this.#writer = new IngestWriter(db);
    this.#deletion = new TraceDeletion(db, this.#writer);
    this.#grouping = new TraceGrouping(db, this.#writer);
    this.#facets = new FacetWriter(db);
    this.#checkpointer = new Checkpointer(db);
    const { totals } = this.#writer;
    this.#post({ t: 'opened', totals, bytes: this.#bytes(), notices: listNotices(db) });
    if (this.#deletion.hasHidden) this.#purgeAfter(0);
    // The next start tries again where this fails.
    const work = removeStrayAssessments(db, Date.now());
    this.#jobs.add({ work, isPatient: true, onDone: () => undefined, onError: () => undefined });
    this.#schedule();
  }

  receive(message: ToIngestWorker): void {
    this.#queue.push(message);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#hasEnded) return;
    this.#isScheduled = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#patienceTimer);
    setImmediate(() => {
      this.#isScheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    const message = this.#queue[0];
    if (message?.t === 'ingest' || message?.t === 'annotate') this.#commitGroup();
    else if (message !== undefined) {
      this.#queue.shift();
      if (message.t === 'close') this.#end('closed');
      else this.#perform(message);
    }
    if (!this.#hasEnded) this.#advanceJobs();
    if (this.#hasEnded) return;
    this.#checkpointer.afterCommit();
    const waitMs = this.#queue.length > 0 ? 0 : this.#jobs.waitMs();
    if (waitMs === 0) this.#schedule();
    else if (waitMs !== null) this.#patienceTimer = setTimeout(() => this.#schedule(), waitMs);
    else this.#idleTimer = setTimeout(() => this.#checkpointer.whenIdle(), IDLE_MS);
  }

  #commitGroup(): void {
    const startMs = performance.now();
    const group = commitGroup(this.#writer, () => this.#takeRequest());
    for (const outcome of group.annotated) {
      if ('error' in outcome) this.#post({ t: 'error', ...outcome });
      else this.#post({ t: 'result', ...outcome });
    }
    this.#post({ t: 'outcomes', outcomes: group.outcomes, change: this.#change(group.traceKeys) });
    this.#jobs.spareTime.noteRequests(startMs, performance.now());
    if (group.isDamaged) this.#end('damaged');
  }

  /** The next message, if it is a request; from the port where the queue is used up. */
  #takeRequest(): WriteMessage | undefined {
    if (this.#queue.length === 0) {
      const received = receiveMessageOnPort(this.#options.port);
      if (received !== undefined) this.#queue.push(received.message as ToIngestWorker);
    }
    const message = this.#queue[0];
    if (message?.t !== 'ingest' && message?.t !== 'annotate') return undefined;
    this.#queue.shift();
    return message;
  }

  #perform(message: CommandMessage): void {
    switch (message.name) {
      case 'delete':
        return this.#addJob(message.id, this.#delete(message.params.keys));
      case 'undo':
        return this.#addJob(message.id, this.#undo(message.params.undoToken));
      case 'tagTraces':
        return this.#addJob(message.id, this.#announced(this.#grouping.tag(message.params)));
      case 'moveTraces':
        return this.#addJob(message.id, this.#announced(this.#grouping.move(message.params)));
      case 'deleteExperiment':
        return this.#addJob(message.id, this.#deleteExperiment(message.params.id));
      case 'salvage':
        return this.#addJob(message.id, this.#salvage(message.params.path));
      case 'storeFacets':
        return this.#addJob(message.id, this.#facets.store(message.params), { isPatient: true });
      case 'dismiss':
        return this.#answer(message.id, () => this.#dismiss(message.params.path));
      case 'replace':
        return this.#answer(message.id, () => this.#end('damaged'));
    }
  }

  #answer(id: number, work: () => void): void {
    try {
      work();
      this.#post({ t: 'result', id, result: null });
    } catch (error) {
      this.#postError(id, error);
    }
  }

  #dismiss(path: string): void {
    dismissNotice(this.#db, path);
    this.#post({ t: 'notices', notices: listNotices(this.#db) });
  }

  #addJob(id: number, work: SlicedJob<unknown>, more: Pick<Job, 'isPatient'> = {}): void {
    this.#jobs.add({
      ...more,
      work,
      onDone: (result) => this.#post({ t: 'result', id, result }),
      onError: (error) => this.#postError(id, error),
    });
  }

  *#delete(keys: readonly number[]): SlicedJob<WorkerCommands['delete']['result']> {
    try {
      const result = yield* this.#deletion.softDelete(keys, Date.now());
      if (result.deleted > 0) this.#postChanged(keys);
      return result;
    } finally {
      this.#purgeAfter(UNDO_MS);
    }
  }

  *#deleteExperiment(id: number): SlicedJob<WorkerCommands['deleteExperiment']['result']> {
    try {
      const result = yield* this.#deletion.softDeleteExperiment(id, Date.now());
      this.#postChanged(null);
      return result;
    } finally {
      this.#purgeAfter(UNDO_MS);
    }
  }

  /** Tells of the traces when all of them are done. */
  *#announced(work: SlicedJob<readonly number[]>): SlicedJob<{ readonly changed: number }> {
    const keys = yield* work;
    this.#postChanged([], keys);
    return { changed: keys.length };
  }

  *#undo(undoToken: string): SlicedJob<WorkerCommands['undo']['result']> {
    const { keys, experiments } = yield* this.#deletion.undo(undoToken, Date.now());
    if (keys.length === 0 && experiments === 0) {
      throw new ContractError('not_found', 'The traces are gone: the time to undo is over.');
    }
    this.#postChanged(keys);
    return { restored: keys.length };
  }

  *#salvage(path: string): SlicedJob<WorkerCommands['salvage']['result']> {
    const notice = listNotices(this.#db).find((notice) => notice.path === path);
    if (notice?.code !== 'corrupt-set-aside') {
      throw new ContractError('not_found', `${path} is not a database that was set aside.`);
    }
    const { spans, logRecords, unreadable } = yield* salvage(
      path,
      this.#options.sqliteBinding,
      this.#writer,
      Date.now(),
    );
    const rest = unreadable === 0 ? '' : ' Some of it could not be read any more.';
    putNotice(this.#db, {
      code: 'salvaged',
      message: `${spans} spans and ${logRecords} log records of the damaged database were copied into this one.${rest} The damaged file may be deleted.`,
      path,
    });
    this.#post({ t: 'notices', notices: listNotices(this.#db) });
    this.#postChanged(null);
    return { spans, logRecords };
  }

  #purgeAfter(ms: number): void {
    if (this.#hasEnded) return;
    this.#purgeTimer ??= setTimeout(() => {
      this.#purgeTimer = undefined;
      this.#jobs.add({
        work: this.#deletion.purge(Date.now()),
        onDone: () => this.#deletion.hasHidden && this.#purgeAfter(UNDO_MS),
        onError: () => this.#purgeAfter(UNDO_MS),
      });
      this.#schedule();
    }, ms);
  }

  #advanceJobs(): void {
    const failure = this.#jobs.advance();
    if (failure !== null && faultOf(failure.error) === 'damaged') this.#end('damaged');
  }

  #end(reason: EndReason): void {
    this.#hasEnded = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#patienceTimer);
    clearTimeout(this.#purgeTimer);
    this.#jobs.end(stopped);
    // Keys in commands are those of this file: they must not reach the next one.
    const requests = this.#queue.filter((message) => {
      const isOfThisFile = message.t === 'command' || message.t === 'annotate';
      if (isOfThisFile) this.#postError(message.id, stopped);
      return !isOfThisFile;
    });
    try {
      if (reason === 'closed') {
        this.#db.pragma('optimize');
        this.#checkpointer.whenIdle();
      }
      this.#db.close();
    } catch {
      // Whatever is wrong with the file, all that was answered is committed.
    }
    this.#options.onEnd(reason, requests);
  }

  #postError(id: number, error: unknown): void {
    this.#post({ t: 'error', id, error: callErrorOf(error) });
  }

  #postChanged(traceKeys: readonly number[] | null, annotated: readonly number[] = []): void {
    this.#post({ t: 'changed', change: this.#change(traceKeys, annotated) });
  }

  /** `traceKeys` is null where any may have changed. */
  #change(
    traceKeys: readonly number[] | null,
    annotated: readonly number[] = [],
  ): StoreContentChange {
    const { totals, annotations, experiments } = this.#writer;
    return {
      traceKeys: shortList(traceKeys),
      annotatedKeys: shortList([...annotations.takeAnnotated(), ...annotated]),
      haveExperimentsChanged: experiments.takeChanged(),
      totals,
      bytes: this.#bytes(),
    };
  }

  /** In pages, since the files together shrink whenever the log is written back. */
  #bytes(): number {
    try {
      this.#lastBytes = pragmaNumber(this.#db, 'page_count') * pragmaNumber(this.#db, 'page_size');
    } catch {
      // Answers must not wait for a file that fails; whoever writes next will meet it too.
    }
    return this.#lastBytes;
  }

  #post(message: FromIngestWorker): void {
    this.#options.port.postMessage(message);
  }
}

function shortList(keys: readonly number[] | null): readonly number[] | null {
  return keys !== null && keys.length <= MAX_CHANGED_KEYS ? keys : null;
}

function pragmaNumber(db: WritableDb, name: 'page_count' | 'page_size'): number {
  return Number(db.pragma(name, { simple: true }));
}

/** What a command ends with when its file is closed or replaced. */
export const stopped = new ContractError(
  'unavailable',
  'The store was closed before this was done.',
);
