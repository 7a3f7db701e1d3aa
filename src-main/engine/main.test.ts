import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach, beforeEach, expect, it } from 'vitest';

import type { EngineConfig, FromEngineHost, ToEngineHost } from '@contract/engine-host';
import { defaultSettings } from '@contract/settings';
import { tracesBody } from './queries/test-support/test-store';
import { openReadable } from './store/connection';
import { builtFile } from './test-support/built-file';

const engineFile = builtFile('engine.js');

let dataDir: string;
let children: ChildProcess[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'otelier-main-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** Starts the engine as benchmarks do, and waits until it is ready. */
async function runAlone(): Promise<Running> {
  const config = JSON.stringify({ dataDir, settings: { httpPort: 0, grpcPort: 0 } });
  const child = spawn(process.execPath, [engineFile, '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^ready (\d+) (\d+)$/.exec(line);
    if (match !== null) return { child, httpPort: Number(match[1]), grpcPort: Number(match[2]) };
  }
  throw new Error('The engine ended before it was ready.');
}

async function sendSpan(httpPort: number, span: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(tracesBody([{ trace: 1, span }])),
  });
  return response.status;
}

function storedSpans(): number {
  const db = openReadable(join(dataDir, 'otelier.db'), null);
  const count = db.prepare<[], number>('SELECT count(*) FROM span').pluck().get();
  db.close();
  return count ?? -1;
}

it('runs from a command line and ends in good order', async () => {
  const { child, httpPort, grpcPort } = await runAlone();
  expect(grpcPort).toBeGreaterThan(0);
  expect(await sendSpan(httpPort, 1)).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  // Closed, not abandoned: the write-ahead log is folded in.
  expect(existsSync(join(dataDir, 'otelier.db-wal'))).toBe(false);
  expect(storedSpans()).toBe(1);
  expect(readFileSync(join(dataDir, 'logs', 'engine.log'), 'utf8')).toContain('stopped');
});

it('B3 loses nothing it acknowledged when it is killed', async () => {
  const { child, httpPort } = await runAlone();
  for (let span = 1; span <= 20; span += 1) expect(await sendSpan(httpPort, span)).toBe(200);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(storedSpans()).toBe(20);
  const { httpPort: next } = await runAlone();
  expect(await sendSpan(next, 21)).toBe(200);
  expect(storedSpans()).toBe(21);
});

it.each(['shutdown', 'disconnect'] as const)('serves a parent over IPC until %s', async (end) => {
  const child = fork(engineFile, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  const messages: FromEngineHost[] = [];
  child.on('message', (message) => messages.push(message as FromEngineHost));
  const config: EngineConfig = {
    dataDir,
    samplesDir: join(dataDir, 'samples'),
    pricesFile: builtFile('../../resources/prices.json'),
    appVersion: '1.2.3',
    settings: { ...defaultSettings, httpPort: 0, grpcPort: 0 },
    sqliteBinding: null,
  };
  const tell = (message: ToEngineHost): boolean => child.send(message);
  tell({ t: 'start', config });
  await once(child, 'message');
  expect(messages).toMatchObject([{ t: 'ready', receiver: { http: { state: 'listening' } } }]);
  const exited = once(child, 'exit');
  if (end === 'shutdown') tell({ t: 'shutdown' });
  else child.disconnect();
  expect(await exited).toEqual([0, null]);
  expect(messages.at(-1)).toMatchObject({ t: end === 'shutdown' ? 'stopped' : 'ready' });
  expect(readFileSync(join(dataDir, 'logs', 'engine.log'), 'utf8')).toContain('1.2.3');
});

it('says why it cannot start, and ends', async () => {
  const child = spawn(process.execPath, [engineFile, '--config', 'no json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  let text = '';
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(1);
  expect(text).toContain('JSON');
});

it('says in one sentence that Node is too old for the SQLite binding, and does not crash', async () => {
  const old = "Object.defineProperty(process.versions, 'napi', { value: '9' });";
  const preload = join(dataDir, 'old-node.cjs');
  writeFileSync(preload, old);
  const config = JSON.stringify({ dataDir, settings: { httpPort: 0, grpcPort: 0 } });
  const child = spawn(process.execPath, ['-r', preload, engineFile, '--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said).toMatch(/^Node [\d.]+ is too old for the SQLite binding .*\n$/);
  expect(existsSync(join(dataDir, 'otelier.db'))).toBe(false);
});
