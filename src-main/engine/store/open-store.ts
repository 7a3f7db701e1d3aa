/** Puts the store together: worker, queue, state. */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ContractError } from '@contract/errors';
import type { StoreInfo, StoreNotice } from '@contract/store-info';
import type { AnnotationChange, AnnotationChanges, AnnotationType } from './annotation-change';
import { FileCheck } from './file-check';
import { DATABASE_FILE } from './file-names';
import type {
  CommandMessage,
  CommandName,
  FromIngestWorker,
  StoreContentChange,
  ToIngestWorker,
  WorkerCommands,
} from './ingest-protocol';
import { IngestQueue } from './ingest-queue';
import type { Store, StoreChange, StoreConfig } from './store';
import { messageOf } from './store-errors';
import { noTotals, type StoreTotals } from './totals';
import { WorkerHost } from './worker-host';

/** After this many deaths before the database was ever open, something must be said. */
const MAX_SILENT_DEATHS = 3;

const builtWorker = join(__dirname, 'ingest-worker.js');

/** Opens (or creates) the database in `dataDir`. Returns at once; see `Store.opened`. */
export function openStore(config: StoreConfig): Store {
  return new WorkerStore(config);
}

class WorkerStore implements Store {
  readonly path: string;
  readonly ingest = new IngestQueue();
  readonly opened: Promise<StoreInfo>;
  readonly commands: Store['commands'];
  readonly #host: WorkerHost;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #calls = new Map<number, Call>();
  #settleOpened: (info: StoreInfo) => void = () => undefined;
  #state: StoreInfo['state'] = 'opening';
  #refusal = '';
  #totals: StoreTotals = noTotals;
  /** Null until the database was open. */
  #bytes: number | null = null;
  #notices: readonly StoreNotice[] = [];
  #nextCallId = 1;
  #deaths = 0;
  #check: FileCheck | null = null;
  #checked: Promise<void> | null = null;
  readonly #startCheck: () => FileCheck;

  constructor({ dataDir, sqliteBinding, workerFile = builtWorker }: StoreConfig) {
    this.path = join(dataDir, DATABASE_FILE);
    this.opened = new Promise((resolve) => (this.#settleOpened = resolve));
    this.commands = {
      deleteTraces: (keys) => this.#call('delete', { keys }),
      undoDelete: (undoToken) => this.#call('undo', { undoToken }),
      annotate: (type, params) => this.#annotate(type, params),
      tagTraces: (keys, change) => this.#call('tagTraces', { keys, ...change }),
      moveTraces: (keys, experimentId) => this.#call('moveTraces', { keys, experimentId }),
      deleteExperiment: (id) => this.#call('deleteExperiment', { id }),
      salvage: (path) => this.#call('salvage', { path }),
      dismissNotice: async (path) => void (await this.#call('dismiss', { path })),
      storeFacets: (batch) => this.#call('storeFacets', batch),
      checkFile: () => this.#checkFile(),
    };
    const checkWorkerFile = join(dirname(workerFile), 'check-worker.js');
    this.#startCheck = () => new FileCheck(checkWorkerFile, { path: this.path, sqliteBinding });
    this.#host = new WorkerHost({
      workerFile,
      workerData: { dataDir, sqliteBinding },
      onMessage: (message) => this.#onMessage(message),
      onDeath: (error) => this.#onDeath(error),
    });
  }

  info(): StoreInfo {
    return {
      state: this.#state,
      path: this.path,
      bytes: this.#bytes ?? fileBytes(this.path),
      ...this.#totals,
      notices: this.#notices,
      refusal: this.#refusal,
    };
  }

  onChange(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.ingest.drain('the trace store is closing');
    await Promise.all([this.#host.close(), this.#check?.stop()]);
    this.ingest.refuse('the trace store is closed');
    this.#failCalls('The store is closed.');
  }

  #onMessage(message: FromIngestWorker): void {
    switch (message.t) {
      case 'migrating':
        return this.#enter('migrating');
      case 'opened':
        this.#deaths = 0;
        this.#totals = message.totals;
        this.#bytes = message.bytes;
        this.#notices = message.notices;
        this.ingest.open((request, transfer) => this.#host.send(request, transfer));
        this.#enter('open');
        this.#emit({ type: 'file', state: 'open' });
        return this.#emit({ type: 'traces', keys: null, totalStored: this.#totals.traces });
      case 'refused':
        return this.#refuse(message.message, message.mayPass);
      case 'outcomes':
        this.#takeSizes(message.change);
        this.ingest.settle(message.outcomes);
        return this.#announce(message.change);
      case 'changed':
        this.#takeSizes(message.change);
        return this.#announce(message.change);
      case 'notices':
        this.#notices = message.notices;
        return this.#emit({ type: 'info', info: this.info() });
      case 'result':
        return this.#takeCall(message.id)?.resolve(message.result);
      case 'error': {
        const { code, message: text, data } = message.error;
        return this.#takeCall(message.id)?.reject(new ContractError(code, text, data));
      }
      case 'closingFile':
        void this.#check?.stop();
        this.#check = null;
        this.#enter('opening');
        return this.#emit({ type: 'file', state: 'closing' });
      case 'closed':
        return;
    }
  }

  #onDeath(error: Error | null): void {
    this.#failCalls('The store is being started again. Try again in a moment.');
    if (this.#state === 'refused') return;
    this.#deaths++;
    this.ingest.interrupt('the trace store was interrupted; send the request again');
    if (this.#deaths < MAX_SILENT_DEATHS) this.#enter('opening');
    else {
      const reason = error === null ? 'the writer ended' : error.message;
      this.#refuse(`The store cannot be started: ${reason}. Otelier tries again by itself.`, true);
    }
  }

  #refuse(message: string, mayPass: boolean): void {
    this.#refusal = message;
    this.ingest.refuse(message, mayPass);
    this.#failCalls(message);
    this.#enter('refused');
  }

  #enter(state: StoreInfo['state']): void {
    this.#state = state;
    if (state !== 'refused') this.#refusal = '';
    const info = this.info();
    if (state === 'open' || state === 'refused') this.#settleOpened(info);
    this.#emit({ type: 'info', info });
  }

  #takeSizes({ totals, bytes }: StoreContentChange): void {
    this.#totals = totals;
    this.#bytes = bytes;
  }

  #announce(change: StoreContentChange): void {
    const { traceKeys, annotatedKeys, haveExperimentsChanged, totals } = change;
    if (haveExperimentsChanged) this.#emit({ type: 'experiments' });
    if (annotatedKeys?.length !== 0) this.#emit({ type: 'annotations', keys: annotatedKeys });
    if (traceKeys?.length === 0) return;
    this.#emit({ type: 'traces', keys: traceKeys, totalStored: totals.traces });
  }

