import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface HttpCall {
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
  /** Sends the body in these pieces, chunked, in place of `body`. */
  readonly chunks?: readonly Uint8Array[];
  readonly host?: string;
  readonly agent?: Agent;
}

export interface HttpResult {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The client's end of the connection. */
  readonly localPort: number;
}

export const protobuf = { 'Content-Type': 'application/x-protobuf' };
export const json = { 'Content-Type': 'application/json' };

/** Sends one request with node:http; POST to /v1/traces unless told otherwise. */
export function send(call: HttpCall): Promise<HttpResult> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: call.host ?? '127.0.0.1',
        port: call.port,
        path: call.path ?? '/v1/traces',
        method: call.method ?? 'POST',
        headers: {
          ...(call.chunks === undefined && call.body !== undefined
            ? { 'Content-Length': String(Buffer.byteLength(call.body)) }
            : {}),
          ...call.headers,
        },
        agent: call.agent ?? false,
      },
      (res) => {
        const received: Buffer[] = [];
        const localPort = res.socket.localPort ?? 0;
        res.on('data', (chunk: Buffer) => received.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const body = Buffer.concat(received);
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body,
            text: body.toString('utf8'),
            localPort,
          });
        });
      },
    );
    req.on('error', reject);
    for (const chunk of call.chunks ?? []) req.write(chunk);
    req.end(call.body);
  });
}

/** Writes bytes to a bare socket and resolves with all that comes back until it is closed. */
export function sendRaw(
  port: number,
  ...pieces: readonly (Uint8Array | string)[]
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A reset after the answer is how a refused upload may end.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    void (async () => {
      for (const piece of pieces) {
        if (piece === 'END') socket.end();
        else if (piece.length > 0) socket.write(piece);
        await new Promise((next) => setImmediate(next));
      }
    })();
  });
}
