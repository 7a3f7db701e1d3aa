import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { status } from '@grpc/grpc-js';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { openStore } from '../store/index';
import type { Store } from '../store/index';
import { grpcClient } from './test-support/grpc-client';
import { json, protobuf, send } from './test-support/http-client';
import { tracesJson, tracesProtobuf } from './test-support/otlp-requests';
import { startReceiver } from './test-support/start-receiver';

describe('the receiver with the real store', () => {
  it('B3 has stored what it acknowledges: another connection sees it at once', async () => {
    const store = tempStore();
    const { httpPort: port, grpcPort } = await startReceiver({ ingest: store.ingest });
    const client = grpcClient(grpcPort);
    for (let n = 1; n <= 20; n += 1) {
      if (n % 2 === 0) {
        const result = await send({ port, headers: json, body: tracesJson({}) });
        expect(result).toMatchObject({ status: 200, text: '{}' });
      } else {
        expect((await client.export({ body: tracesProtobuf({}) })).code).toBe(status.OK);
      }
      expect(storedSpans(store)).toBe(n);
    }
  });

  it('B1 answers a repeat with success and stores it once, whatever the transport', async () => {
    const store = tempStore();
    const { httpPort: port, grpcPort } = await startReceiver({ ingest: store.ingest });
    const client = grpcClient(grpcPort);
    const body = tracesProtobuf({ name: 'once' }, { name: 'each' });
    for (let n = 0; n < 3; n += 1) {
      const http = await send({ port, headers: protobuf, body });
      expect(http).toMatchObject({ status: 200, body: Buffer.alloc(0) });
      expect(await client.export({ body })).toMatchObject({
        code: status.OK,
        response: Buffer.alloc(0),
      });
    }
    expect(storedSpans(store)).toBe(2);
  });

  it('B11 takes spans before the database is opened', async () => {
    const { receiver, httpPort: port } = await startReceiver({ ingest: null });
    const early = send({ port, headers: json, body: tracesJson({}) });
    const store = tempStore();
    receiver.useIngest(store.ingest);
    expect((await early).status).toBe(200);
    expect(storedSpans(store)).toBe(1);
  });
});

function tempStore(): Store {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-receiver-'));
  const workerFile = resolve('out/main/ingest-worker.js');
  const store = openStore({ dataDir, sqliteBinding: null, workerFile });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return store;
}

function storedSpans(store: Store): number {
  const db = new Database(store.path, { readonly: true });
  try {
    return db.prepare('SELECT count(*) FROM span').pluck().get() as number;
  } finally {
    db.close();
  }
}
