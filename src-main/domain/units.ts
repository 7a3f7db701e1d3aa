/**
 * Branded primitives. A brand costs nothing at run time and stops a trace id from
 * being passed where a span id is meant, or milliseconds where nanoseconds are.
 */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** 32 lowercase hex digits, never all zero. */
export type TraceId = Brand<string, 'TraceId'>;
/** 16 lowercase hex digits, never all zero. */
export type SpanId = Brand<string, 'SpanId'>;
/** Nanoseconds since the Unix epoch. */
export type UnixNs = bigint;
/**
 * A span of time in nanoseconds as a double: exact up to 104 days. Negative where the
 * sender's clock ran backwards; shown and flagged, never repaired.
 */
export type DurationNs = number;
/** Position of a span in a `SpanTable` (preorder: parents before children). */
export type SpanIndex = number;

const traceIdPattern = /^[0-9a-f]{32}$/;
const spanIdPattern = /^[0-9a-f]{16}$/;

/** Returns the id in its canonical form (lowercase), or null if it is not a trace id. */
export function parseTraceId(text: string): TraceId | null {
  const id = text.toLowerCase();
  return traceIdPattern.test(id) && !/^0+$/.test(id) ? (id as TraceId) : null;
}

/** Returns the id in its canonical form (lowercase), or null if it is not a span id. */
export function parseSpanId(text: string): SpanId | null {
  const id = text.toLowerCase();
  return spanIdPattern.test(id) && !/^0+$/.test(id) ? (id as SpanId) : null;
}
