import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import type { AddressInfo, ListenOptions } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { nextFreePort } from './free-port';
import { listenOnLoopback } from './loopback';

/** A server on a system that refuses ::1 with the given code. */
class NoIpv6Server extends Server {
  constructor(private readonly code: string) {
    super();
  }

  override listen(...args: unknown[]): this {
    const [options] = args as [ListenOptions];
    if (options.host !== '::1') return super.listen(...(args as [ListenOptions]));
    const error = Object.assign(new Error(`listen ${this.code}`), { code: this.code });
    process.nextTick(() => this.emit('error', error));
    return this;
  }
}

describe('listenOnLoopback', () => {
  it.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])(
    'S1 goes on with 127.0.0.1 alone, and says so, where the system answers ::1 with %s',
    async (code) => {
      const { servers, addresses, port } = await listenOnLoopback(() => new NoIpv6Server(code), 0);
      for (const server of servers) onTestFinished(() => void server.close());
      expect(addresses).toEqual(['127.0.0.1']);
      expect(servers).toHaveLength(1);
      expect(servers[0]?.address()).toMatchObject({ address: '127.0.0.1', port });
    },
  );

  it('S1 listens on neither where ::1 fails otherwise', async () => {
    const servers: Server[] = [];
    const listening = listenOnLoopback(() => {
      const server = new NoIpv6Server('EACCES');
      servers.push(server);
      return server;
    }, 0);
    await expect(listening).rejects.toMatchObject({ code: 'EACCES' });
    expect(servers.map((server) => server.listening)).toEqual([false, false]);
  });
});

describe('nextFreePort', () => {
  it('passes over ports that are taken or spoken for', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const free = await nextFreePort(port - 1, []);
    expect(free).toBeGreaterThan(port);
    expect(await nextFreePort(port - 1, [free ?? 0])).toBeGreaterThan(free ?? 0);
  });

  it('knows none beyond the last port', async () => {
    expect(await nextFreePort(65_535, [])).toBeNull();
  });
});
