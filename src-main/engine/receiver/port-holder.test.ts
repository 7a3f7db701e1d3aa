import { once } from 'node:events';
import { createServer } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import {
  findPortHolder,
  listeningInodes,
  parseLsof,
  parseNetstat,
  parseTasklist,
} from './port-holder';

describe('findPortHolder', () => {
  it.runIf(process.platform === 'linux').each(['127.0.0.1', '::1', '0.0.0.0'])(
    'finds this process on %s',
    async (host) => {
      const server = createServer();
      const listening = Promise.race([once(server, 'listening'), once(server, 'error')]);
      server.listen(0, host);
      await listening;
      onTestFinished(() => void server.close());
      const address = server.address();
      // No such address on this machine.
      if (address === null || typeof address === 'string') return;
      expect(await findPortHolder(address.port)).toMatchObject({ pid: process.pid });
    },
  );

  it('knows nobody on a free port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    expect(await findPortHolder(port)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')(
    'gives null where the tool for it is missing',
    async () => {
      expect(await findPortHolder(4318, 'win32')).toBeNull();
    },
  );
});

describe('what the systems print', () => {
  it('reads /proc/net/tcp and takes listening sockets on the port only', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:10DE 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 123456 1 0000000000000000 100 0 0 10 0
   1: 0100007F:10DD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222222 1 0000000000000000 100 0 0 10 0
   2: 0100007F:10DE 0100007F:A2F4 01 00000000:00000000 00:00000000 00000000  1000        0 333333 1 0000000000000000 20 4 30 10 -1
`;
    expect(listeningInodes(table, 4318)).toEqual(['123456']);
    expect(listeningInodes(table, 4317)).toEqual(['222222']);
    expect(listeningInodes(table, 4316)).toEqual([]);
    const table6 =
      '   0: 00000000000000000000000000000000:10DE 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 42 1';
    expect(listeningInodes(table6, 4318)).toEqual(['42']);
  });

  it('reads lsof -Fpc', () => {
    expect(parseLsof('p4711\ncotelcol-contrib\nf12\n')).toEqual({
      pid: 4711,
      name: 'otelcol-contrib',
    });
    expect(parseLsof('')).toBeNull();
  });

  it('reads netstat -ano in any language', () => {
    const german = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    127.0.0.1:43180        0.0.0.0:0              ABHÖREN          1
  TCP    127.0.0.1:4318         127.0.0.1:50000        HERGESTELLT      2
  TCP    127.0.0.1:4318         0.0.0.0:0              ABHÖREN          7788
  TCP    [::1]:4317             [::]:0                 ABHÖREN          9911
  UDP    0.0.0.0:4318           *:*                                     3
`;
    expect(parseNetstat(german, 4318)).toBe(7788);
    expect(parseNetstat(german, 4317)).toBe(9911);
    expect(parseNetstat(german, 4316)).toBeNull();
  });

  it('reads tasklist as CSV', () => {
    expect(parseTasklist('"docker proxy.exe","7788","Console","1","12,345 K"\r\n')).toBe(
      'docker proxy.exe',
    );
    expect(
      parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n'),
    ).toBeNull();
  });
});
