import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of an unwanted body is read so that the client gets to read the answer. */
const MAX_LINGER_BYTES = 256 * 1024 * 1024;
const MAX_LINGER_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface AnswerCircumstances {
  /** The connection must be closed in any case. */
  readonly isClosing: boolean;
  /** The client was not told to send the body it asked to send (`Expect: 100-continue`). */
  readonly isBodyHeldBack: boolean;
}

/**
 * Sends an answer. Where the request's body is still arriving, the connection is closed
 * after it, but only when the body has been read and thrown away (within bounds): closing
 * with unread input resets the connection, and the client may lose the answer.
 */
export function sendAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  { status, headers, body }: Answer,
  { isClosing, isBodyHeldBack }: AnswerCircumstances,
): void {
  const isUnread = !req.complete && hasBody(req);
  const lingers = isUnread && !isBodyHeldBack;
  if (isUnread || isClosing) res.setHeader('Connection', 'close');
  if (status !== 204) res.setHeader('Content-Length', body.byteLength);
  res.writeHead(status, headers);
  if (!lingers) {
    res.end(body);
    return;
  }
  res.write(body);
  drain(req, () => res.end());
}

function hasBody(req: IncomingMessage): boolean {
  if (req.headers['transfer-encoding'] !== undefined) return true;
  return Number(req.headers['content-length'] ?? 0) > 0;
}

function drain(req: IncomingMessage, done: () => void): void {
  let left = MAX_LINGER_BYTES;
  const finish = (): void => {
    clearTimeout(timer);
    req.off('data', onData).off('end', finish).off('close', finish);
    done();
  };
  const onData = (chunk: Uint8Array): void => {
    left -= chunk.byteLength;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, MAX_LINGER_MS);
  req
    .on('data', onData)
    .on('end', finish)
    .on('close', finish)
    .on('error', () => undefined);
  req.resume();
}
