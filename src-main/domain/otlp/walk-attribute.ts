/** The hot part of ingest: walks one `KeyValue`, checking it and noting where key and text stand. */
import { messageIndex, skipChecked, validateMessage } from './validate-message';
import { messages } from './schema';
import type { WireReader } from './wire-reader';

const arrayValue = messageIndex('ArrayValue');
const keyValueList = messageIndex('KeyValueList');

/** Bounds in the reader's bytes; reused from attribute to attribute. */
export class AttributeBounds {
  keyStart = 0;
  keyEnd = 0;
  /** Bounds of the value where it is a string, else empty. */
  textStart = 0;
  textEnd = 0;
  /** String indexes met so far (J14); counts over attributes. */
  stringIndexes = 0;
}

/**
 * Reads a length-delimited `KeyValue` whose tag has been read.
 * @throws OtlpDecodeError
 */
export function walkAttribute(reader: WireReader, bounds: AttributeBounds): void {
  const outer = reader.enter();
  bounds.keyStart = bounds.keyEnd = bounds.textStart = bounds.textEnd = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a: {
        const length = reader.length();
        bounds.keyStart = reader.pos;
        bounds.keyEnd = reader.pos += length;
        break;
      }
      case 0x12:
        walkValue(reader, bounds);
        break;
      case 0x18:
        reader.skipVarint();
        bounds.stringIndexes++;
        break;
      default:
        skipChecked(reader, tag, messages.KeyValue);
    }
  }
  reader.leave(outer);
}

/** Reads a length-delimited `AnyValue`; the last member of the oneof counts (J12). */
function walkValue(reader: WireReader, bounds: AttributeBounds): void {
  const outer = reader.enter();
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x0a) {
      const length = reader.length();
      bounds.textStart = reader.pos;
      bounds.textEnd = reader.pos += length;
      continue;
    }
    switch (tag) {
      case 0x10: // bool_value
      case 0x18: // int_value
        reader.skipVarint();
        break;
      case 0x21: // double_value
        reader.advance(8, 'double');
        break;
      case 0x2a:
        walkNested(reader, arrayValue, bounds);
        break;
      case 0x32:
        walkNested(reader, keyValueList, bounds);
        break;
      case 0x3a: // bytes_value
        reader.skipBytes();
        break;
      case 0x40: // string_value_strindex: as if absent (J14)
        reader.skipVarint();
        bounds.stringIndexes++;
        continue;
      default:
        skipChecked(reader, tag, messages.AnyValue);
        continue;
    }
    bounds.textStart = bounds.textEnd = 0;
  }
  reader.leave(outer);
}

function walkNested(reader: WireReader, message: typeof arrayValue, bounds: AttributeBounds): void {
  const outer = reader.enter();
  bounds.stringIndexes += validateMessage(reader, message);
  reader.leave(outer);
}
