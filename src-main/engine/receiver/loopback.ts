import type { Server } from 'node:net';

export interface LoopbackBinding {
  readonly servers: readonly Server[];
  readonly port: number;
  /** As they are written in a URL: `127.0.0.1`, `[::1]`. */
  readonly addresses: readonly string[];
}

/** Codes by which a system says that it has no IPv6 loopback. */
const noIpv6: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);
const MAX_TRIES_ANY_PORT = 10;

/**
 * Listens on 127.0.0.1 and on ::1, since `localhost` may mean either (reference S1), or on
 * neither. Where the system has no ::1 the first alone is bound. Rejects with the system's
 * error, whose `code` is `EADDRINUSE` when one of the two is taken.
 * @param port 0 for any port that is free on both
 */
export async function listenOnLoopback(
  createServer: () => Server,
  port: number,
): Promise<LoopbackBinding> {
  for (let tries = 1; ; tries += 1) {
    const v4 = createServer();
    await listen(v4, '127.0.0.1', port);
    const address = v4.address();
    const boundPort = typeof address === 'object' && address !== null ? address.port : port;
    const v6 = createServer();
    try {
      await listen(v6, '::1', boundPort);
      return { servers: [v4, v6], port: boundPort, addresses: ['127.0.0.1', '[::1]'] };
    } catch (error) {
      const code = errorCode(error);
      if (noIpv6.has(code)) {
        return { servers: [v4], port: boundPort, addresses: ['127.0.0.1'] };
      }
      v4.close();
      if (port !== 0 || code !== 'EADDRINUSE' || tries === MAX_TRIES_ANY_PORT) throw error;
    }
  }
}

/** The system's code of an error, '' where it has none. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? '';
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
