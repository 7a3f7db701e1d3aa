import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { HttpHandler } from './http-export';
import type { ReceiverLimits } from './receiver-types';
import { encodeStatus, rpcCodes } from './rpc-status';

/** How often Node looks for requests that exceed their time. */
const MAX_CHECK_INTERVAL_MS = 5_000;

/**
 * Creates an HTTP/1.1 server (reference H23, S8) whose connections go to `onConnection`
 * first, to be told apart.
 */
export function createHttpServer(
  handler: HttpHandler,
  onConnection: (socket: Socket, serve: (socket: Socket) => void) => void,
  limits: Pick<ReceiverLimits, 'headersMs' | 'requestMs' | 'keepAliveMs'>,
): Server {
  const server = createServer({
    keepAliveTimeout: limits.keepAliveMs,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limits.headersMs),
    // Answered by the handler, with a body.
    requireHostHeader: false,
    noDelay: true,
  });
  server.on('request', (req, res) => handler(req, res, false));
  server.on('checkContinue', (req, res: ServerResponse) => handler(req, res, true));
  server.on('checkExpectation', (req, res: ServerResponse) => handler(req, res, false));
  server.on('connect', (_req, socket: Socket) => {
    endWithStatus(socket, 405, 'Method Not Allowed', 'CONNECT is not supported here. Use POST.');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, reason, message] = describeClientError(error);
    endWithStatus(socket, status, reason, message);
  });

  // What Node serves connections with; kept, to be called when a connection is known as HTTP/1.
  const serveHttp = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    onConnection(socket, () => {
      for (const serve of serveHttp) serve.call(server, socket);
    });
  });
  return server;
}

/** Answers on a bare socket and closes it; for input that Node makes no request of. */
export function endWithStatus(
  socket: Socket,
  status: number,
  reason: string,
  message: string,
): void {
  const body = encodeStatus({ code: rpcCodes.invalidArgument, message }, 'json');
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${body.byteLength}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}

function describeClientError(error: NodeJS.ErrnoException): [number, string, string] {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'Request Header Fields Too Large', 'The request headers are too large.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'Request Timeout', 'The request took too long to arrive.'];
    default:
      return [400, 'Bad Request', `This is not an HTTP/1.1 request: ${error.message}.`];
  }
}
