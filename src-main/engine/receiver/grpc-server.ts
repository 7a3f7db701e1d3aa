/** OTLP/gRPC (reference G1–G12) on connections that are handed in. */
import type { Socket } from 'node:net';

import { Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import type { sendUnaryData, ServerErrorResponse, ServerUnaryCall } from '@grpc/grpc-js';

import type { Signal } from '@domain/otlp/decoded';

import { overloaded } from './body-sink';
import type { ByteLedger } from './byte-ledger';
import { encodeExportResponse } from './export-response';
import { undecodableMessage } from './export-service';
import type { ExportService, Sender } from './export-service';
import { widenReceiveWindows } from './grpc-flow-control';
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
  const senderOf = (path: string, metadata: Metadata): Sender => ({
    transport: 'grpc',
    signal: signalOfMethod(path),
    userAgent: textOf(metadata, 'user-agent') ?? '',
  });

  const server = new Server({
    'grpc.max_receive_message_length': maxBodyBytes,
    'grpc.enable_channelz': 0,
    interceptors: [
      createReceiveGuard({
        slots: Math.max(1, Math.floor(limits.maxQueuedBytes / maxBodyBytes)),
        requestMs: limits.requestMs,
        onLost: (path, metadata) =>
          service.refused(
            senderOf(path, metadata),
            'The call ended before its message was complete: it was cancelled, damaged or ' +
              `larger than ${maxBodyBytes} bytes.`,
          ),
      }),
    ],
  });

  const answer = async (
    signal: Signal,
    call: Call,
    respond: sendUnaryData<Buffer>,
  ): Promise<void> => {
    const sender = senderOf(call.getPath(), call.metadata);
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

function internal(error: unknown): ServerErrorResponse {
  const reason = error instanceof Error ? error.message : String(error);
  return failure({ code: rpcCodes.internal, message: `The receiver failed: ${reason}.` });
}

function failure(status: RpcStatus): ServerErrorResponse {
  const message = presentableMessage(status.message);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(statusProtobuf(status)));
  return { name: 'Error', message, code: status.code, details: message, metadata };
}

/**
 * The message in a buffer that can be given away. What grpc-js inflated has one; a plain
 * message shares its own with the framing, a small one with Node's pool.
 */
function ownBytes(message: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = message;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(message);
}

function textOf(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}
