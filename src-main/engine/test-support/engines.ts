/** Engines on free ports with a data folder of their own, ended after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';

import { onTestFinished } from 'vitest';

import { defaultSettings, type Settings } from '@contract/settings';
import { startEngine, type Engine, type EngineOptions } from '../engine';
import { fromNodePort } from '../port';
import { builtFile } from './built-file';
import { RpcClient } from './rpc-client';
import { createTestLog, type TestLog } from './test-log';

export interface TestEngine {
  readonly engine: Engine;
  readonly client: RpcClient;
  readonly log: TestLog;
  /** Sends an export request as JSON; rejects on anything but 200. */
  send(signal: 'traces' | 'logs', body: object): Promise<void>;
}

export function tempDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-engine-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

/** Call after `tempDataDir`, so that the engine is gone before its folder. */
export async function startTestEngine(
  dataDir: string,
  settings: Partial<Settings> = {},
  workerFiles: Partial<NonNullable<EngineOptions['workerFiles']>> = {},
): Promise<TestEngine> {
  const log = createTestLog();
  const engine = await startEngine({
    dataDir,
    samplesDir: join(dataDir, 'samples'),
    pricesFile: builtFile('../../resources/prices.json'),
    appVersion: '0.0.0',
    sqliteBinding: null,
    settings: { ...defaultSettings, httpPort: 0, grpcPort: 0, ...settings },
    log,
    workerFiles: {
      ingest: builtFile('ingest-worker.js'),
      reader: builtFile('reader-worker.js'),
      importer: builtFile('importer-worker.js'),
      facets: builtFile('facet-worker.js'),
      ...workerFiles,
    },
  });
  onTestFinished(() => engine.shutdown());
  const { port1, port2 } = new MessageChannel();
  engine.connect(fromNodePort(port1));
  const client = new RpcClient(port2);
  return {
    engine,
    client,
    log,
    async send(signal, body) {
      const { http } = engine.status();
      if (http.state !== 'listening') throw new Error('HTTP is not listening.');
      const response = await fetch(`http://127.0.0.1:${http.port}/v1/${signal}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    },
  };
}
