import type { Socket } from 'node:net';

/** `http2` begins with the preface `PRI * HTTP/2.0`, `tls` with a handshake; `http1` is all else. */
export type ConnectionKind = 'http1' | 'http2' | 'tls';

const preface = 'PRI';
const TLS_HANDSHAKE = 0x16;
const endings = ['end', 'error', 'close'] as const;

/**
 * Looks at the first bytes of a connection and hands it on unread, so that both protocols
 * work on both ports (reference G8). No HTTP/1 method begins like the HTTP/2 preface.
 * A connection that says nothing within `waitMs` is closed.
 */
export function sortConnection(
  socket: Socket,
  waitMs: number,
  onSorted: (kind: ConnectionKind) => void,
): void {
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
    if (start === preface) onSorted('http2');
    else onSorted(head[0] === TLS_HANDSHAKE ? 'tls' : 'http1');
  };
  const timer = setTimeout(onGone, waitMs);
  socket.on('readable', onReadable);
  for (const event of endings) socket.on(event, onGone);
}
