import type { Socket } from 'node:net';

export interface ConnectionKinds {
  /** Anything that is not one of the others. */
  readonly http1: (socket: Socket) => void;
  /** Begins with the HTTP/2 preface, `PRI * HTTP/2.0`. */
  readonly http2: (socket: Socket) => void;
  /** Begins with a TLS handshake. */
  readonly tls: (socket: Socket) => void;
}

const preface = 'PRI';
const TLS_HANDSHAKE = 0x16;
const endings = ['end', 'error', 'close'] as const;

/**
 * Looks at the first bytes of a connection and hands it on unread, so that both protocols
 * work on both ports (reference G8). No HTTP/1 method begins like the HTTP/2 preface.
 * A connection that says nothing within `waitMs` is closed.
 */
export function sortConnection(socket: Socket, waitMs: number, kinds: ConnectionKinds): void {
  let head: Buffer = Buffer.alloc(0);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('readable', onReadable);
    for (const event of endings) socket.off(event, onGone);
  };
  const onGone = (): void => {
    stop();
    socket.on('error', () => undefined);
    socket.destroy();
  };
  // Read by 'readable', never by 'data': a flowing socket's bytes do not reach an HTTP/2 session.
  const onReadable = (): void => {
    for (let chunk: unknown = socket.read(); chunk !== null; chunk = socket.read()) {
      head = Buffer.concat([head, chunk as Buffer]);
    }
    if (head.byteLength === 0) return;
    const start = head.toString('latin1', 0, preface.length);
    if (start.length < preface.length && preface.startsWith(start)) return;
    stop();
    socket.unshift(head);
    if (start === preface) kinds.http2(socket);
    else if (head[0] === TLS_HANDSHAKE) kinds.tls(socket);
    else kinds.http1(socket);
  };
  const timer = setTimeout(onGone, waitMs);
  socket.on('readable', onReadable);
  for (const event of endings) socket.on(event, onGone);
}
