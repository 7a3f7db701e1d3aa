import { createInterface } from 'node:readline';

import { utilityProcess, type MessagePortMain } from 'electron';

import type { FromEngineHost } from '@contract/engine-host';

import type { EngineProcess, EngineProcessListener } from './engine-host';

/**
 * Starts the engine in a utility process.
 * @param file the built engine
 */
export function startEngineProcess(
  file: string,
  listener: EngineProcessListener,
): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [], { serviceName: 'Otelier engine', stdio: 'pipe' });
  child.on('message', (message: FromEngineHost) => listener.onMessage(message));
  for (const name of ['stdout', 'stderr'] as const) {
    const input = child[name];
    if (input === null) continue;
    createInterface({ input }).on('line', (line) => listener.onOutput(name, line));
  }
  child.once('exit', (code: number) => listener.onExit(code));
  return {
    postMessage: (message, ports) => child.postMessage(message, [...ports]),
    kill: () => {
      // `child.kill` asks first (SIGTERM), which a busy engine would not hear.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
