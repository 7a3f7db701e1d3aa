import { createServer } from 'node:net';

import { listenOnLoopback } from './loopback';

const MAX_PORTS_TRIED = 100;
const LAST_PORT = 65_535;

/**
 * Finds the next port after `port` that is free on both loopback addresses just now; null
 * where none of the next hundred is.
 * @param avoid ports that are spoken for though nobody may listen on them yet
 */
export async function nextFreePort(port: number, avoid: readonly number[]): Promise<number | null> {
  const last = Math.min(port + MAX_PORTS_TRIED, LAST_PORT);
  for (let candidate = port + 1; candidate <= last; candidate += 1) {
    if (!avoid.includes(candidate) && (await isFree(candidate))) return candidate;
  }
  return null;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const { servers } = await listenOnLoopback(() => createServer(), port);
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    return true;
  } catch {
    return false;
  }
}
