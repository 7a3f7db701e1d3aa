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
import { formatJson, isJsonObject, type JsonObject } from './json-text';

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
