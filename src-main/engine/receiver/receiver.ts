import type { IngestStats, ReceiverStatus } from '@contract/receiver-status';

import type { Ingest } from '../ingest';
import { ByteLedger } from './byte-ledger';
import { ExportService } from './export-service';
import { createGrpcServer } from './grpc-server';
import { createHttpExport } from './http-export';
import { IngestGate } from './ingest-gate';
import { IngestStatsCounter } from './ingest-stats';
import { defaultLimits } from './limits';
import { Listener } from './listener';
import type {
  ListenerName,
  Receiver,
  ReceiverLimits,
  ReceiverOptions,
  ReceiverSettings,
  RequestReport,
} from './receiver-types';

const names: readonly ListenerName[] = ['http', 'grpc'];

/**
 * Creates a receiver that is not listening yet; call `start`. Both of its ports take both
 * protocols, so that an exporter set to the wrong one of them works (reference G8).
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const limits: ReceiverLimits = { ...defaultLimits, ...options.limits };
  const statusListeners = new Set<(status: ReceiverStatus) => void>();
  const requestListeners = new Set<(report: RequestReport) => void>();
  const stats = new IngestStatsCounter();
  const gate = new IngestGate(options.ingest, limits);
  let settings = options.settings;
  /** Ports chosen with `usePort`, in place of the configured ones. */
  const chosenPorts: Partial<Record<ListenerName, number>> = {};
  /** Openings and closings happen one after the other. */
  let work: Promise<unknown> = Promise.resolve();

  const ledger = new ByteLedger(
    // One body of the largest size, compressed and inflated, always has room.
    () => Math.max(limits.maxQueuedBytes, 2 * settings.maxBodyBytes),
    () => gate.queuedBytes,
  );
  const service = new ExportService(gate, (report) => {
    stats.record(report);
    for (const listener of requestListeners) listener(report);
  });

  const createListener = (name: ListenerName): Listener =>
    new Listener({
      limits,
      createHttp: (isClosing) =>
        createHttpExport({
          service,
          ledger,
          settings: () => settings,
          others: options.otherRequests ?? null,
          isClosing,
        }),
      createGrpc: () =>
        createGrpcServer({ service, ledger, maxBodyBytes: settings.maxBodyBytes, limits }),
      onTls: () => {
        const transport = name === 'grpc' ? 'grpc' : 'http/protobuf';
        service.refused(
          { transport, signal: null, userAgent: '' },
          'A client tried TLS (https). Use http:// in its endpoint, or set it to insecure.',
        );
      },
      onState: () => {
        for (const listener of statusListeners) listener(status());
      },
    });
  const listeners: Record<ListenerName, Listener> = {
    http: createListener('http'),
    grpc: createListener('grpc'),
  };

  function status(): ReceiverStatus {
    return { http: listeners.http.state, grpc: listeners.grpc.state };
  }

  const configuredPort = (name: ListenerName): number =>
    name === 'http' ? settings.httpPort : settings.grpcPort;

  const open = (name: ListenerName): Promise<void> => {
    const avoid = names.flatMap((other) => [configuredPort(other), chosenPorts[other] ?? 0]);
    return listeners[name].open(chosenPorts[name] ?? configuredPort(name), avoid);
  };

  const inTurn = (task: () => Promise<unknown>): Promise<ReceiverStatus> => {
    const done = work.then(task).then(status);
    work = done;
    return done;
  };

  return {
    start: () =>
      inTurn(() => {
        gate.open();
        return Promise.all(names.map(open));
      }),
    stop: async () => {
      gate.close();
      await inTurn(() => Promise.all(names.map((name) => listeners[name].close())));
    },
    useIngest: (ingest: Ingest | null) => gate.use(ingest),
    applySettings: (next: ReceiverSettings) =>
      inTurn(async () => {
        const previous = settings;
        settings = next;
        const isRunning = names.some((name) => listeners[name].state.state !== 'stopped');
        if (!isRunning) return;
        if (next.maxBodyBytes !== previous.maxBodyBytes) {
          for (const name of names) listeners[name].renewGrpc();
        }
        const moved = {
          http: next.httpPort !== previous.httpPort,
          grpc: next.grpcPort !== previous.grpcPort,
        };
        // Two ports that swap must both be free before either is taken.
        const moving = names.filter((name) => moved[name]);
        await Promise.all(moving.map((name) => listeners[name].close()));
        for (const name of moving) {
          delete chosenPorts[name];
          await open(name);
        }
      }),
    retry: (name) =>
      inTurn(() => {
        delete chosenPorts[name];
        return open(name);
      }),
    usePort: (name, port) =>
      inTurn(() => {
        chosenPorts[name] = port;
        return open(name);
      }),
    status,
    stats: (): IngestStats => stats.snapshot(),
    onStatus: (listener) => subscribe(statusListeners, listener),
    onRequest: (listener) => subscribe(requestListeners, listener),
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
