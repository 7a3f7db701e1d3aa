/**
 * Tells which signal a protobuf `TracesData`, `LogsData` or `MetricsData` holds: the three
 * are alike down to the leaf, so the probe walks to the first leaf (reference F6).
 */
import { OtlpDecodeError } from '@domain/otlp/decoded';
import { WireReader, WireType } from '@domain/otlp/wire-reader';
import type { StoredSignal } from './otlp-levels';

interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Of a length-delimited field; may be cut at the end of what is at hand. */
  readonly bytes: Buffer;
}

/**
 * The signal of an export request, or null where the bytes are none. `bytes` may be the
 * beginning of a longer message.
 */
export function probeSignal(bytes: Buffer): StoredSignal | null {
  // Requests whose first resource or scope is empty are told by a later one.
  for (const resource of fields(bytes)) {
    if (resource.number !== 1 || resource.wireType !== WireType.bytes) return null;
    for (const scope of fields(resource.bytes)) {
      if (scope.wireType !== WireType.bytes || (scope.number > 3 && scope.number !== 1000))
        return null;
      if (scope.number !== 2 && scope.number !== 1000) continue;
      for (const leaf of fields(scope.bytes)) {
        if (leaf.wireType !== WireType.bytes || leaf.number > 3) return null;
        if (leaf.number === 2) return signalOfLeaf(leaf.bytes);
      }
    }
  }
  return null;
}

/** Whether the bytes can be an export request at all: a resource whose fields make sense. */
export function looksLikeRequest(bytes: Buffer): boolean {
  if (probeSignal(bytes) !== null) return true;
  const [resource] = fields(bytes);
  if (resource?.number !== 1 || resource.wireType !== WireType.bytes) return false;
  const inner = [...fields(resource.bytes)];
  return (
    inner.length > 0 &&
    inner.every((field) => field.wireType === 2 && [1, 2, 3, 1000].includes(field.number))
  );
}

function signalOfLeaf(leaf: Buffer): StoredSignal | null {
  for (const field of fields(leaf)) {
    switch (field.number) {
      case 1:
        // Span.trace_id, Metric.name or LogRecord.time_unix_nano.
        if (field.wireType === WireType.fixed64) return 'logs';
        if (field.wireType !== WireType.bytes) return null;
        return isTraceId(field.bytes, leaf) ? 'traces' : 'metrics';
      case 2:
        // Span.span_id, Metric.description or LogRecord.severity_number.
        if (field.wireType === WireType.varint) return 'logs';
        return field.bytes.length === 8 ? 'traces' : 'metrics';
      case 7:
        // Span.start_time_unix_nano or Metric.sum.
        return field.wireType === WireType.fixed64 ? 'traces' : 'metrics';
      case 8:
      case 11:
        // Fixed: Span.end_time_unix_nano / LogRecord.observed_time_unix_nano.
        if (field.wireType === WireType.fixed64) return field.number === 8 ? 'traces' : 'logs';
        break;
      default:
    }
  }
  return null;
}

/** A metric's name may have 16 letters too; then no span id follows it. */
function isTraceId(bytes: Buffer, leaf: Buffer): boolean {
  if (bytes.length !== 16) return false;
  const [, second] = fields(leaf);
  return second === undefined || (second.number === 2 && second.bytes.length === 8);
}

/** Stops where the bytes are cut or make no sense. */
function* fields(bytes: Buffer): Generator<Field> {
  const reader = new WireReader(bytes);
  try {
    while (reader.pos < bytes.length) {
      const tag = reader.tag();
      const number = tag >>> 3;
      const wireType = tag & 7;
      const length = wireType === WireType.bytes ? reader.uint32('length') : null;
      const start = reader.pos;
      if (length === null) reader.skip(tag);
      else reader.pos = Math.min(start + length, bytes.length);
      yield { number, wireType, bytes: bytes.subarray(start, reader.pos) };
    }
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
  }
}
