/**
 * The host against real child processes: the engine of these tests is a small script, and the
 * process adapter differs from the app's only in how it forks.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { EngineConfig, FromEngineHost } from '@contract/engine-host';
import { defaultSettings } from '@contract/settings';
import type { EngineProcessState } from '@contract/shell-api';

import { createEngineHost, type EngineHost, type EngineHostOptions } from './engine-host';

const engine = `
process.on('message', ({ message, ports }) => {
  if (message.t === 'start') console.log('start ' + message.config.settings.httpPort);
  if (message.t === 'start') process.send({ t: 'ready', receiver: 'its listeners' });
  if (message.t === 'connect') console.log('connect ' + ports);
  if (message.t === 'settings') console.log('settings ' + message.settings.theme);
  if (message.t === 'shutdown') process.exit(0);
});`;
const deafEngine = `
process.on('message', ({ message }) => {
  if (message.t === 'start') process.send({ t: 'ready' });
  if (message.t === 'shutdown') console.log('will not');
});`;
const brokenEngine = `console.error('the disk is on fire'); process.exit(3);`;

/** Real time differs from machine to machine: these restarts come at once. */
const planRestart = (deaths: number) => ({
  deaths: deaths + 1,
  delayMs: deaths < 2 ? 0 : null,
});

let host: EngineHost<string> | null = null;
afterEach(() => host?.stop());

function start(script: string, options: Partial<EngineHostOptions<string>> = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'otelier-')), 'engine.cjs');
  writeFileSync(file, script);
  const children: ChildProcess[] = [];
  const lines: string[] = [];
  const states: EngineProcessState[] = [];
  const config: EngineConfig = {
    dataDir: '/data',
    samplesDir: '/samples',
    pricesFile: '/prices.json',
    appVersion: '0',
    settings: defaultSettings,
    sqliteBinding: null,
  };
  const started = createEngineHost<string>({
    startProcess(listener) {
      const child = fork(file, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
      children.push(child);
      child.on('message', (message) => listener.onMessage(message as FromEngineHost));
      for (const name of ['stdout', 'stderr'] as const) {
        createInterface({ input: child[name]! }).on('line', (line) =>
          listener.onOutput(name, line),
        );
      }
      child.once('close', (code) => listener.onExit(code));
      return {
        // As in the app, what is sent to a process that has just died is lost.
        postMessage: (message, ports) => void child.send({ message, ports }, () => undefined),
        kill: () => void child.kill('SIGKILL'),
      };
    },
    config: () => config,
    log: (_level, text) => lines.push(text),
    nowMs: () => 0,
    planRestart,
    ...options,
    onState(state) {
      states.push(state);
      options.onState?.(state);
    },
  });
  host = started;
  started.start();
  const running = (times: number) =>
    vi.waitFor(
      () => {
        expect(states.filter(({ state }) => state === 'running')).toHaveLength(times);
      },
      { timeout: 20_000 },
    );
  return { host: started, children, lines, states, running };
}

describe('engine host', () => {
  it('starts the engine with its configuration and hands ports and settings over', async () => {
    const ready: unknown[] = [];
    const { host, lines } = start(engine, { onReady: (receiver) => ready.push(receiver) });
    await host.connect(() => 'port 1');
    expect(ready).toEqual(['its listeners']);
    host.applySettings({ ...defaultSettings, theme: 'dark' });
    await vi.waitFor(() => {
      expect(lines).toEqual(['start 4318', 'connect port 1', 'settings dark']);
    });
  });

  it('starts it again when it dies; a port asked for meanwhile waits', async () => {
    let connecting: Promise<void> | undefined;
    const { host, children, lines, states, running } = start(engine, {
      onState(state) {
        if (state.state === 'restarting') connecting = host.connect(() => 'port 2');
      },
    });
    await running(1);
    children[0]?.kill('SIGKILL');
    await running(2);
    await connecting;
    await vi.waitFor(() => expect(lines).toContain('connect port 2'));
    expect(states.map(({ state }) => state)).toEqual([
      'starting',
      'running',
      'restarting',
      'running',
    ]);
    expect(children).toHaveLength(2);
  });

  it('gives up after too many deaths in a row and says why, until the user restarts it', async () => {
    const { host, children, states } = start(brokenEngine);
    await expect(host.connect(() => 'port')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('the disk is on fire'),
    });
    expect(children).toHaveLength(3);
    expect(states.map(({ state }) => state)).toEqual([
      'starting',
      'restarting',
      'restarting',
      'failed',
    ]);
    await expect(host.connect(() => 'port')).rejects.toMatchObject({ code: 'unavailable' });

    await host.restart();
    await vi.waitFor(() => expect(children).toHaveLength(6), { timeout: 20_000 });
  });

  it('restarts a running engine on demand, once for two demands', async () => {
    const { host, children, running } = start(engine);
    await running(1);
    await Promise.all([host.restart(), host.restart()]);
    await running(2);
    expect(children).toHaveLength(2);
    expect(children[0]?.exitCode).toBe(0);
  });

  it('ends the engine in good order and does not start it again', async () => {
    const { host, children, running } = start(engine);
    await running(1);
    await host.stop();
    expect(children.map(({ exitCode }) => exitCode)).toEqual([0]);
    await expect(host.connect(() => 'port')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('kills an engine that does not end', async () => {
    const { host, children, running } = start(deafEngine, { shutdownTimeoutMs: 50 });
    await running(1);
    await host.stop();
    expect(children.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL']);
  });

  it('does not start the engine again when the app closes during the wait', async () => {
    const { host, children } = start(brokenEngine, {
      planRestart: () => ({ deaths: 1, delayMs: 3_600_000 }),
    });
    await vi.waitFor(() => expect(host.state().state).toBe('restarting'), { timeout: 20_000 });
    const connecting = host.connect(() => 'port');
    await host.stop();
    await expect(connecting).rejects.toMatchObject({ code: 'unavailable' });
    expect(children).toHaveLength(1);
  });
});
