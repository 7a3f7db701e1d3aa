/** One `LogRecord` message → the fields the store indexes; the whole message is checked on the way. */
import type { UnixNs } from '../units';
import type { DecodedLog } from './decoded';
import { indexTime, isZero } from './index-span';
import type { RequestNotes } from './request-notes';
import { messages } from './schema';
import { messageIndex, skipChecked, validateMessage } from './validate-message';
import { walkAttribute } from './walk-attribute';
import type { WireReader } from './wire-reader';

const anyValue = messageIndex('AnyValue');

/**
 * Reads the record that is `[reader.pos, reader.limit)`. A record whose ids are invalid belongs
 * to no trace and is kept (logs.proto, `trace_id`).
 * @throws OtlpDecodeError where the bytes are no log record
 */
export function indexLog(
  reader: WireReader,
  resource: number,
  scope: number,
  notes: RequestNotes,
): DecodedLog {
  const { bytes } = reader;
  const start = reader.pos;
  const end = reader.limit;
  let timeNs: UnixNs = 0n;
  let observedTimeNs: UnixNs = 0n;
  let severityNumber = 0;
  let traceId: Uint8Array | null = null;
  let spanId: Uint8Array | null = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x09:
        timeNs = indexTime(reader);
        break;
      case 0x10:
        severityNumber = reader.varint32();
        break;
      case 0x2a: {
        const outer = reader.enter();
        notes.attribute.stringIndexes += validateMessage(reader, anyValue);
        reader.leave(outer);
        break;
      }
      case 0x32:
        walkAttribute(reader, notes.attribute);
        break;
      case 0x4a:
        traceId = readValidId(reader, 16);
        break;
      case 0x52:
        spanId = readValidId(reader, 8);
        break;
      case 0x59:
        observedTimeNs = indexTime(reader);
        break;
      default:
        skipChecked(reader, tag, messages.LogRecord);
    }
  }
  const payload = bytes.subarray(start, end);
  return { resource, scope, traceId, spanId, timeNs, observedTimeNs, severityNumber, payload };
}

/** Reads an id as a view; null where it is of another length or all zero. */
export function readValidId(reader: WireReader, length: number): Uint8Array | null {
  const id = reader.view();
  return id.length === length && !isZero(id, 0, length) ? id : null;
}
