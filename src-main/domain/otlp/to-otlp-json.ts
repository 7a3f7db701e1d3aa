/**
 * Stored protobuf bytes → OTLP/JSON as the specification maps it: ids in hex, 64-bit integers
 * as strings, bytes in base64, enums as numbers, lowerCamelCase names. What JSON requests held
 * beyond OTLP is put back; protobuf fields this version does not know are listed, and read
 * back by `decodeTracesJson`, so that the text is as complete as the bytes.
 * Source: OTLP specification "JSON Protobuf Encoding".
 */
import { toBase64 } from './base64';
import { toHex } from './hex';
import { formatJson } from './json-text';
import {
  rebuildLogsRequest,
  rebuildTracesRequest,
  type StoredLogs,
  type StoredTraces,
} from './rebuild-request';
import { messages, type Field, type Message, type ScalarType } from './schema';
import {
  parseUnknownMembers,
  UNKNOWN_FIELDS_MEMBER,
  UNKNOWN_MEMBERS_FIELD,
} from './unknown-members';
import { WireType, WireReader } from './wire-reader';

const INDENT = 2;

/** `{"resourceSpans":[…]}`, indented. */
export function tracesToJson(stored: StoredTraces): string {
  return formatMessage(messages.TracesRequest, rebuildTracesRequest(stored));
}

/** `{"resourceLogs":[…]}`, indented. */
export function logsToJson(stored: StoredLogs): string {
  return formatMessage(messages.LogsRequest, rebuildLogsRequest(stored));
}

/** One `Span` object, indented. */
export function spanToJson(payload: Uint8Array): string {
  return formatMessage(messages.Span, payload);
}

/** One `LogRecord` object, indented. */
export function logToJson(payload: Uint8Array): string {
  return formatMessage(messages.LogRecord, payload);
}

function formatMessage(message: Message, bytes: Uint8Array): string {
  return formatJson(messageToJson(message, bytes), INDENT);
}

type JsonMembers = Map<string, unknown>;

interface PendingMessage {
  readonly message: Message;
  /** Bounds of the message's bytes. */
  readonly start: number;
  readonly end: number;
  readonly members: JsonMembers;
}

/**
 * Nested messages are queued and filled in later, so depth costs no call stack (B9); in order,
 * so that a message that came in parts is put together in order.
 */
function messageToJson(message: Message, bytes: Uint8Array): JsonMembers {
  const root: JsonMembers = new Map();
  const queue: PendingMessage[] = [{ message, start: 0, end: bytes.length, members: root }];
  const reader = new WireReader(bytes);
  for (let at = 0; at < queue.length; at++) readMembers(reader, queue[at] as PendingMessage, queue);
  return root;
}

function readMembers(reader: WireReader, pending: PendingMessage, queue: PendingMessage[]): void {
  const { message, members } = pending;
  const unknownFields: unknown[] = [];
  let unknownMembers: Readonly<Record<string, unknown>> = {};
  reader.pos = pending.start;
  reader.limit = pending.end;
  while (reader.pos < reader.limit) {
    const start = reader.pos;
    const tag = reader.tag();
    const field = message.byNumber.get(tag >>> 3);
    if (field !== undefined && field.wireType === (tag & 7)) {
      readMember(reader, field, members, queue);
      continue;
    }
    const parsed = isUnknownMembersTag(tag) ? parseUnknownMembers(reader.string()) : null;
    if (parsed !== null) {
      unknownMembers = parsed;
      continue;
    }
    reader.pos = start;
    reader.skip(reader.tag());
    const raw = reader.bytes.subarray(start, reader.pos);
    unknownFields.push(
      new Map<string, unknown>([
        ['field', tag >>> 3],
        ['base64', toBase64(raw)],
      ]),
    );
  }
  for (const [name, value] of Object.entries(unknownMembers)) {
    if (!members.has(name)) members.set(name, value);
  }
  if (unknownFields.length > 0) members.set(UNKNOWN_FIELDS_MEMBER, unknownFields);
}

function isUnknownMembersTag(tag: number): boolean {
  return tag === UNKNOWN_MEMBERS_FIELD * 8 + WireType.bytes;
}

function readMember(
  reader: WireReader,
  field: Field,
  members: JsonMembers,
  queue: PendingMessage[],
): void {
  if (field.type.kind === 'message') {
    const outer = reader.enter();
    const nested = nestedMembers(field, members);
    queue.push({
      message: field.type.message,
      start: reader.pos,
      end: reader.limit,
      members: nested,
    });
    reader.pos = reader.limit;
    reader.leave(outer);
  } else {
    const value =
      field.type.kind === 'enum' ? reader.varint32() : readScalar(reader, field.type.scalar);
    setMember(field, members, value);
  }
}

/** The members a nested message's fields go to; a message that came in parts has one set. */
function nestedMembers(field: Field, members: JsonMembers): JsonMembers {
  const existing = members.get(field.name);
  if (!field.repeated && !field.oneof && existing instanceof Map) return existing as JsonMembers;
  const nested: JsonMembers = new Map();
  setMember(field, members, nested);
  return nested;
}

function setMember(field: Field, members: JsonMembers, value: unknown): void {
  if (field.repeated) {
    const list = members.get(field.name);
    if (Array.isArray(list)) list.push(value);
    else members.set(field.name, [value]);
    return;
  }
  // Of a oneof the last member counts (J12).
  if (field.oneof) {
    for (const other of messages.AnyValue.fields) if (other.oneof) members.delete(other.name);
  }
  members.set(field.name, value);
}

function readScalar(reader: WireReader, scalar: ScalarType): unknown {
  switch (scalar) {
    case 'string':
      return reader.string();
    case 'bytes':
      return toBase64(reader.view());
    case 'id':
      return toHex(reader.view());
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.varint32();
    case 'uint32':
      return reader.varint32() >>> 0;
    case 'int64':
      return String(reader.int64());
    case 'fixed32':
      return reader.fixed32();
    case 'fixed64':
      return String(reader.fixed64());
    case 'double': {
      const number = reader.double();
      return Number.isFinite(number) ? number : String(number);
    }
  }
}
