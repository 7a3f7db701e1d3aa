/** Answers of an engine where nothing has happened yet. */
import type { ImportFile, ImportJob } from '@contract/import';
import type { IngestStats, ReceiverStatus } from '@contract/receiver-status';
import type { StoreInfo } from '@contract/store-info';

export const listeningStatus: ReceiverStatus = {
  http: { state: 'listening', port: 4318, addresses: ['127.0.0.1', '::1'] },
  grpc: { state: 'listening', port: 4317, addresses: ['127.0.0.1'] },
};

export const quietStats: IngestStats = {
  spansPerSecond: 0,
  requests: 0,
  spans: 0,
  logRecords: 0,
  metricDataPoints: 0,
  rejectedRequests: 0,
  activeClients: 0,
  lastRequest: null,
};

export const openStore: StoreInfo = {
  state: 'open',
  path: '/data/otelier.db',
  bytes: 49_152,
  traces: 0,
  spans: 0,
  logRecords: 0,
  notices: [],
  refusal: '',
};

export function importFile(changes: Partial<ImportFile>): ImportFile {
  return {
    id: 1,
    path: '/runs/run.jsonl',
    name: 'run.jsonl',
    state: 'done',
    bytesRead: 1_000_000,
    bytesTotal: 1_000_000,
    format: 'OTLP JSON Lines',
    spansAdded: 0,
    spansAlreadyThere: 0,
    logRecordsAdded: 0,
    logRecordsAlreadyThere: 0,
    metricDataPoints: 0,
    traces: 0,
    traceKeys: [],
    projects: [],
    skipped: [],
    message: '',
    elapsedMs: 600,
    ...changes,
  };
}

export function importJob(changes: Partial<ImportJob>): ImportJob {
  return {
    id: 1,
    state: 'done',
    files: [],
    bytesRead: 1_000_000,
    bytesTotal: 1_000_000,
    elapsedMs: 600,
    ...changes,
  };
}
