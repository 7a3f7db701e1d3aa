/**
 * Entry of the engine's process. Three parents start it:
 * - Electron's shell, as a utility process: messages and renderers' ports over `parentPort`;
 * - Node with an IPC channel (`child_process.fork`): the same messages, without ports;
 * - a command line, `--config <JSON of EngineConfig>`, where all but `dataDir` may be left
 *   out: prints `ready <http port> <grpc port>` (0 where one is not listening) and runs until
 *   SIGTERM or SIGINT. Benchmarks and crash tests start it so.
 */
import { join } from 'node:path';

import type { EngineConfig, FromEngineHost, ToEngineHost } from '@contract/engine-host';
import type { ListenerState } from '@contract/receiver-status';
import { defaultSettings, type Settings } from '@contract/settings';
import { startEngine, type Engine } from './engine';
import { createFileLog } from './file-log';
import type { Log } from './log';
import { fromElectronPort, type ElectronPort } from './port';

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown;
  postMessage(message: FromEngineHost): void;
}

let log: Log | null = null;
let engine: Promise<Engine> | null = null;
let isStopping = false;

/** Says the last words where the shell and the log find them, and ends. It is restarted. */
function die(error: unknown): never {
  log?.error('the engine cannot go on', error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** What the published SQLite binding needs; with less it does not fail to load but crashes. */
const MIN_NODE_API = 10;

function start(config: EngineConfig, onReady: (started: Engine) => void): void {
  if (engine !== null) return;
  if (config.sqliteBinding === null && Number(process.versions['napi']) < MIN_NODE_API) {
    die(
      `Node ${process.versions.node} is too old for the SQLite binding that comes with the app: ` +
        'take Node 22.14 or newer, or set sqliteBinding to one that was built for it.',
    );
  }
  const fileLog = createFileLog(config.dataDir);
  log = fileLog;
  fileLog.info(`Otelier ${config.appVersion} engine, Node ${process.versions.node}`);
  engine = startEngine({ ...config, log: fileLog });
  engine.then(onReady).catch(die);
}

function stop(onStopped: () => void): void {
  if (isStopping) return;
  isStopping = true;
  const stopped = engine?.then((started) => started.shutdown()) ?? Promise.resolve();
  stopped.then(() => {
    log?.info('stopped');
    onStopped();
    process.exit(0);
  }, die);
}

function receive(
  message: ToEngineHost,
  ports: readonly ElectronPort[],
  post: (message: FromEngineHost) => void,
): void {
  switch (message.t) {
    case 'start':
      return start(message.config, (started) => post({ t: 'ready', receiver: started.status() }));
    case 'connect':
      for (const port of ports) {
        engine?.then((started) => started.connect(fromElectronPort(port))).catch(die);
      }
      return;
    case 'settings':
      engine?.then((started) => started.applySettings(message.settings)).catch(die);
      return;
    case 'shutdown':
      return stop(() => post({ t: 'stopped' }));
  }
}

function runUnderElectron(parent: ParentPort): void {
  parent.on('message', ({ data, ports }) =>
    receive(data as ToEngineHost, ports, (message) => parent.postMessage(message)),
  );
}

function runUnderNode(): void {
  process.on('message', (message) =>
    receive(message as ToEngineHost, [], (answer) => process.send?.(answer)),
  );
  process.on('disconnect', () => stop(() => undefined));
}

function runAlone(configText: string): void {
  // Settings are taken as they are: port 0 asks for any free port.
  const given = JSON.parse(configText) as Partial<Omit<EngineConfig, 'settings'>> & {
    readonly dataDir: string;
    readonly settings?: Partial<Settings>;
  };
  const config: EngineConfig = {
    samplesDir: join(given.dataDir, 'samples'),
    pricesFile: join(given.dataDir, 'prices.json'),
    appVersion: '0.0.0',
    sqliteBinding: null,
    ...given,
    settings: { ...defaultSettings, ...given.settings },
  };
  start(config, (started) => {
    const { http, grpc } = started.status();
    process.stdout.write(`ready ${portOf(http)} ${portOf(grpc)}\n`);
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop(() => undefined));
}

function portOf(state: ListenerState): number {
  return state.state === 'listening' ? state.port : 0;
}

process.on('uncaughtException', die);

const { parentPort } = process as { readonly parentPort?: ParentPort };
const configAt = process.argv.indexOf('--config');
const configText = configAt === -1 ? undefined : process.argv[configAt + 1];
if (parentPort !== undefined && parentPort !== null) runUnderElectron(parentPort);
else if (configText !== undefined) runAlone(configText);
else if (process.send !== undefined) runUnderNode();
else die('The engine is started by the app, or with --config <JSON>.');
