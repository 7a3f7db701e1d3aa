/** A stored `Span` message → the model, in full. Source: opentelemetry-proto `trace/v1`. */
import type { SpanId, TraceId } from '../units';
import { readKeyValue } from './decode-values';
import { toHex } from './hex';
import { isZero, statusCodeOf } from './index-span';
import type { KeyValue, Span, SpanEvent, SpanLink, UnknownField } from './model';
import { messages } from './schema';
import { readUnknown, skipChecked } from './validate-message';
import { WireReader } from './wire-reader';

/**
 * Decodes a span's payload as the store keeps it. Times are as sent, beyond what the index
 * holds too; string indexes read as absent (J14).
 * @throws OtlpDecodeError where the payload is no span, which ingest does not let through
 */
export function decodeSpan(payload: Uint8Array): Span {
  const reader = new WireReader(payload);
  const attributes: KeyValue[] = [];
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  const unknownFields: UnknownField[] = [];
  let traceId = '';
  let spanId = '';
  let parentSpanId: string | null = null;
  let traceState = '';
  let flags = 0;
  let name = '';
  let kind = 0;
  let startNs = 0n;
  let endNs = 0n;
  let droppedAttributesCount = 0;
  let droppedEventsCount = 0;
  let droppedLinksCount = 0;
  const status = { message: '', code: 0, deprecatedCode: 0 };
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        traceId = toHex(reader.view());
        break;
      case 0x12:
        spanId = toHex(reader.view());
        break;
      case 0x1a:
        traceState = reader.string();
        break;
      case 0x22: {
        const id = reader.view();
        parentSpanId = isZero(id, 0, id.length) ? null : toHex(id);
        break;
      }
      case 0x2a:
        name = reader.string();
        break;
      case 0x30:
        kind = reader.varint32();
        break;
      case 0x39:
        startNs = reader.fixed64();
        break;
      case 0x41:
        endNs = reader.fixed64();
        break;
      case 0x4a:
        attributes.push(readKeyValue(reader));
        break;
      case 0x50:
        droppedAttributesCount = reader.varint32() >>> 0;
        break;
      case 0x5a:
        events.push(readEvent(reader));
        break;
      case 0x60:
        droppedEventsCount = reader.varint32() >>> 0;
        break;
      case 0x6a:
        links.push(readLink(reader));
        break;
      case 0x70:
        droppedLinksCount = reader.varint32() >>> 0;
        break;
      case 0x7a:
        readStatus(reader, status);
        break;
      case 0x85:
        flags = reader.fixed32();
        break;
      default:
        unknownFields.push(readUnknown(reader, tag, messages.Span));
    }
  }
  return {
    traceId: traceId as TraceId,
    spanId: spanId as SpanId,
    parentSpanId: parentSpanId as SpanId | null,
    traceState,
    flags,
    name,
    kind,
    startNs,
    endNs,
    attributes,
    droppedAttributesCount,
    events,
    droppedEventsCount,
    links,
    droppedLinksCount,
    statusCode: statusCodeOf(status.code, status.deprecatedCode),
    statusMessage: status.message,
    unknownFields,
  };
}

function readEvent(reader: WireReader): SpanEvent {
  const outer = reader.enter();
  const attributes: KeyValue[] = [];
  let timeNs = 0n;
  let name = '';
  let droppedAttributesCount = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x09) timeNs = reader.fixed64();
    else if (tag === 0x12) name = reader.string();
    else if (tag === 0x1a) attributes.push(readKeyValue(reader));
    else if (tag === 0x20) droppedAttributesCount = reader.varint32() >>> 0;
    else skipChecked(reader, tag, messages.SpanEvent);
  }
  reader.leave(outer);
  return { timeNs, name, attributes, droppedAttributesCount };
}

function readLink(reader: WireReader): SpanLink {
  const outer = reader.enter();
  const attributes: KeyValue[] = [];
  let traceId = '';
  let spanId = '';
  let traceState = '';
  let droppedAttributesCount = 0;
  let flags = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x0a) traceId = toHex(reader.view());
    else if (tag === 0x12) spanId = toHex(reader.view());
    else if (tag === 0x1a) traceState = reader.string();
    else if (tag === 0x22) attributes.push(readKeyValue(reader));
    else if (tag === 0x28) droppedAttributesCount = reader.varint32() >>> 0;
    else if (tag === 0x35) flags = reader.fixed32();
    else skipChecked(reader, tag, messages.SpanLink);
  }
  reader.leave(outer);
  return { traceId, spanId, traceState, attributes, droppedAttributesCount, flags };
}

/** Reads into `status`: one that is sent in two parts is one message on the wire. */
function readStatus(
  reader: WireReader,
  status: { message: string; code: number; deprecatedCode: number },
): void {
  const outer = reader.enter();
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x08) status.deprecatedCode = reader.varint32();
    else if (tag === 0x12) status.message = reader.string();
    else if (tag === 0x18) status.code = reader.varint32();
    else skipChecked(reader, tag, messages.Status);
  }
  reader.leave(outer);
}
