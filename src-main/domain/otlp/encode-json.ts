/**
 * OTLP/JSON messages → protobuf, driven by the table of messages. Output is canonical: fields
 * by ascending number, defaults left out (except within AnyValue, where they are the value),
 * so a message has the same bytes whichever way it came.
 * Source: OTLP specification "JSON Protobuf Encoding"; reference J1–J14.
 */
import { fromBase64 } from './base64';
import { OtlpDecodeError } from './decoded';
import { enumNumber } from './enum-names';
import { fromHex } from './hex';
import { jsonDouble, jsonInt32, jsonInt64, jsonUint32, jsonUint64 } from './json-scalars';
import { isJsonObject, type JsonObject } from './json-text';
import { MAX_VALUE_DEPTH } from './model';
import type { RequestNotes } from './request-notes';
import type { Field, Message, ScalarType } from './schema';
import {
  formatUnknownMembers,
  parseUnknownFields,
  UNKNOWN_FIELDS_MEMBER,
  UNKNOWN_MEMBERS_FIELD,
} from './unknown-members';
import { WireWriter } from './wire-writer';

/**
 * Encodes one message. Spans with an id that is no hex are left out and noted (B4).
 * @param writer gets the message in place of what it holds; the result is a view into it
 * @throws OtlpDecodeError naming the path of a member that is not of its type
 */
export function encodeJsonMessage(
  message: Message,
  value: unknown,
  notes: RequestNotes,
  writer = new WireWriter(1 << 16),
): Uint8Array {
  writer.rewind(0);
  const encoder = new JsonEncoder(notes, writer);
  encoder.message(message, value, 0);
  return writer.finish();
}

class JsonEncoder {
  readonly writer: WireWriter;
  readonly #notes: RequestNotes;
  readonly #path: (string | number)[] = [];
  /** Why the span that is being written must be left out. */
  #spanRejection: string | null = null;

  constructor(notes: RequestNotes, writer: WireWriter) {
    this.writer = writer;
    this.#notes = notes;
  }

  /** `valueDepth` counts the AnyValues around this message. */
  message(message: Message, value: unknown, valueDepth: number): void {
    if (!isJsonObject(value)) throw this.#mismatch('an object', value);
    if (message.name === 'AnyValue') this.#anyValue(message, value, valueDepth + 1);
    else this.#fields(message, value, valueDepth);
  }

