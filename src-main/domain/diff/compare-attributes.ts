/** The attributes of two spans that are one step, by key. */
import type { AnyValue, KeyValue } from '../otlp/model';
import { scrubText } from './scrub';

export interface AttributePair {
  readonly key: string;
  /** Null where the side has no such attribute. */
  readonly before: AnyValue | null;
  readonly after: AnyValue | null;
  readonly isSame: boolean;
  /** Differs in every run: an id or a time. */
  readonly isVolatile: boolean;
}

/** In the order of A, then what B alone has. Of a repeated key the first is paired with the first. */
export function compareAttributes(a: readonly KeyValue[], b: readonly KeyValue[]): AttributePair[] {
  const rest = new Map<string, AnyValue[]>();
  for (const { key, value } of b) {
    const values = rest.get(key);
    if (values === undefined) rest.set(key, [value]);
    else values.push(value);
  }
  const pairs = a.map(({ key, value }) => pairOf(key, value, rest.get(key)?.shift() ?? null));
  for (const [key, values] of rest) {
    for (const value of values) pairs.push(pairOf(key, null, value));
  }
  return pairs;
}

function pairOf(key: string, before: AnyValue | null, after: AnyValue | null): AttributePair {
  const isSame = before !== null && after !== null && isEqual(before, after);
  return { key, before, after, isSame, isVolatile: !isSame && isVolatile(key, before, after) };
}

/** Attributes whose values are of one run alone, whatever they hold. */
const volatileKey =
  /^(?:id|uuid|guid|.*_id|.*[a-z]I[dD]|timestamp|time|created(?:_?at)?|updated(?:_?at)?|date|duration(?:_?ms)?|elapsed(?:_?ms)?|latency(?:_?ms)?|took|etag|nonce)$/;
const LONGEST_KEY = 64;

function isVolatileKey(key: string): boolean {
  return key.length <= LONGEST_KEY && volatileKey.test(key);
}

function isVolatile(key: string, before: AnyValue | null, after: AnyValue | null): boolean {
  if (isVolatileKey(key.slice(key.lastIndexOf('.') + 1))) return true;
  return (
    before?.type === 'string' &&
    after?.type === 'string' &&
    scrubText(before.value, 'prompt') === scrubText(after.value, 'prompt')
  );
}

function isEqual(a: AnyValue, b: AnyValue): boolean {
  switch (a.type) {
    case 'empty':
    case 'truncated':
      return a.type === b.type;
    case 'string':
    case 'bool':
    case 'int':
      return a.type === b.type && a.value === b.value;
    case 'double':
      return b.type === 'double' && Object.is(a.value, b.value);
    case 'bytes':
      return (
        b.type === 'bytes' &&
        a.value.length === b.value.length &&
        a.value.every((byte, at) => byte === b.value[at])
      );
    case 'array':
      return (
        b.type === 'array' &&
        a.values.length === b.values.length &&
        a.values.every((value, at) => isEqualOrNone(value, b.values[at]))
      );
    case 'kvlist':
      return (
        b.type === 'kvlist' &&
        a.entries.length === b.entries.length &&
        a.entries.every(
          ({ key, value }, at) =>
            key === b.entries[at]?.key && isEqualOrNone(value, b.entries[at]?.value),
        )
      );
  }
}

function isEqualOrNone(a: AnyValue, b: AnyValue | undefined): boolean {
  return b !== undefined && isEqual(a, b);
}
