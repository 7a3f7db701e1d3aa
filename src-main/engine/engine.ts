/** The engine: receiver, store, readers, imports, and the calls that reach them. */
import type { EngineConfig } from '@contract/engine-host';
import type { EngineEvents, EventName } from '@contract/methods';
import type { ReceiverStatus } from '@contract/receiver-status';
import type { Settings } from '@contract/settings';
import { ImportAnnouncer, importHandlers } from './handlers/import';
import { announceReceiver, receiverHandlers } from './handlers/receiver';
import { announceStore, storeHandlers } from './handlers/store';
import { announceTraces, traceHandlers } from './handlers/traces';
import { createImports } from './importers';
import type { Log } from './log';
import type { EnginePort } from './port';
import { createReceiver } from './receiver';
import { createRoute } from './router';
import { RpcServer } from './rpc-server';
import { openStore, type Store } from './store';
import { ReaderPool } from './store/reader-pool';

export interface EngineOptions extends EngineConfig {
  readonly log: Log;
  /** Built workers; by default those beside the running bundle. */
  readonly workerFiles?: {
    readonly ingest: string;
    readonly reader: string;
    readonly importer: string;
  };
}

export interface Engine {
  /** Serves a client on the port until it closes. */
  connect(port: EnginePort): void;
  /** Never rejects: a port that cannot be bound shows in the status. */
  applySettings(settings: Settings): Promise<void>;
  status(): ReceiverStatus;
  /** Settles when the store is open or has been refused. */
  readonly storeOpened: Promise<void>;
  /** Answers what is under way, commits what was accepted, closes everything. */
  shutdown(): Promise<void>;
}

/**
 * Starts the engine. Resolves when the receivers have been bound (or have failed) and calls
 * are answered; the store opens after that, while early requests are held (reference B11), so
 * that an exporter that cannot retry finds a listener as soon as can be (B12).
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { log, workerFiles, dataDir, sqliteBinding, samplesDir } = options;
  const receiver = createReceiver({ settings: options.settings, ingest: null });
  await receiver.start();

  const store = openStore({
    dataDir,
    sqliteBinding,
    ...(workerFiles === undefined ? {} : { workerFile: workerFiles.ingest }),
  });
  const readers = new ReaderPool({
    sqliteBinding,
    log,
    onDamage: () => void checkFile(store, log),
    ...(workerFiles === undefined ? {} : { workerFile: workerFiles.reader }),
  });
  const stopFollowing = followStore(store, readers, log);
  const storeOpened = store.opened.then(() => receiver.useIngest(store.ingest));

  const emit = <Name extends EventName>(name: Name, payload: EngineEvents[Name]): void =>
    rpc.emit(name, payload);
  const importAnnouncer = new ImportAnnouncer(emit);
  const imports = createImports({
    ingest: store.ingest,
    onChange: (job) => importAnnouncer.changed(job),
    ...(workerFiles === undefined ? {} : { workerPath: workerFiles.importer }),
  });
  const route = createRoute({
    ...receiverHandlers(receiver),
    ...storeHandlers(store),
    ...traceHandlers(store, readers),
    ...importHandlers(imports, store, samplesDir),
  });
  const rpc = new RpcServer(route, log);
  const stopAnnouncing = [
    announceReceiver(receiver, emit),
    announceStore(store, emit),
    announceTraces(store, emit),
    () => importAnnouncer.stop(),
  ];

  return {
    connect: (port) => rpc.connect(port),
    async applySettings(settings) {
      await receiver.applySettings(settings);
    },
    status: () => receiver.status(),
    storeOpened,
    async shutdown() {
      // Requests that were accepted are committed before the store closes.
      await Promise.all([receiver.stop(), imports.close()]);
      stopAnnouncing.forEach((stop) => stop());
      rpc.close();
      stopFollowing();
      await readers.close();
      await store.close();
    },
  };
}

/** Keeps the readers on the file the store has open. Returns the way to stop. */
function followStore(store: Store, readers: ReaderPool, log: Log): () => void {
  return store.onChange((change) => {
    if (change.type === 'file') {
      if (change.state === 'open') readers.open(store.path);
      else readers.suspend().catch((error: unknown) => log.error('a reader did not close', error));
    } else if (change.type === 'info' && change.info.state === 'refused') {
      log.error(`the store was refused: ${change.info.refusal}`);
      readers.refuse(change.info.refusal);
    }
  });
}

async function checkFile(store: Store, log: Log): Promise<void> {
  log.error('a query met a damaged page; the database is being checked');
  try {
    await store.commands.checkFile();
  } catch (error) {
    log.error('the check of the database failed', error);
  }
}
