/**
 * `node save-again.mjs FILE…`: imports files into the built engine with an empty store and prints
 * what it exports as MLflow JSON. For Python's side of the round trip.
 */
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { inProject } from '../../build/bootstrap/paths.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'otelier-again-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));

/** What Electron gives to a utility process, of which the engine knows no more. */
const parent = new EventEmitter();
/** From the engine: `ready` and `stopped`. */
const told = new EventEmitter();
/** The engine's end of the port, and what comes out of it. */
const port = new EventEmitter();
const answers = new EventEmitter();
Object.assign(port, {
  start() {},
  close() {},
  postMessage: (/** @type {{ t: string, id: number }} */ message) => {
    if (message.t === 'result' || message.t === 'error') answers.emit(`${message.id}`, message);
  },
});
Object.assign(process, {
  parentPort: {
    on: (/** @type {string} */ name, /** @type {() => void} */ listen) => parent.on(name, listen),
    postMessage: (/** @type {{ t: string }} */ message) => told.emit(message.t),
  },
});
createRequire(import.meta.url)(inProject('out', 'main', 'engine.js'));

/** @param {object} data @param {object[]} [ports] */
function tell(data, ports = []) {
  parent.emit('message', { data, ports });
}

let lastId = 0;

/** @param {string} method @param {object} params */
async function call(method, params) {
  lastId += 1;
  const answer = once(answers, `${lastId}`);
  port.emit('message', { data: { t: 'call', id: lastId, method, params } });
  const [message] = await answer;
  if (message.t === 'error') throw new Error(`${method}: ${message.error.message}`);
  return message.value;
}

/** @param {string[]} files */
async function saveAgain(files) {
  const { jobId } = await call('import.start', { paths: files.map((file) => resolve(file)) });
  for (;;) {
    const jobs = await call('import.jobs', {});
    const job = jobs.find((/** @type {{ id: number }} */ { id }) => id === jobId);
    if (job.state !== 'running') break;
    await sleep(20);
  }
  const { rows } = await call('traces.window', {
    text: '',
    sort: { key: 'start', descending: false },
    offset: 0,
    limit: 500,
    experiment: null,
    snapshot: null,
  });
  const keys = rows.map((/** @type {{ key: number }} */ { key }) => key);
  return call('traces.mlflowJson', { keys });
}

const ready = once(told, 'ready');
const settings = {
  httpPort: 0,
  grpcPort: 0,
  prices: [],
  allowedOrigins: [],
  allowedHosts: [],
  maxBodyBytes: 1024 * 1024,
  mlflowApi: false,
};
const config = {
  dataDir,
  samplesDir: dataDir,
  pricesFile: inProject('resources', 'prices.json'),
  appVersion: '0.0.0',
  sqliteBinding: null,
  settings,
};
tell({ t: 'start', config });
await ready;
tell({ t: 'connect' }, [port]);
// The port is taken once the engine has started.
await sleep(0);
const text = await saveAgain(process.argv.slice(2));
await new Promise((done) => process.stdout.write(text, done));
tell({ t: 'shutdown' });
