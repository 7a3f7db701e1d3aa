/** The engine: receiver, store, readers, facets, imports, and the calls that reach them. */
import type { EngineConfig } from '@contract/engine-host';
import type { EngineEvents, EventName } from '@contract/methods';
import type { ReceiverStatus } from '@contract/receiver-status';
import type { Settings } from '@contract/settings';
import type { PriceTable } from '@domain/pricing';
import { FacetHost } from './facets/facet-host';
import { priceList, readPriceTable } from './facets/price-list';
import { announceAnnotations, annotationHandlers } from './handlers/annotations';
import { diffHandlers } from './handlers/diff';
import { FacetAnnouncer, facetHandlers } from './handlers/facets';
import { ImportAnnouncer, importHandlers } from './handlers/import';
import { announceReceiver, receiverHandlers } from './handlers/receiver';
import { announceStore, storeHandlers } from './handlers/store';
import { announceTraces, traceHandlers } from './handlers/traces';
import { HttpApis } from './http-api/http-apis';
import { createImports } from './importers';
import type { Log } from './log';
import { langfuseApi } from './langfuse-api/langfuse-api';
import { mlflowApi } from './mlflow-api/mlflow-api';
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
    readonly facets: string;
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
  const bundledPrices = bundledPricesOf(options);
  const prices = priceList(options.settings.prices, bundledPrices);
  const apis = new HttpApis({
    apis: [mlflowApi, langfuseApi],
    isEnabled: options.settings.mlflowApi,
  });
  const receiver = createReceiver({
    settings: options.settings,
    ingest: null,
    otherRequests: apis,
  });
  await receiver.start();

  const store = openStore({
    dataDir,
    sqliteBinding,
    ...(workerFiles === undefined ? {} : { workerFile: workerFiles.ingest }),
  });
  const readers = new ReaderPool({
    sqliteBinding,
    log,
    prices,
    onDamage: () => void checkFile(store, log),
    ...(workerFiles === undefined ? {} : { workerFile: workerFiles.reader }),
  });

  const emit = <Name extends EventName>(name: Name, payload: EngineEvents[Name]): void =>
    rpc.emit(name, payload);
  const facetAnnouncer = new FacetAnnouncer(emit);
  const facets = new FacetHost({
    sqliteBinding,
    log,
    prices,
    storeFacets: (batch) => store.commands.storeFacets(batch),
    onDamage: () => void checkFile(store, log),
    onStatus: (status) => facetAnnouncer.changed(status),
    onStored: (keys) => facetAnnouncer.stored(keys),
    ...(workerFiles === undefined ? {} : { workerFile: workerFiles.facets }),
  });
  const stopFollowing = followStore(store, readers, facets, log);
  if (options.understand === false) await facets.close();
  const storeOpened = store.opened.then(() => {
    receiver.useIngest(store.ingest);
    apis.use({ commands: store.commands, readers });
  });
  const importAnnouncer = new ImportAnnouncer(emit);
  const imports = createImports({
    ingest: store.ingest,
    commands: store.commands,
    onChange: (job) => importAnnouncer.changed(job),
    ...(workerFiles === undefined ? {} : { workerPath: workerFiles.importer }),
  });
  const route = createRoute({
    ...receiverHandlers(receiver),
    ...storeHandlers(store),
    ...traceHandlers(store, readers),
    ...annotationHandlers(store, readers),
    ...diffHandlers(readers),
    ...importHandlers(imports, store, samplesDir),
    ...facetHandlers(readers, bundledPrices, () => facets.status()),
  });
  const rpc = new RpcServer(route, log);
  const stopAnnouncing = [
    announceReceiver(receiver, emit),
    announceStore(store, emit),
    announceTraces(store, emit),
    announceAnnotations(store, emit),
    () => importAnnouncer.stop(),
    () => facetAnnouncer.stop(),
  ];

  return {
    connect: (port) => rpc.connect(port),
    async applySettings(settings) {
      const changed = priceList(settings.prices, bundledPrices);
      readers.setPrices(changed);
      facets.setPrices(changed);
      apis.isEnabled = settings.mlflowApi;
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
      await Promise.all([readers.close(), facets.close()]);
      await store.close();
    },
  };
}

/** Keeps readers and facets on the file the store has open. Returns the way to stop. */
function followStore(store: Store, readers: ReaderPool, facets: FacetHost, log: Log): () => void {
  return store.onChange((change) => {
    if (change.type === 'file' && change.state === 'open') {
      readers.open(store.path);
      facets.open(store.path);
    } else if (change.type === 'file') {
      Promise.all([readers.suspend(), facets.suspend()]).catch((error: unknown) =>
        log.error('a reader did not close', error),
      );
    } else if (change.type === 'traces') {
      facets.changed();
    } else if (change.type === 'info' && change.info.state === 'refused') {
      log.error(`the store was refused: ${change.info.refusal}`);
      readers.refuse(change.info.refusal);
    }
  });
}

/** Without the table nothing is priced but by the user's own rows. */
function bundledPricesOf({ pricesFile, log }: EngineOptions): PriceTable {
  try {
    return readPriceTable(pricesFile);
  } catch (error) {
    log.error('the bundled prices cannot be read', error);
    return { date: '', entries: [] };
  }
}

async function checkFile(store: Store, log: Log): Promise<void> {
  log.error('a query met a damaged page; the database is being checked');
  try {
    await store.commands.checkFile();
  } catch (error) {
    log.error('the check of the database failed', error);
  }
}
