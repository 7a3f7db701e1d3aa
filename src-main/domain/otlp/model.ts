/**
 * OTLP messages as people read them: the result of decoding a stored payload in full.
 * Shapes follow opentelemetry-proto `trace/v1`, `logs/v1` and `common/v1`; order and
 * duplicates of attributes are kept. All of it survives structured clone.
 */
import type { SpanId, TraceId, UnixNs } from '../units';

export type AnyValue =
  | { readonly type: 'empty' }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'array'; readonly values: readonly AnyValue[] }
  | { readonly type: 'kvlist'; readonly entries: readonly KeyValue[] }
  /** Nested deeper than `MAX_VALUE_DEPTH`: not shown, still stored. */
  | { readonly type: 'truncated' };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** A field this version does not know: kept in the payload, listed for the reader. */
export interface UnknownField {
  readonly field: number;
  readonly wireType: number;
  readonly byteLength: number;
}

export interface Resource {
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly schemaUrl: string;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly schemaUrl: string;
}

export interface SpanEvent {
  readonly timeNs: UnixNs;
  readonly name: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
}

export interface SpanLink {
  /** Hex as sent; may be empty or of a wrong length. */
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
}

/** OTLP status codes: 0 unset, 1 ok, 2 error. */
export type StatusCode = 0 | 1 | 2;

export interface Span {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | null;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  /** OTLP SpanKind number; values this version does not know are kept. */
  readonly kind: number;
  readonly startNs: UnixNs;
  readonly endNs: UnixNs;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  readonly statusCode: StatusCode;
  readonly statusMessage: string;
  readonly unknownFields: readonly UnknownField[];
}

export interface LogRecord {
  readonly traceId: TraceId | null;
  readonly spanId: SpanId | null;
  readonly timeNs: UnixNs;
  readonly observedTimeNs: UnixNs;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
  readonly unknownFields: readonly UnknownField[];
}

/** Values nested deeper than this are cut for display (reference B9). */
export const MAX_VALUE_DEPTH = 64;
