import { constants } from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

import type { ByteLedger } from './byte-ledger';
import { http2ServersOf } from './grpc-internals';

export type AssemblyFault =
  /** The ledger has no room. */
  | 'overloaded'
  /** The message did not arrive in time. */
  | 'too-slow'
  /** The client ended its side, or the call, in the middle of the message. */
  | 'incomplete';

export interface AssemblyOptions {
  readonly ledger: ByteLedger;
  /** A longer message is passed on at once, to be refused. */
  readonly maxMessageBytes: number;
  /** Time for a whole message to arrive, and for the client to end its side. */
  readonly requestMs: number;
  /** Other calls are passed on at once. */
  readonly isExport: (headers: IncomingHttpHeaders) => boolean;
  /** The message of a call will not come. The stream may be closed already. */
  readonly onFault: (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    fault: AssemblyFault,
  ) => void;
}

/** Whether it is compressed, and four bytes of length. */
export const PREFIX_BYTES = 5;

/**
 * Passes calls on to grpc-js only when their message has arrived, so that senders who are
 * slow or silent hold nothing but the bytes they have sent, which are counted (reference S8).
 */
export function assembleMessages(server: Server, options: AssemblyOptions): void {
  for (const http2Server of http2ServersOf(server)) {
    const handlers = http2Server.listeners('stream');
    http2Server.removeAllListeners('stream');
    http2Server.on('stream', (stream, headers, flags) => {
      const pass = (): void => {
        for (const handle of handlers) handle.call(http2Server, stream, headers, flags);
      };
      if (options.isExport(headers)) assemble(stream, headers, options, pass);
      else pass();
    });
  }
}

function assemble(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { ledger, maxMessageBytes, requestMs, onFault }: AssemblyOptions,
  pass: () => void,
): void {
  const lease = ledger.lease();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let frameBytes: number | null = null;
  let isWaiting = true;

  /** Gives what has come, which is not to be kept alive by the listeners. */
  const stopWaiting = (): Buffer[] => {
    isWaiting = false;
    stream.off('data', onData);
    return chunks.splice(0);
  };
  const fail = (fault: AssemblyFault): void => {
    stopWaiting();
    lease.release();
    onFault(stream, headers, fault);
    // What still comes is dropped.
    stream.resume();
  };
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (!lease.take(chunk.byteLength)) return fail('overloaded');
    frameBytes ??= frameLength(chunks, bytes);
    if (frameBytes === null) return;
    if (bytes < frameBytes && frameBytes <= maxMessageBytes + PREFIX_BYTES) return;
    stream.pause();
    for (const read of stopWaiting().reverse()) stream.unshift(read);
    pass();
  };
  // grpc-js reads on to the end of the stream before it has the message handled.
  const onDone = (): void => {
    clearTimeout(timer);
    lease.release();
    if (isWaiting) fail('incomplete');
  };
  const timer = setTimeout(() => {
    if (isWaiting) fail('too-slow');
    else stream.close(constants.NGHTTP2_CANCEL);
  }, requestMs);
  stream.on('data', onData).once('end', onDone).once('close', onDone);
  // Followed by 'close'.
  stream.on('error', () => undefined);
}

/** Length of the message with its prefix; null where the prefix is not yet whole. */
function frameLength(chunks: readonly Buffer[], bytes: number): number | null {
  if (bytes < PREFIX_BYTES) return null;
  return PREFIX_BYTES + Buffer.concat(chunks).readUInt32BE(1);
}