  #emit(change: StoreChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Many readers may meet the same damage; it is looked for once. */
  #checkFile(): Promise<void> {
    this.#checked ??= this.#replaceIfDamaged().finally(() => (this.#checked = null));
    return this.#checked;
  }

  async #replaceIfDamaged(): Promise<void> {
    this.#requireOpen();
    const check = this.#startCheck();
    this.#check = check;
    try {
      const result = await check.result;
      // Unless that file has been replaced meanwhile, which ended the check.
      if (result === 'damaged' && this.#check === check) await this.#call('replace', null);
    } catch (error) {
      if (error instanceof ContractError) throw error;
      throw new ContractError('io', `The database could not be checked: ${messageOf(error)}.`);
    } finally {
      if (this.#check === check) this.#check = null;
    }
  }

  #requireOpen(): void {
    if (this.#state === 'open') return;
    const why = this.#refusal === '' ? 'The store is not open yet.' : this.#refusal;
    throw new ContractError('store_unavailable', why);
  }

  #call<Name extends CommandName>(
    name: Name,
    params: WorkerCommands[Name]['params'],
  ): Promise<WorkerCommands[Name]['result']> {
    return this.#ask((id) => ({ t: 'command', id, name, params }) as CommandMessage);
  }

  #annotate<Type extends AnnotationType>(
    type: Type,
    params: AnnotationChanges[Type]['params'],
  ): Promise<AnnotationChanges[Type]['result']> {
    const change = { type, params } as AnnotationChange;
    return this.#ask((id) => ({ t: 'annotate', id, change, receivedMs: Date.now() }));
  }

  async #ask<Result>(messageOf: (id: number) => ToIngestWorker): Promise<Result> {
    this.#requireOpen();
    const id = this.#nextCallId++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#host.send(messageOf(id));
    });
  }

  #takeCall(id: number): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #failCalls(message: string): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.reject(new ContractError('unavailable', message));
  }
}

interface Call {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ContractError) => void;
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
