/**
 * Tells which signal a protobuf `TracesData`, `LogsData` or `MetricsData` holds: the three
 * are alike down to the leaf, so the probe walks to the first leaf (reference F6).
 */
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
    if (resource.number !== 1 || resource.wireType !== 2) return null;
    for (const scope of fields(resource.bytes)) {
      if (scope.wireType !== 2 || (scope.number > 3 && scope.number !== 1000)) return null;
      if (scope.number !== 2 && scope.number !== 1000) continue;
      for (const leaf of fields(scope.bytes)) {
        if (leaf.wireType !== 2 || leaf.number > 3) return null;
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
  if (resource?.number !== 1 || resource.wireType !== 2) return false;
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
        if (field.wireType === 1) return 'logs';
        if (field.wireType !== 2) return null;
        return isTraceId(field.bytes, leaf) ? 'traces' : 'metrics';
      case 2:
        // Span.span_id, Metric.description or LogRecord.severity_number.
        if (field.wireType === 0) return 'logs';
        return field.bytes.length === 8 ? 'traces' : 'metrics';
      case 7:
        // Span.start_time_unix_nano or Metric.sum.
        return field.wireType === 1 ? 'traces' : 'metrics';
      case 8:
      case 11:
        // Fixed: Span.end_time_unix_nano / LogRecord.observed_time_unix_nano.
        if (field.wireType === 1) return field.number === 8 ? 'traces' : 'logs';
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

function* fields(bytes: Buffer): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === null || tag.value < 8) return;
    at = tag.end;
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (wireType === 2) {
      const length = readVarint(bytes, at);
      if (length === null) return;
      at = length.end;
      yield { number, wireType, bytes: bytes.subarray(at, at + length.value) };
      at += length.value;
    } else if (wireType === 0) {
      const value = readVarint(bytes, at);
      if (value === null) return;
      yield { number, wireType, bytes: bytes.subarray(at, value.end) };
      at = value.end;
    } else if (wireType === 1 || wireType === 5) {
      const size = wireType === 1 ? 8 : 4;
      yield { number, wireType, bytes: bytes.subarray(at, at + size) };
      at += size;
    } else {
      yield { number, wireType, bytes: bytes.subarray(at, at) };
      return;
    }
  }
}

/** A base-128 varint below 2^53; null where it is cut or larger. */
export function readVarint(bytes: Buffer, at: number): { value: number; end: number } | null {
  let value = 0;
  let scale = 1;
  for (let i = at; i < bytes.length && i < at + 8; i++) {
    const byte = bytes[i] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: i + 1 };
    scale *= 128;
  }
  return null;
}
