/**
 * What one decode pass over an export request yields, whatever its encoding: the few
 * fields the store indexes, and beside them the untouched protobuf bytes. JSON requests
 * are turned into the same protobuf bytes, so there is one stored form and one reader.
 *
 * Containers: `ResourceSpans` without its scopes and `ScopeSpans` without its spans are
 * kept as bytes too (resource, scope, schema URL and unknown fields), so that nothing of
 * the request is lost. They repeat from request to request and are stored once by hash.
 */
import type { UnixNs } from '../units';

export interface DecodedResource {
  /** `ResourceSpans`/`ResourceLogs` message less its scope entries. */
  readonly bytes: Uint8Array;
  /** `service.name`, or '' where none is given. */
  readonly serviceName: string;
}

export interface DecodedScope {
  /** `ScopeSpans`/`ScopeLogs` message less its spans or records. */
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly version: string;
}

export interface DecodedSpan {
  /** Index into `DecodedTraces.resources` and `.scopes`. */
  readonly resource: number;
  readonly scope: number;
  /** 16 bytes, not all zero. */
  readonly traceId: Uint8Array;
  /** 8 bytes, not all zero. */
  readonly spanId: Uint8Array;
  /** 8 bytes; null for a root (absent, empty or all zero). */
  readonly parentSpanId: Uint8Array | null;
  readonly name: string;
  /** SpanKind number as sent. */
  readonly kind: number;
  readonly startNs: UnixNs;
  readonly endNs: UnixNs;
  /** 0 unset, 1 ok, 2 error; the deprecated code of OTLP 0.11 is folded in (J18). */
  readonly statusCode: number;
  readonly flags: number;
  /** `SpanCategory` number. */
  readonly category: number;
  readonly eventCount: number;
  /** Events named `exception`. */
  readonly exceptionCount: number;
  readonly linkCount: number;
  /** The `Span` message, a view into the request body where that was protobuf. */
  readonly payload: Uint8Array;
}

export interface DecodedLog {
  readonly resource: number;
  readonly scope: number;
  /** 16 bytes, or null where the record belongs to no trace. */
  readonly traceId: Uint8Array | null;
  readonly spanId: Uint8Array | null;
  readonly timeNs: UnixNs;
  readonly observedTimeNs: UnixNs;
  readonly severityNumber: number;
  readonly payload: Uint8Array;
}

/** Why single spans or records of a good request were not kept. */
export interface Rejection {
  readonly reason: string;
  readonly count: number;
}

interface Decoded {
  readonly resources: readonly DecodedResource[];
  readonly scopes: readonly DecodedScope[];
  /** Grouped by reason; the sum is OTLP's `rejected_spans` / `rejected_log_records`. */
  readonly rejections: readonly Rejection[];
  /** Accepted oddities worth telling the sender (partial success with nothing rejected). */
  readonly warnings: readonly string[];
}

export interface DecodedTraces extends Decoded {
  readonly signal: 'traces';
  readonly spans: readonly DecodedSpan[];
}

export interface DecodedLogs extends Decoded {
  readonly signal: 'logs';
  readonly logs: readonly DecodedLog[];
}

export interface DecodedMetrics {
  readonly signal: 'metrics';
  /** Counted, not kept. */
  readonly dataPointCount: number;
}

export type DecodedRequest = DecodedTraces | DecodedLogs | DecodedMetrics;

export type Signal = 'traces' | 'logs' | 'metrics' | 'profiles';

/** A request that cannot be decoded at all: HTTP 400, gRPC INVALID_ARGUMENT. */
export class OtlpDecodeError extends Error {
  override readonly name = 'OtlpDecodeError';
  constructor(
    message: string,
    /** Byte offset in the decompressed body, where known. */
    readonly offset: number | null = null,
    /** The message less the positions and values that it tells: equal for equal mistakes. */
    readonly reason: string = message,
  ) {
    super(message);
  }
}
