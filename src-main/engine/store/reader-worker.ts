/**
 * A reader thread: one read-only connection, one query at a time. SQLite's calls block the
 * thread, so cancellation comes through shared memory, which queries look at on the way.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

import { ContractError, type CallError } from '@contract/errors';
import { queries, type QueryName } from '../queries';
import { createQueryHost, QueryCancelled } from '../queries/query';
import { transferablesOf } from '../transferables';
import { openReadable } from './connection';
import type { FromReader, ReaderWorkerData, ToReader } from './reader-protocol';
import { faultOf } from './store-errors';

/** A query of any method: who calls it has parameters of that method. */
type AnyQuery = (params: unknown, emit: (chunk: unknown) => void) => unknown;

function serve(port: MessagePort, config: ReaderWorkerData): void {
  const db = openReadable(config.path, config.sqliteBinding);
  const cancelled = new Int32Array(config.cancelled);
  let runningId = 0;
  const host = createQueryHost(db, () => Atomics.load(cancelled, 0) === runningId, config.prices);
  const begin = db.prepare('BEGIN');
  const end = db.prepare('ROLLBACK');
  const prepared = new Map<QueryName, AnyQuery>();

  function prepare(name: QueryName): AnyQuery {
    const query = prepared.get(name) ?? (queries[name](host) as AnyQuery);
    prepared.set(name, query);
    return query;
  }

  /** Runs a query within one transaction, so that it sees one moment of the database. */
  function run(name: QueryName, params: unknown, emit: (chunk: unknown) => void): unknown {
    begin.run();
    try {
      return prepare(name)(params, emit);
    } finally {
      if (db.inTransaction) end.run();
    }
  }

  const post = (message: FromReader, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  port.on('message', (message: ToReader) => {
    if (message.t === 'close') {
      db.close();
      port.close();
      return;
    }
    if (message.t === 'prices') {
      host.prices = message.prices;
      return;
    }
    const { id, name, params } = message;
    runningId = id;
    const startMs = performance.now();
    const elapsed = (): number => performance.now() - startMs;
    try {
      const emit = (value: unknown): void =>
        post({ t: 'chunk', id, value }, transferablesOf(value));
      const value = run(name, params, emit);
      post({ t: 'result', id, value, elapsedMs: elapsed() });
    } catch (error) {
      const isDamaged = faultOf(error) === 'damaged';
      post({ t: 'error', id, error: callErrorOf(error), isDamaged, elapsedMs: elapsed() });
    }
  });
  post({ t: 'opened' });
}

function callErrorOf(error: unknown): CallError {
  if (error instanceof ContractError) return error.toJSON();
  if (error instanceof QueryCancelled) return { code: 'cancelled', message: 'Cancelled.' };
  const detail = error instanceof Error ? error.message : String(error);
  switch (faultOf(error)) {
    case 'damaged':
      return {
        code: 'store_unavailable',
        message:
          'A part of the database could not be read, so it is being checked. ' +
          'If it is damaged, it is set aside and a new one is started.',
      };
    case 'busy':
      return { code: 'unavailable', message: 'The database is locked by another program.' };
    case 'disk-full':
    case 'not-permitted':
    case 'io':
      return { code: 'io', message: `The database cannot be read: ${detail}.` };
    case 'other':
      return { code: 'internal', message: `The query failed: ${detail}.` };
  }
}

if (parentPort !== null) serve(parentPort, workerData as ReaderWorkerData);
