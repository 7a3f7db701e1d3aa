/** A stored `LogRecord` message → the model, in full. Source: opentelemetry-proto `logs/v1`. */
import type { SpanId, TraceId } from '../units';
import { readAnyValue, readKeyValue } from './decode-values';
import { toHex } from './hex';
import { readValidId } from './index-log';
import type { AnyValue, KeyValue, LogRecord, UnknownField } from './model';
import { messages } from './schema';
import { readUnknown } from './validate-message';
import { WireReader } from './wire-reader';

/**
 * Decodes a record's payload as the store keeps it; ids that are invalid read as none.
 * @throws OtlpDecodeError where the payload is no log record, which ingest does not let through
 */
export function decodeLog(payload: Uint8Array): LogRecord {
  const reader = new WireReader(payload);
  const attributes: KeyValue[] = [];
  const unknownFields: UnknownField[] = [];
  let traceId: Uint8Array | null = null;
  let spanId: Uint8Array | null = null;
  let timeNs = 0n;
  let observedTimeNs = 0n;
  let severityNumber = 0;
  let severityText = '';
  let eventName = '';
  let body: AnyValue = { type: 'empty' };
  let droppedAttributesCount = 0;
  let flags = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    switch (tag) {
      case 0x09:
        timeNs = reader.fixed64();
        break;
      case 0x10:
        severityNumber = reader.varint32();
        break;
      case 0x1a:
        severityText = reader.string();
        break;
      case 0x2a:
        body = readAnyValue(reader, 1, body);
        break;
      case 0x32:
        attributes.push(readKeyValue(reader));
        break;
      case 0x38:
        droppedAttributesCount = reader.varint32() >>> 0;
        break;
      case 0x45:
        flags = reader.fixed32();
        break;
      case 0x4a:
        traceId = readValidId(reader, 16);
        break;
      case 0x52:
        spanId = readValidId(reader, 8);
        break;
      case 0x59:
        observedTimeNs = reader.fixed64();
        break;
      case 0x62:
        eventName = reader.string();
        break;
      default:
        unknownFields.push(readUnknown(reader, tag, messages.LogRecord));
    }
  }
  return {
    traceId: traceId === null ? null : (toHex(traceId) as TraceId),
    spanId: spanId === null ? null : (toHex(spanId) as SpanId),
    timeNs,
    observedTimeNs,
    severityNumber,
    severityText,
    eventName,
    body,
    attributes,
    droppedAttributesCount,
    flags,
    unknownFields,
  };
}
