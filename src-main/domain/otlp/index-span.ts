/** One `Span` message → the fields the store indexes; the whole message is checked on the way. */
import {
  categoryOfHint,
  hintOfAttribute,
  noHint,
  strongerHint,
  type CategoryHint,
} from '../span-classify';
import type { UnixNs } from '../units';
import type { DecodedSpan } from './decoded';
import type { RequestNotes } from './request-notes';
import { messages } from './schema';
import { messageIndex, skipChecked, validateMessage } from './validate-message';
import { walkAttribute } from './walk-attribute';
import type { WireReader } from './wire-reader';

const linkMessage = messageIndex('SpanLink');

/** SQLite's integers are signed: later times than 2262 are indexed as the last one. */
const MAX_INDEX_NS = 2n ** 63n - 1n;

/**
 * Reads the span that is `[reader.pos, reader.limit)`. A span with an invalid id is noted as
 * rejected and null is returned (reference B4).
 * @throws OtlpDecodeError where the bytes are no span
 */
export function indexSpan(
  reader: WireReader,
  resource: number,
  scope: number,
  notes: RequestNotes,
): DecodedSpan | null {
  const { bytes } = reader;
  const start = reader.pos;
  const end = reader.limit;
  const attribute = notes.attribute;
  let traceId = 0;
  let traceIdLength = 0;
  let spanId = 0;
  let spanIdLength = 0;
  let parentId = 0;
  let parentIdLength = 0;
  let name = '';
  let kind = 0;
  let startNs: UnixNs = 0n;
  let endNs: UnixNs = 0n;
  let statusCode = 0;
  let flags = 0;
  let hint: CategoryHint = noHint;
  let eventCount = 0;
  let exceptionCount = 0;
  let linkCount = 0;

  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        traceIdLength = reader.length();
        traceId = reader.pos;
        reader.pos += traceIdLength;
        break;
      case 0x12:
        spanIdLength = reader.length();
        spanId = reader.pos;
        reader.pos += spanIdLength;
        break;
      case 0x22:
        parentIdLength = reader.length();
        parentId = reader.pos;
        reader.pos += parentIdLength;
        break;
      case 0x2a:
        name = reader.string();
        break;
      case 0x30:
        kind = reader.varint32();
        break;
      case 0x39:
        startNs = indexTime(reader);
        break;
      case 0x41:
        endNs = indexTime(reader);
        break;
      case 0x4a:
        walkAttribute(reader, attribute);
        hint = strongerHint(
          hint,
          hintOfAttribute(
            bytes,
            attribute.keyStart,
            attribute.keyEnd,
            attribute.textStart,
            attribute.textEnd,
          ),
        );
        break;
      case 0x5a:
        eventCount++;
        if (isExceptionEvent(reader, notes)) exceptionCount++;
        break;
      case 0x6a: {
        linkCount++;
        const outer = reader.enter();
        attribute.stringIndexes += validateMessage(reader, linkMessage);
        reader.leave(outer);
        break;
      }
      case 0x7a:
        statusCode = mergeStatus(reader, statusCode);
        break;
      case 0x1a: // trace_state
        reader.skipBytes();
        break;
      case 0x50: // dropped_attributes_count
      case 0x60: // dropped_events_count
      case 0x70: // dropped_links_count
        reader.skipVarint();
        break;
      case 0x85: // flags: field 16, a tag of two bytes
        flags = reader.fixed32();
        break;
      default:
        skipChecked(reader, tag, messages.Span);
    }
  }

  if (traceIdLength !== 16 || isZero(bytes, traceId, 16)) {
    notes.reject('the trace id is not 16 bytes, or all zero');
    return null;
  }
  if (spanIdLength !== 8 || isZero(bytes, spanId, 8)) {
    notes.reject('the span id is not 8 bytes, or all zero');
    return null;
  }
  if (parentIdLength !== 8 && parentIdLength !== 0) {
    notes.reject('the parent span id is neither empty nor 8 bytes');
    return null;
  }
  const isRoot = parentIdLength === 0 || isZero(bytes, parentId, 8);
  return {
    resource,
    scope,
    traceId: bytes.subarray(traceId, traceId + 16),
    spanId: bytes.subarray(spanId, spanId + 8),
    parentSpanId: isRoot ? null : bytes.subarray(parentId, parentId + 8),
    name,
    kind,
    startNs,
    endNs,
    statusCode,
    flags,
    category: categoryOfHint(hint),
    eventCount,
    exceptionCount,
    linkCount,
    payload: bytes.subarray(start, end),
  };
}

/** Reads a fixed64 time, no later than an index can hold. */
export function indexTime(reader: WireReader): UnixNs {
  const time = reader.fixed64();
  return time > MAX_INDEX_NS ? MAX_INDEX_NS : time;
}

export function isZero(bytes: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) {
    if (bytes[at] !== 0) return false;
  }
  return true;
}

const exceptionName = 'exception';

function isExceptionEvent(reader: WireReader, notes: RequestNotes): boolean {
  const outer = reader.enter();
  let isException = false;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    switch (tag) {
      case 0x09: // time_unix_nano
        reader.advance(8, 'fixed64');
        break;
      case 0x12: {
        const length = reader.length();
        isException =
          length === exceptionName.length && startsWith(reader.bytes, reader.pos, exceptionName);
        reader.pos += length;
        break;
      }
      case 0x1a:
        walkAttribute(reader, notes.attribute);
        break;
      case 0x20: // dropped_attributes_count
        reader.skipVarint();
        break;
      default:
        skipChecked(reader, tag, messages.SpanEvent);
    }
  }
  reader.leave(outer);
  return isException;
}

function startsWith(bytes: Uint8Array, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (bytes[start + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** Reads a `Status`; a status that is sent in two parts is one message on the wire. */
function mergeStatus(reader: WireReader, earlier: number): number {
  const outer = reader.enter();
  let code = earlier;
  let deprecatedCode = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x18) code = reader.varint32();
    else if (tag === 0x08) deprecatedCode = reader.varint32();
    else if (tag === 0x12) reader.skipBytes();
    else skipChecked(reader, tag, messages.Status);
  }
  reader.leave(outer);
  return statusCodeOf(code, deprecatedCode);
}

/** Folds the status code of OTLP 0.11 and before into today's (J18); unknown codes are unset. */
export function statusCodeOf(code: number, deprecatedCode: number): 0 | 1 | 2 {
  if (code === 1 || code === 2) return code;
  return code === 0 && deprecatedCode !== 0 ? 2 : 0;
}
