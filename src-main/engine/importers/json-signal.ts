/**
 * Which signals a JSON object carries, told by its own keys without parsing it; and what
 * else it is, where it is no OTLP.
 */
import { requestLevel, resourceLevel, type StoredSignal } from './otlp-levels';

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The object's own keys in order, at most `limit` of them. Linear; stops at the limit. */
export function ownKeys(object: Buffer, limit = 64): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let i = 0; i < object.length && keys.length < limit; i++) {
    const byte = object[i] as number;
    if (byte === QUOTE) {
      const start = i + 1;
      i = endOfString(object, start);
      if (depth === 1 && nextByte(object, i + 1) === COLON) {
        keys.push(object.toString('utf8', start, i));
      }
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return keys;
}

/** Signals of an OTLP JSON object, in the order of its keys; empty where it is no OTLP. */
export function signalsOf(keys: readonly string[]): StoredSignal[] {
  const found: StoredSignal[] = [];
  for (const key of keys) {
    const signal = (requestLevel.get(key) ?? resourceLevel.get(key))?.signal;
    if (signal !== undefined && !found.includes(signal)) found.push(signal);
  }
  return found;
}

/** Formats other than OTLP that begin with a JSON object, by the keys that give them away. */
const otherFormats: readonly { readonly name: string; readonly keys: readonly string[] }[] = [
  { name: 'a Jaeger span list', keys: ['traceID', 'spans'] },
  { name: 'a Jaeger API answer', keys: ['data'] },
  { name: 'a Tempo API answer', keys: ['batches'] },
  { name: 'a Tempo API answer', keys: ['trace'] },
  { name: 'a Chrome trace', keys: ['traceEvents'] },
  { name: 'Zipkin spans', keys: ['traceId', 'id', 'localEndpoint'] },
  { name: 'Zipkin spans', keys: ['traceId', 'id', 'timestamp'] },
  { name: 'X-Ray segments', keys: ['trace_id', 'id', 'start_time'] },
  { name: 'Datadog spans', keys: ['span_id', 'trace_id', 'meta'] },
  { name: 'output of the Go stdout exporter', keys: ['SpanContext', 'Name'] },
  { name: 'output of the Python console exporter', keys: ['name', 'context', 'parent_id'] },
  { name: 'a list of SDK spans', keys: ['spanContext', 'name'] },
  { name: 'a list of SDK spans', keys: ['trace_id', 'span_id', 'name'] },
  { name: 'a list of SDK spans', keys: ['spans'] },
];

/** Names a known format by an object's keys; null where it is none we know. */
export function otherFormatOf(keys: readonly string[]): string | null {
  const format = otherFormats.find((candidate) =>
    candidate.keys.every((key) => keys.includes(key)),
  );
  return format?.name ?? null;
}

/** Index of the closing quote of the string that begins at `start`, or the end. */
function endOfString(bytes: Buffer, start: number): number {
  let i = start;
  for (;;) {
    i = bytes.indexOf(QUOTE, i);
    if (i < 0) return bytes.length;
    let slashes = 0;
    while (i - 1 - slashes >= start && bytes[i - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return i;
    i++;
  }
}

function nextByte(bytes: Buffer, from: number): number | undefined {
  let i = from;
  while (i < bytes.length && (bytes[i] as number) <= 0x20) i++;
  return bytes[i];
}
