/** Clients that push requests as fast as they are acknowledged, a few in flight. */
import { Agent, request } from 'node:http';
import { connect } from 'node:http2';
import type { RequestBody } from './generate';

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const IN_FLIGHT = 4;

export interface Sender {
  send(body: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): void;
}

/** OTLP/HTTP over kept-alive connections. Rejects on anything but 200. */
export function httpSender(port: number, encoding: 'protobuf' | 'json'): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const contentType = encoding === 'json' ? 'application/json' : 'application/x-protobuf';
  return {
    send(body) {
      return new Promise((resolve, reject) => {
        const call = request(
          {
            agent,
            host: '127.0.0.1',
            port,
            method: 'POST',
            path: '/v1/traces',
            headers: { 'content-type': contentType, 'content-length': body.byteLength },
          },
          (response) => {
            response.resume();
            response.on('end', () => {
              if (response.statusCode === 200) resolve();
              else reject(new Error(`HTTP ${response.statusCode}`));
            });
          },
        );
        call.on('error', reject);
        call.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

/**
 * OTLP/gRPC over one HTTP/2 connection, framed by hand: a client in JavaScript that does more
 * would be measured in place of the engine.
 */
export function grpcSender(port: number): Sender {
  const session = connect(`http://127.0.0.1:${port}`);
  return {
    send(body) {
      return new Promise((resolve, reject) => {
        const call = session.request({
          ':method': 'POST',
          ':path': EXPORT,
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        call.on('error', reject);
        call.on('trailers', (trailers) => {
          if (trailers['grpc-status'] === '0') resolve();
          else reject(new Error(`gRPC status ${String(trailers['grpc-status'])}`));
        });
        call.resume();
        const head = Buffer.alloc(5);
        head.writeUInt32BE(body.byteLength, 1);
        call.write(head);
        call.end(body);
      });
    },
    close: () => session.close(),
  };
}

/**
 * Sends fresh copies of `body` for `seconds`, four at a time.
 * @returns acknowledged spans a second
 */
export async function pump(sender: Sender, body: RequestBody, seconds: number): Promise<number> {
  const start = performance.now();
  const until = start + seconds * 1000;
  let acknowledged = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (performance.now() < until) {
        await sender.send(body.fresh());
        acknowledged += body.spanCount;
      }
    }),
  );
  return (acknowledged * 1000) / (performance.now() - start);
}
