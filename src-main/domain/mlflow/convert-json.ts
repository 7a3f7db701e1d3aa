/** JSON ⇄ the values of OTLP and of the domain. */
import type { JsonValue } from '../messages';
import { toBase64 } from '../otlp/base64';
import { MAX_VALUE_DEPTH, type AnyValue, type KeyValue } from '../otlp/model';
import {
  formatPythonJson,
  isExactObject,
  isList,
  type ExactJson,
  type ExactObject,
} from './exact-json';

/** An OTLP value as JSON; bytes are Base64, of duplicate keys the last counts. */
export function anyValueToJson(value: AnyValue): ExactJson {
  switch (value.type) {
    case 'string':
    case 'bool':
    case 'int':
    case 'double':
      return value.value;
    case 'bytes':
      return toBase64(value.value);
    case 'array':
      return value.values.map(anyValueToJson);
    case 'kvlist':
      return keyValuesToJson(value.entries);
    case 'empty':
    case 'truncated':
      return null;
  }
}

export function keyValuesToJson(entries: readonly KeyValue[]): ExactObject {
  return new Map(entries.map(({ key, value }) => [key, anyValueToJson(value)]));
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * JSON as an OTLP value. Integers beyond 64 bits become doubles; a value nested deeper than
 * `maxDepth` becomes its JSON text as a whole.
 */
export function jsonToAnyValue(value: ExactJson, maxDepth = MAX_VALUE_DEPTH): AnyValue {
  if (depthOf(value, maxDepth) > maxDepth)
    return { type: 'string', value: formatPythonJson(value) };
  return toAnyValue(value);
}

function toAnyValue(value: ExactJson): AnyValue {
  if (value === null) return { type: 'empty' };
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (typeof value === 'number') return { type: 'double', value };
  if (typeof value === 'bigint') {
    const isInt64 = value >= INT64_MIN && value <= INT64_MAX;
    return isInt64 ? { type: 'int', value } : { type: 'double', value: Number(value) };
  }
  if (isList(value)) return { type: 'array', values: value.map(toAnyValue) };
  return { type: 'kvlist', entries: jsonToKeyValues(value) };
}

function jsonToKeyValues(object: ExactObject): KeyValue[] {
  return [...object].map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

/** Levels of arrays and objects and what is in them; counts no further than one beyond `limit`. */
function depthOf(value: ExactJson, limit: number): number {
  let depth = 1;
  let level: ExactJson[] = [value];
  while (depth <= limit) {
    const next: ExactJson[] = [];
    for (const item of level) {
      if (isList(item)) for (const one of item) next.push(one);
      else if (isExactObject(item)) for (const one of item.values()) next.push(one);
    }
    if (next.length === 0) return depth;
    level = next;
    depth++;
  }
  return depth;
}

/** `float`: every number is one, as in protobuf's `Value`. `exact`: whole numbers are integers. */
export type NumberStyle = 'float' | 'exact';

/** A plain JSON value with its numbers as floats or where they are whole as integers. */
export function plainToExact(value: JsonValue, style: NumberStyle): ExactJson {
  if (typeof value === 'number') {
    const isInteger = style === 'exact' && Number.isSafeInteger(value) && !Object.is(value, -0);
    return isInteger ? BigInt(value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item) => plainToExact(item, style));
  }
  return new Map(
    Object.entries(value as { readonly [name: string]: JsonValue }).map(([name, item]) => [
      name,
      plainToExact(item, style),
    ]),
  );
}

/**
 * JSON as a plain value: every number is a double, integers that none holds exactly become
 * strings, and so do numbers that JSON has no sign for.
 */
export function exactToPlain(value: ExactJson): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (isList(value)) return value.map(exactToPlain);
  if (!isExactObject(value)) return value;
  // `fromEntries` defines members, whatever their name.
  return Object.fromEntries([...value].map(([name, item]) => [name, exactToPlain(item)]));
}

/** What `exactToPlain` recurses into must be no deeper than this. */
export function isShallow(value: ExactJson): boolean {
  return depthOf(value, MAX_VALUE_DEPTH) <= MAX_VALUE_DEPTH;
}
