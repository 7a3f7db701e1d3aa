/** The built engine as a child process of its own, as the app runs it, under plain Node. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defaultSettings } from '@contract/settings';
import type { EngineConfig } from '@contract/engine-host';

export interface EngineProcess {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly dataDir: string;
  /** Resident bytes right now; NaN where the system does not tell. */
  residentBytes(): number;
  stop(): Promise<void>;
}

/**
 * Starts an engine on free ports with an empty store of its own.
 * @param options those of the engine's configuration that are not as in the app
 */
export async function startEngineProcess(
  options: Pick<EngineConfig, 'understand'> = {},
): Promise<EngineProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-bench-'));
  const config: EngineConfig = {
    dataDir,
    samplesDir: join(process.cwd(), 'resources', 'samples'),
    pricesFile: join(process.cwd(), 'resources', 'prices.json'),
    appVersion: 'bench',
    sqliteBinding: null,
    ...options,
    settings: { ...defaultSettings, httpPort: await freePort(), grpcPort: await freePort() },
  };
  const child = spawn(
    process.execPath,
    [join(process.cwd(), 'out', 'main', 'engine.js'), '--config', JSON.stringify(config)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [httpPort, grpcPort] = await readyPorts(child);
  return {
    httpPort,
    grpcPort,
    dataDir,
    residentBytes() {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
      } catch {
        return NaN;
      }
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function readyPorts(child: ChildProcess): Promise<[number, number]> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the engine ended with code ${code}`)));
    if (child.stdout === null) throw new Error('no stdout');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^ready (\d+) (\d+)/.exec(line);
      if (ready !== null) resolve([Number(ready[1]), Number(ready[2])]);
    });
  });
}

/** A port nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
