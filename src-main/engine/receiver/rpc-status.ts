/**
 * `google.rpc.Status` and the details that go with it, as error answers carry them over HTTP
 * (reference H18) and in gRPC trailers (G5, G6). Shapes: googleapis `google/rpc/status.proto`
 * and `error_details.proto`.
 */
import { WireWriter } from '@domain/otlp/wire-writer';

import type { BodyEncoding } from './http-content';

/** The canonical codes that are used; numbers of `google.rpc.Code`. */
export const rpcCodes = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  /** Adds a BadRequest detail: the message as what is wrong with the body (H19). */
  readonly badRequest?: boolean;
  /** Adds a RetryInfo detail (G6). */
  readonly retrySeconds?: number;
}

/** Longer messages are cut: they travel in headers, and answers stay below 4 MiB (H21). */
const MAX_MESSAGE_LENGTH = 2_000;
const typePrefix = 'type.googleapis.com/google.rpc.';

/**
 * A message as any encoding can carry it: lone surrogates, which no UTF-8 and no URI
 * encoder takes, replaced, and cut to a length every client reads.
 */
export function presentableMessage(message: string): string {
  const cut =
    message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
  return cut.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
}

/** Encodes a status for an HTTP body in the request's encoding. */
export function encodeStatus(status: RpcStatus, encoding: BodyEncoding): Uint8Array {
  return encoding === 'json'
    ? new TextEncoder().encode(JSON.stringify(statusJson(status)))
    : statusProtobuf(status);
}

/** Encodes a status as protobuf, also for the trailer `grpc-status-details-bin`. */
export function statusProtobuf(status: RpcStatus): Uint8Array {
  const message = presentableMessage(status.message);
  const writer = new WireWriter(256);
  writer.int32Field(1, status.code);
  if (message !== '') writer.stringField(2, message);
  if (status.badRequest === true) {
    const violation = new WireWriter(256);
    const start = violation.begin(1);
    violation.stringField(1, 'body');
    violation.stringField(2, message);
    violation.end(start);
    writeAny(writer, 'BadRequest', violation.finish());
  }
  if (status.retrySeconds !== undefined) {
    writeAny(writer, 'RetryInfo', retryInfoProtobuf(status.retrySeconds));
  }
  return writer.finish();
}

/** `google.rpc.RetryInfo`, also for the trailer `google.rpc.retryinfo-bin` (G6). */
export function retryInfoProtobuf(seconds: number): Uint8Array {
  const writer = new WireWriter(16);
  const start = writer.begin(1);
  writer.int64Field(1, BigInt(seconds));
  writer.end(start);
  return writer.finish();
}

function writeAny(writer: WireWriter, type: string, value: Uint8Array): void {
  const start = writer.begin(3);
  writer.stringField(1, typePrefix + type);
  writer.bytesField(2, value);
  writer.end(start);
}

function statusJson(status: RpcStatus): unknown {
  const message = presentableMessage(status.message);
  const details: unknown[] = [];
  if (status.badRequest === true) {
    details.push({
      '@type': `${typePrefix}BadRequest`,
      fieldViolations: [{ field: 'body', description: message }],
    });
  }
  if (status.retrySeconds !== undefined) {
    details.push({ '@type': `${typePrefix}RetryInfo`, retryDelay: `${status.retrySeconds}s` });
  }
  return { code: status.code, message, ...(details.length > 0 ? { details } : {}) };
}
