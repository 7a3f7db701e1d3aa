/** OTLP/gRPC (reference G1–G12) on connections that are handed in. */
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerErrorResponse, ServerUnaryCall } from '@grpc/grpc-js';

import type { Signal } from '@domain/otlp/decoded';

import { freeBuffer } from '../free-buffer';
import { overloaded } from './body-sink';
import type { ByteLedger } from './byte-ledger';
import { encodeExportResponse } from './export-response';
import { undecodableMessage } from './export-service';
import type { ExportService, Sender } from './export-service';
import { widenReceiveWindows } from './grpc-flow-control';
import { assembleMessages, PREFIX_BYTES } from './grpc-message-assembly';
import type { AssemblyFault } from './grpc-message-assembly';
import { createReceiveGuard } from './grpc-receive-guard';
import { RETRY_SECONDS } from './http-refusal';
import { keptHeaders } from './kept-headers';
import type { ReceiverLimits } from './receiver-types';
import { presentableMessage, retryInfoProtobuf, rpcCodes, statusProtobuf } from './rpc-status';
import type { RpcStatus } from './rpc-status';

export interface GrpcServerOptions {
  readonly service: ExportService;
  readonly ledger: ByteLedger;
  /** Holds before and after decompression (G4). */
  readonly maxBodyBytes: number;
  readonly limits: Pick<ReceiverLimits, 'maxQueuedBytes' | 'requestMs'>;
}

export interface GrpcServer {
  /** Serves HTTP/2 on a connection whose bytes are still unread. */
  serve(socket: Socket): void;
  /** Sends GOAWAY and resolves when the calls in flight are answered (G12). */
  drain(): Promise<void>;
}

const methods: readonly (readonly [string, Signal])[] = [
  ['opentelemetry.proto.collector.trace.v1.TraceService', 'traces'],
  ['opentelemetry.proto.collector.logs.v1.LogsService', 'logs'],
  ['opentelemetry.proto.collector.metrics.v1.MetricsService', 'metrics'],
  ['opentelemetry.proto.collector.profiles.v1development.ProfilesService', 'profiles'],
];

type Call = ServerUnaryCall<Buffer, Buffer>;

/** Creates a server without a port. Messages stay bytes: they are decoded elsewhere (G5). */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { service, ledger, maxBodyBytes, limits } = options;
  const senderOf = (path: string, userAgent: string | undefined): Sender => ({
    transport: 'grpc',
    signal: signalOfMethod(path),
    userAgent: userAgent ?? '',
  });
  const lostMessage =
    'The call ended before its message was complete: it was cancelled, damaged or ' +
    `larger than ${maxBodyBytes} bytes.`;

  const server = new Server({
    'grpc.max_receive_message_length': maxBodyBytes,
    'grpc.enable_channelz': 0,
    interceptors: [
      createReceiveGuard({
        slots: Math.max(1, Math.floor(limits.maxQueuedBytes / maxBodyBytes)),
        requestMs: limits.requestMs,
        onLost: (path, metadata) =>
          service.refused(senderOf(path, textOf(metadata, 'user-agent')), lostMessage),
      }),
    ],
  });

  const answer = async (
    signal: Signal,
    call: Call,
    respond: sendUnaryData<Buffer>,
  ): Promise<void> => {
    const sender = senderOf(call.getPath(), textOf(call.metadata, 'user-agent'));
    const refuse = (error: ServerErrorResponse): void => {
      service.refused(sender, error.details ?? '');
      respond(error);
    };
    const lease = ledger.lease();
    if (!lease.take(call.request.byteLength)) return refuse(unavailable(overloaded().message));
    const outcome = await service.accept({
      sender,
      signal,
      encoding: 'protobuf',
      body: ownBytes(call.request),
      lease,
      headers: keptHeaders((name) => textOf(call.metadata, name)),
    });
    switch (outcome.status) {
      case 'committed':
        return respond(null, Buffer.from(encodeExportResponse(signal, outcome, 'protobuf')));
      case 'undecodable':
        return respond(invalidArgument(undecodableMessage(outcome)));
      case 'unavailable':
        return respond(unavailable(outcome.message));
    }
  };

  for (const [name, signal] of methods) {
    server.register<Buffer, Buffer>(
      `/${name}/Export`,
      (call: Call, respond: sendUnaryData<Buffer>) => {
        answer(signal, call, respond).catch((error: unknown) => respond(internal(error)));
      },
      (message) => message,
      (message) => message,
      'unary',
    );
  }

  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  widenReceiveWindows(server);
  assembleMessages(server, {
    ledger,
    maxMessageBytes: maxBodyBytes,
    requestMs: limits.requestMs,
    isExport: (headers) =>
      signalOfMethod(headers[':path'] ?? '') !== null &&
      (headers['content-type'] ?? '').startsWith('application/grpc'),
    onFault: (stream, headers, fault) => {
      const error = errorOfFault(fault, lostMessage);
      service.refused(senderOf(headers[':path'] ?? '', headers['user-agent']), error.message);
      respondWithError(stream, error);
    },
  });
  return {
    serve: (socket) => injector.injectConnection(socket),
    drain: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
  };
}

function signalOfMethod(path: string): Signal | null {
  return methods.find(([name]) => path === `/${name}/Export`)?.[1] ?? null;
}

/** Never worth a retry (G5). */
function invalidArgument(text: string): ServerErrorResponse {
  return failure({ code: rpcCodes.invalidArgument, message: text, badRequest: true });
}

/** Worth a retry; Python reads the second trailer, everybody else the first (G6). */
function unavailable(text: string): ServerErrorResponse {
  const response = failure({
    code: rpcCodes.unavailable,
    message: text,
    retrySeconds: RETRY_SECONDS,
  });
  const retryInfo = Buffer.from(retryInfoProtobuf(RETRY_SECONDS));
  response.metadata?.set('google.rpc.retryinfo-bin', retryInfo);
  return response;
}

function errorOfFault(fault: AssemblyFault, lostMessage: string): ServerErrorResponse {
  switch (fault) {
    case 'overloaded':
      return unavailable(overloaded().message);
    case 'too-slow':
      return failure({
        code: status.DEADLINE_EXCEEDED,
        message: 'The message took too long to arrive.',
      });
    case 'incomplete':
      return invalidArgument(lostMessage);
  }
}

/** Answers a call that grpc-js has not seen, with trailers only. */
function respondWithError(stream: ServerHttp2Stream, error: ServerErrorResponse): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc+proto',
      'grpc-status': String(error.code),
      'grpc-message': encodeURIComponent(error.message),
      ...error.metadata?.toHttp2Headers(),
    },
    { endStream: true },
  );
}

function internal(error: unknown): ServerErrorResponse {
  const reason = error instanceof Error ? error.message : String(error);
  return failure({ code: rpcCodes.internal, message: `The receiver failed: ${reason}.` });
}

function failure(rpcStatus: RpcStatus): ServerErrorResponse {
  const message = presentableMessage(rpcStatus.message);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(statusProtobuf(rpcStatus)));
  return { name: 'Error', message, code: rpcStatus.code, details: message, metadata };
}

/**
 * The message in a buffer that can be given away. What grpc-js inflated has one; a plain
 * message shares its own with the framing, and is gone from it then; a small one shares
 * Node's pool.
 */
function ownBytes(message: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = message;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) {
    return new Uint8Array(buffer);
  }
  const copy = new Uint8Array(message);
  if (buffer.byteLength === byteLength + PREFIX_BYTES) freeBuffer(buffer);
  return copy;
}

function textOf(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}
