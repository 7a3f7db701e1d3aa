/**
 * Where JSON members live that protobuf has no field for. Requests in JSON are stored as
 * protobuf; what OTLP does not name (J3) would be lost, so each message that has such members
 * carries them as one string: a JSON object of just those members. The JSON export turns them
 * back; other receivers skip the field, as protobuf has them do with any unknown field.
 *
 * Members that OTLP names are kept this way too where their value has no protobuf form: an
 * enum name of the future, a link's id that is no hex, values nested deeper than
 * `MAX_VALUE_DEPTH`. Bare integers beyond 2^53 come back as strings.
 */
import { fromBase64 } from './base64';
import { OtlpDecodeError } from './decoded';
import { formatJson, isJsonObject, type JsonObject } from './json-text';
import type { Message } from './schema';
import { WireReader } from './wire-reader';

/** The greatest field number there is: no .proto file counts up to it. */
export const UNKNOWN_MEMBERS_FIELD = 536_870_911;

export function formatUnknownMembers(members: ReadonlyMap<string, unknown>): string {
  return formatJson(members);
}

/** The members, or null where the text was not written by `formatUnknownMembers`. */
export function parseUnknownMembers(text: string): JsonObject | null {
  try {
    const members: unknown = JSON.parse(text);
    return isJsonObject(members) ? members : null;
  } catch {
    return null;
  }
}

/**
 * The other way round: the member of the JSON export that lists protobuf fields this version
 * does not know, as `{"field": number, "base64": tag and value}`.
 */
export const UNKNOWN_FIELDS_MEMBER = 'unknownProtobufFields';

/**
 * The bytes of the fields listed by `UNKNOWN_FIELDS_MEMBER`, or null where `member` is no such
 * list: it is then a member like any other.
 */
export function parseUnknownFields(member: unknown, message: Message): Uint8Array[] | null {
  if (!Array.isArray(member)) return null;
  const fields: Uint8Array[] = [];
  for (const entry of member) {
    const base64 = isJsonObject(entry) ? entry['base64'] : null;
    const bytes = typeof base64 === 'string' ? fromBase64(base64) : null;
    if (bytes === null || !isUnknownField(bytes, message)) return null;
    fields.push(bytes);
  }
  return fields;
}

/** Whether the bytes are exactly one field, and one that `message` does not know. */
function isUnknownField(bytes: Uint8Array, message: Message): boolean {
  const reader = new WireReader(bytes);
  try {
    const tag = reader.tag();
    reader.skip(tag);
    return reader.pos === bytes.length && !message.byNumber.has(tag >>> 3);
  } catch (error) {
    if (error instanceof OtlpDecodeError) return false;
    throw error;
  }
}
