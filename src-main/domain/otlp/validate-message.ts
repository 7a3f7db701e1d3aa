/**
 * Walks a message and everything nested in it, checking lengths and the wire types of known
 * fields, so that malformed input is refused before it is stored (reference B7). Nesting is
 * a list, not the call stack: depth is bounded by the body alone (reference B9).
 */
import { OtlpDecodeError } from './decoded';
import type { UnknownField } from './model';
import { messages, type Message, type MessageName } from './schema';
import { WireType, type WireReader } from './wire-reader';

/** What to do with a one-byte tag; numbers from `CHILD` on name the message to descend into. */
const UNKNOWN = 0;
const SCALAR = 1;
const STRING_INDEX = 2;
const CHILD = 3;

const order = Object.keys(messages) as MessageName[];
const names: readonly Message[] = order.map((name) => messages[name]);
const actions: readonly Uint8Array[] = names.map(actionsOf);

/** Handle of a message for `validateMessage`. */
export type MessageIndex = number & { readonly messageIndex: unique symbol };

export function messageIndex(name: MessageName): MessageIndex {
  return order.indexOf(name) as MessageIndex;
}

function actionsOf(message: Message): Uint8Array {
  const table = new Uint8Array(128);
  for (const field of message.fields) {
    const tag = (field.number << 3) | field.wireType;
    if (tag >= table.length) continue;
    if (field.type.kind === 'message') {
      table[tag] = CHILD + order.indexOf(field.type.message.name);
    } else {
      table[tag] = field.name.endsWith('Strindex') ? STRING_INDEX : SCALAR;
    }
  }
  return table;
}

/**
 * Reads from `reader.pos` to `reader.limit`, which are the bounds of one message, and
 * returns how many string indexes (J14) were met.
 * @throws OtlpDecodeError where the bytes are not such a message
 */
export function validateMessage(reader: WireReader, index: MessageIndex): number {
  const outerLimits: number[] = [];
  const outerMessages: number[] = [];
  let stringIndexes = 0;
  let current: number = index;
  let table = actions[current] as Uint8Array;
  for (;;) {
    if (reader.pos === reader.limit) {
      const outerLimit = outerLimits.pop();
      if (outerLimit === undefined) return stringIndexes;
      reader.leave(outerLimit);
      current = outerMessages.pop() as number;
      table = actions[current] as Uint8Array;
      continue;
    }
    const tag = reader.tag();
    const action = tag < 128 ? (table[tag] as number) : UNKNOWN;
    if (action >= CHILD) {
      outerLimits.push(reader.enter());
      outerMessages.push(current);
      current = action - CHILD;
      table = actions[current] as Uint8Array;
    } else if (action === UNKNOWN) {
      skipChecked(reader, tag, names[current] as Message);
    } else {
      reader.skip(tag);
      if (action === STRING_INDEX) stringIndexes++;
    }
  }
}

/**
 * Skips a field whose tag has been read, whatever it is. A field that `message` knows, but
 * with another wire type, is an error (B7).
 */
export function skipChecked(reader: WireReader, tag: number, message: Message): void {
  const field = message.byNumber.get(tag >>> 3);
  if (field !== undefined && field.wireType !== (tag & 7)) {
    throw new OtlpDecodeError(
      `${message.name}.${field.snakeName} (field ${field.number}) has wire type ${tag & 7} ` +
        `(${wireTypeName(tag & 7)}) in place of ${field.wireType} (${wireTypeName(field.wireType)}).`,
      reader.pos,
    );
  }
  reader.skip(tag);
}

/** Skips a field as `skipChecked` does and tells what it was. */
export function readUnknown(reader: WireReader, tag: number, message: Message): UnknownField {
  const start = reader.pos;
  skipChecked(reader, tag, message);
  return { field: tag >>> 3, wireType: tag & 7, byteLength: reader.pos - start };
}

function wireTypeName(wireType: number): string {
  const entry = Object.entries(WireType).find(([, number]) => number === wireType);
  return entry === undefined ? 'unknown' : entry[0];
}
