/** The two servers that the suite asks the same of, each on a free port with an empty store. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { inProject } from '../../build/bootstrap/paths.mjs';
import { messageOf } from '../../build/bootstrap/report.mjs';
import { programEnv, pythonOf } from './set-up.mjs';

const START_MS = 90_000;

/**
 * @typedef {object} Server
 * @property {string} url of its HTTP port
 * @property {string | null} grpcUrl
 * @property {number} pid
 * @property {() => string} output what it has printed so far
 * @property {() => Promise<void>} stop ends it and removes its store
 */

/**
 * The built engine, as the app runs it, on this Node.
 * @returns {Promise<Server>}
 */
export async function startOtelier() {
  const folder = mkdtempSync(join(tmpdir(), 'otelier-interop-'));
  const config = {
    dataDir: folder,
    samplesDir: inProject('resources', 'samples'),
    pricesFile: inProject('resources', 'prices.json'),
    settings: { httpPort: 0, grpcPort: 0 },
  };
  const engine = inProject('out', 'main', 'engine.js');
  const args = [engine, '--config', JSON.stringify(config)];
  const server = keep(spawn(process.execPath, args, { cwd: folder }), folder);
  const lines = createInterface({ input: server.child.stdout });
  /** @type {Promise<string[]>} */
  const ready = new Promise((resolve) => {
    lines.on('line', (line) => line.startsWith('ready ') && resolve(line.split(' ')));
  });
  await server.begun(ready);
  const [, httpPort, grpcPort] = await ready;
  return {
    ...server,
    url: `http://127.0.0.1:${httpPort}`,
    grpcUrl: `http://127.0.0.1:${grpcPort}`,
  };
}

/**
 * MLflow's own server of the newest version, with SQLite and one worker.
 * @returns {Promise<Server>}
 */
export async function startMlflow() {
  const folder = mkdtempSync(join(tmpdir(), 'otelier-interop-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const where = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const store = ['--backend-store-uri', 'sqlite:///mlflow.db', '--artifacts-destination', 'kept'];
  const child = spawn(pythonOf('newest'), ['-m', 'mlflow', 'server', ...where, ...store], {
    cwd: folder,
    // A group of its own: the workers end with it.
    detached: true,
    env: { ...programEnv(null), MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
  });
  const server = keep(child, folder);
  await server.begun(untilHealthy(`${url}/health`));
  return { ...server, url, grpcUrl: null };
}

/** @param {string} url */
async function untilHealthy(url) {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
}

/**
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} child
 * @param {string} folder its store, removed when it ends
 */
function keep(child, folder) {
  let output = '';
  const add = (/** @type {Buffer} */ chunk) => (output = (output + chunk).slice(-200_000));
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += messageOf(error);
      resolve();
    });
  });
  const end = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      // The whole group, where it is one's head.
      process.kill(
        child.spawnargs.includes('mlflow') ? -Number(child.pid) : Number(child.pid),
        signal,
      );
    } catch {
      // It has ended by itself.
    }
  };
  const stop = async () => {
    end('SIGTERM');
    const timer = setTimeout(() => end('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    child,
    pid: Number(child.pid),
    output: () => output,
    stop,
    /** @param {Promise<unknown>} ready */
    async begun(ready) {
      const tooLate = sleep(START_MS, 'it did not start in time', { ref: false });
      const early = ended.then(() => 'it ended at its start');
      const trouble = await Promise.race([ready.then(() => null), early, tooLate]);
      if (trouble === null) return;
      await stop();
      throw new Error(`${child.spawnargs.join(' ')}: ${trouble}\n${output}`);
    },
  };
}

/** @returns {Promise<number>} a port nobody listens on right now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
