/**
 * OTLP values and texts as plain JSON values. Everything here takes hostile input: deep nesting,
 * long texts, `__proto__` keys, integers beyond 2^53. Source: conventions reference §8.1 rule 8.
 */
import type { JsonValue } from '../messages';
import { toBase64 } from '../otlp/base64';
import { quoteLongIntegers } from '../otlp/json-text';
import type { AnyValue, KeyValue } from '../otlp/model';

export type JsonObject = { readonly [key: string]: JsonValue };

/** Deeper values are left as text: they would overflow the stack of whoever shows them. */
const MAX_JSON_DEPTH = 64;

/** Whether it is an object, not an array and not null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is an array; `Array.isArray` alone loses the type of what is read only. */
export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Own members alone: never a prototype's. */
export function member(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The first of several spellings that is there and not null. */
export function firstMember(object: JsonObject, keys: readonly string[]): JsonValue | undefined {
  for (const key of keys) {
    const value = object[key];
    if (value !== undefined && value !== null && Object.hasOwn(object, key)) return value;
  }
  return undefined;
}

/** The first of several spellings that is a string with content. */
export function textMember(object: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' && value !== '' && Object.hasOwn(object, key)) return value;
    if (typeof value === 'number' && Object.hasOwn(object, key)) return String(value);
  }
  return null;
}

/** The first of several spellings that is a number, or a string that is one. */
export function numberMember(object: JsonObject, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = toNumber(member(object, key));
    if (value !== null) return value;
  }
  return null;
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number, or a string that is one (int64 of protobuf's JSON); else null. */
export function toNumber(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  return numberPattern.test(text) ? Number(text) : null;
}

/** Sets a member whatever its name: `__proto__` too becomes a plain member. */
export function setMember(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else {
    object[key] = value;
  }
}

/**
 * An OTLP value as a plain JSON value: integers beyond 2^53 and non-finite numbers become strings,
 * bytes Base64; of duplicate keys the last counts.
 */
export function toJson(value: AnyValue): JsonValue {
  switch (value.type) {
    case 'string':
    case 'bool':
      return value.value;
    case 'int':
      return integerToJson(value.value);
    case 'double':
      return Number.isFinite(value.value) ? value.value : String(value.value);
    case 'bytes':
      return toBase64(value.value);
    case 'array':
      return value.values.map(toJson);
    case 'kvlist':
      return entriesToJson(value.entries);
    case 'empty':
    case 'truncated':
      return null;
  }
}

/** Key-value pairs as an object. */
export function entriesToJson(entries: readonly KeyValue[]): JsonObject {
  const object: Record<string, JsonValue> = {};
  for (const { key, value } of entries) setMember(object, key, toJson(value));
  return object;
}

function integerToJson(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Whether the text could be a JSON object or array, told from its ends. */
export function looksLikeJson(text: string): boolean {
  const first = firstCharacter(text);
  return first === '{' || first === '[';
}

function firstCharacter(text: string): string {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return text.charAt(at);
}

/**
 * Parses any JSON text: objects, arrays, and scalars too. Undefined where it is none, or nested
 * too deep to be shown.
 */
export function parseJson(text: string): JsonValue | undefined {
  const first = firstCharacter(text);
  if (first === '' || !'{["-0123456789tfn'.includes(first)) return undefined;
  try {
    const value = JSON.parse(quoteLongIntegers(text)) as JsonValue;
    return isTooDeep(value, MAX_JSON_DEPTH) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Parses text that holds an object or array; any other text is what it is. */
export function parseStructure(text: string): JsonValue {
  if (!looksLikeJson(text)) return text;
  return parseJson(text) ?? text;
}

/** Parses a string once where it holds an object or array; other values are as they are. */
export function parsedOnce(value: JsonValue): JsonValue {
  return typeof value === 'string' ? parseStructure(value) : value;
}

/**
 * Parses a value that a sender encodes as JSON whatever it is, strings too (`"\"LLM\""`, MLflow),
 * and once more where that gives text of an object, an array or a string.
 */
export function parsedTwice(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  const once = parseJson(value);
  if (typeof once !== 'string') return once === undefined ? value : once;
  return once.startsWith('"') ? (parseJson(once) ?? once) : parseStructure(once);
}

function isTooDeep(value: JsonValue, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if (isArray(value)) {
    for (const item of value) if (isTooDeep(item, left - 1)) return true;
    return false;
  }
  for (const key in value) if (isTooDeep(value[key] as JsonValue, left - 1)) return true;
  return false;
}

/** Text of a value: strings as they are, everything else as JSON. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