  #fields(message: Message, value: JsonObject, valueDepth: number): void {
    const { fields } = message;
    const members: unknown[] = [];
    let unknown: Map<string, unknown> | null = null;
    for (const name of Object.keys(value)) {
      const field = message.byName.get(name);
      const member = value[name];
      if (field === undefined) (unknown ??= new Map<string, unknown>()).set(name, member);
      // Null is absent (J11).
      else if (member !== null) members[field.index] = member;
    }
    for (let index = 0; index < members.length; index++) {
      const field = fields[index];
      const member = members[index];
      if (field === undefined || member === undefined) continue;
      if (!this.#field(message, field, member, valueDepth)) {
        (unknown ??= new Map<string, unknown>()).set(field.name, member);
      }
    }
    if (unknown !== null) this.#writeUnknown(message, unknown);
  }

  /** In the order of the members: the last one of the oneof counts (J12). */
  #anyValue(message: Message, value: JsonObject, valueDepth: number): void {
    if (valueDepth > MAX_VALUE_DEPTH) {
      this.#writeUnknown(message, new Map(Object.entries(value)));
      return;
    }
    let unknown: Map<string, unknown> | null = null;
    for (const name of Object.keys(value)) {
      const field = message.byName.get(name);
      const member = value[name];
      if (field === undefined) (unknown ??= new Map<string, unknown>()).set(name, member);
      else if (member !== null) this.#field(message, field, member, valueDepth);
    }
    if (unknown !== null) this.#writeUnknown(message, unknown);
  }

  #writeUnknown(message: Message, members: Map<string, unknown>): void {
    const fields = parseUnknownFields(members.get(UNKNOWN_FIELDS_MEMBER), message);
    if (fields !== null) {
      for (const field of fields) this.writer.raw(field);
      members.delete(UNKNOWN_FIELDS_MEMBER);
    }
    if (members.size === 0) return;
    this.writer.stringField(UNKNOWN_MEMBERS_FIELD, formatUnknownMembers(members));
  }

  /** Writes a field; false where its value has no protobuf form and must be kept otherwise. */
  #field(message: Message, field: Field, member: unknown, valueDepth: number): boolean {
    this.#path.push(field.name);
    let written = true;
    if (field.repeated) this.#list(field, member, valueDepth);
    else written = this.#single(message, field, member, valueDepth);
    this.#path.pop();
    return written;
  }

  #list(field: Field, member: unknown, valueDepth: number): void {
    if (!Array.isArray(member)) throw this.#mismatch('a list', member);
    for (let at = 0; at < member.length; at++) {
      this.#path.push(at);
      this.#element(field, member[at], valueDepth);
      this.#path.pop();
    }
  }

  #element(field: Field, element: unknown, valueDepth: number): void {
    if (field.type.kind !== 'message') {
      if (typeof element !== 'string') throw this.#mismatch('a string', element);
      this.writer.stringField(field.number, element);
      return;
    }
    const { message } = field.type;
    // A null among values is an empty value, so that the others keep their place.
    if (element === null && message.name !== 'AnyValue') return;
    const lengthBefore = this.writer.length;
    const start = this.writer.begin(field.number);
    this.message(message, element ?? {}, valueDepth);
    this.writer.end(start);
    if (this.#spanRejection !== null && message.name === 'Span') {
      this.writer.rewind(lengthBefore);
      this.#notes.reject(this.#spanRejection);
      this.#spanRejection = null;
    }
  }

  #single(message: Message, field: Field, member: unknown, valueDepth: number): boolean {
    switch (field.type.kind) {
      case 'message': {
        const start = this.writer.begin(field.number);
        this.message(field.type.message, member, valueDepth);
        this.writer.end(start);
        return true;
      }
      case 'enum': {
        const number = this.#enumNumber(field, member);
        if (number === null) return false;
        if (number !== 0) this.writer.int32Field(field.number, number);
        return true;
      }
      case 'scalar':
        return this.#scalar(message, field, field.type.scalar, member);
    }
  }

  /** Null for a name this version does not know. */
  #enumNumber(field: Field, member: unknown): number | null {
    const number = jsonInt32(member);
    if (number !== null) return number;
    if (typeof member !== 'string' || field.type.kind !== 'enum') {
      throw this.#mismatch('an integer', member);
    }
    const named = enumNumber(field.type.name, member);
    if (named === undefined) {
      this.#notes.warn(`the unknown ${field.name} ${excerpt(member)} was read as 0`);
      return null;
    }
    return named;
  }

  #scalar(message: Message, field: Field, scalar: ScalarType, member: unknown): boolean {
    const { writer } = this;
    const { number } = field;
    // A default is written only where the field itself tells something, in a oneof.
    switch (scalar) {
      case 'string': {
        const text = typeof member === 'string' ? member : this.#fail('a string', member);
        if (text !== '' || field.oneof) writer.stringField(number, text);
        return true;
      }
      case 'bytes': {
        const bytes = typeof member === 'string' ? fromBase64(member) : null;
        writer.bytesField(number, bytes ?? this.#fail('base64', member));
        return true;
      }
      case 'id':
        return this.#id(message, field, member);
      case 'bool': {
        const flag = typeof member === 'boolean' ? member : this.#fail('true or false', member);
        if (flag || field.oneof) writer.boolField(number, flag);
        return true;
      }
      case 'int32': {
        const value = jsonInt32(member) ?? this.#fail('a 32-bit integer', member);
        if (value !== 0 || field.oneof) writer.int32Field(number, value);
        return true;
      }
      case 'uint32': {
        const value = jsonUint32(member) ?? this.#fail('an unsigned 32-bit integer', member);
        if (value !== 0 || field.oneof) writer.uint32Field(number, value);
        return true;
      }
      case 'int64': {
        const value = jsonInt64(member) ?? this.#fail('a 64-bit integer', member);
        if (value !== 0n || field.oneof) writer.int64Field(number, value);
        return true;
      }
      case 'fixed32': {
        const value = jsonUint32(member) ?? this.#fail('an unsigned 32-bit integer', member);
        if (value !== 0 || field.oneof) writer.fixed32Field(number, value);
        return true;
      }
      case 'fixed64': {
        const value = jsonUint64(member) ?? this.#fail('an unsigned 64-bit integer', member);
        if (value !== 0n || field.oneof) writer.fixed64Field(number, value);
        return true;
      }
      case 'double':
        writer.doubleField(number, jsonDouble(member) ?? this.#fail('a number', member));
        return true;
    }
  }

  #id(message: Message, field: Field, member: unknown): boolean {
    const text = typeof member === 'string' ? member : this.#fail('hex digits', member);
    const id = fromHex(text);
    if (id === null) {
      if (message.name === 'Span')
        this.#spanRejection ??= `the ${field.snakeName.replaceAll('_', ' ')} is not hexadecimal`;
      return false;
    }
    if (id.length > 0) this.writer.bytesField(field.number, id);
    return true;
  }

  #fail(expected: string, actual: unknown): never {
    throw this.#mismatch(expected, actual);
  }

  #mismatch(expected: string, actual: unknown): OtlpDecodeError {
    const where = this.#path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    const path = where.join('').replace(/^\./, '');
    const mistake = `${path === '' ? 'The body' : path} must be ${expected}`;
    return new OtlpDecodeError(
      `${mistake}, but is ${describe(actual)}.`,
      null,
      `${mistake.replace(/\[\d+\]/g, '')}.`,
    );
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'an object';
  return value === undefined ? 'absent' : excerpt(value);
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
