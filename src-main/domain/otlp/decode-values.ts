/** Stored `AnyValue` and `KeyValue` bytes → the model: order and duplicates kept, depth capped (B9). */
import { MAX_VALUE_DEPTH, type AnyValue, type KeyValue } from './model';
import { messages } from './schema';
import { skipChecked } from './validate-message';
import type { WireReader } from './wire-reader';

const empty: AnyValue = { type: 'empty' };
const truncated: AnyValue = { type: 'truncated' };

/**
 * Reads a length-delimited `KeyValue` whose tag has been read.
 * @param depth how deep its value is nested; 1 for an attribute's
 */
export function readKeyValue(reader: WireReader, depth = 1): KeyValue {
  const outer = reader.enter();
  let key = '';
  let value = empty;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x0a) key = reader.string();
    else if (tag === 0x12) value = readAnyValue(reader, depth, value);
    else skipChecked(reader, tag, messages.KeyValue);
  }
  reader.leave(outer);
  return { key, value };
}

/**
 * Reads a length-delimited `AnyValue`; of several members of its oneof the last counts (J12).
 * @param earlier the value so far, where a message repeats the field: the parts are one value
 */
export function readAnyValue(reader: WireReader, depth = 1, earlier: AnyValue = empty): AnyValue {
  if (depth > MAX_VALUE_DEPTH) {
    reader.skipBytes();
    return truncated;
  }
  const outer = reader.enter();
  let value = earlier;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        value = { type: 'string', value: reader.string() };
        break;
      case 0x10:
        value = { type: 'bool', value: reader.bool() };
        break;
      case 0x18:
        value = { type: 'int', value: reader.int64() };
        break;
      case 0x21:
        value = { type: 'double', value: reader.double() };
        break;
      case 0x2a:
        value = {
          type: 'array',
          values: readList(reader, depth, messages.ArrayValue, readAnyValue),
        };
        break;
      case 0x32: {
        const entries = readList(reader, depth, messages.KeyValueList, readKeyValue);
        value = { type: 'kvlist', entries };
        break;
      }
      case 0x3a:
        // A copy: the model outlives the payload and must not carry all of it along.
        value = { type: 'bytes', value: reader.view().slice() };
        break;
      default:
        skipChecked(reader, tag, messages.AnyValue);
    }
  }
  reader.leave(outer);
  return value;
}

/** Reads an `ArrayValue` or `KeyValueList`, both of which hold their values in field 1. */
function readList<Item>(
  reader: WireReader,
  depth: number,
  message: (typeof messages)['ArrayValue' | 'KeyValueList'],
  readItem: (reader: WireReader, depth: number) => Item,
): Item[] {
  const outer = reader.enter();
  const items: Item[] = [];
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x0a) items.push(readItem(reader, depth + 1));
    else skipChecked(reader, tag, message);
  }
  reader.leave(outer);
  return items;
}
