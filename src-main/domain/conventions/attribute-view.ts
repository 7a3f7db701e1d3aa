import type { JsonValue } from '../messages';
import type { AnyValue, KeyValue } from '../otlp/model';
import type { AttributeView } from './convention';
import { parseStructure, toJson, toNumber } from './json-value';

/** Up to here looking at each key is faster than an index of them. */
const SMALL = 4;

/**
 * Attributes by key. The index is made with the first look-up, so attributes nobody asks for cost
 * nothing.
 */
export function createAttributeView(entries: readonly KeyValue[]): AttributeView {
  return new IndexedAttributes(entries);
}

class IndexedAttributes implements AttributeView {
  readonly entries: readonly KeyValue[];
  private index: Map<string, AnyValue> | null = null;
  /** What keys have before their first `.`, `:` or `_`: turns down most questions at once. */
  private heads: Set<string> | null = null;

  constructor(entries: readonly KeyValue[]) {
    this.entries = entries;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get(key: string): AnyValue | undefined {
    if (this.index !== null) return this.index.get(key);
    if (this.entries.length <= SMALL) {
      let found: AnyValue | undefined;
      for (const entry of this.entries) if (entry.key === key) found = entry.value;
      return found;
    }
    const index = new Map<string, AnyValue>();
    for (const entry of this.entries) index.set(entry.key, entry.value);
    this.index = index;
    return index.get(key);
  }

  all(key: string): readonly AnyValue[] {
    return this.entries.filter((entry) => entry.key === key).map((entry) => entry.value);
  }

  hasPrefix(prefix: string): boolean {
    if (!this.mayHave(prefix)) return false;
    return this.entries.some((entry) => entry.key.startsWith(prefix));
  }

  withPrefix(prefix: string): readonly KeyValue[] {
    if (!this.mayHave(prefix)) return [];
    return this.entries.filter((entry) => entry.key.startsWith(prefix));
  }

  text(key: string): string | null {
    const value = this.get(key);
    if (value === undefined) return null;
    switch (value.type) {
      case 'string':
        return value.value === '' ? null : value.value;
      case 'bool':
      case 'int':
      case 'double':
        return String(value.value);
      default:
        return null;
    }
  }

  number(key: string): number | null {
    const value = this.get(key);
    if (value === undefined) return null;
    switch (value.type) {
      case 'int':
        return Number(value.value);
      case 'double':
      case 'string':
        return toNumber(value.value);
      default:
        return null;
    }
  }

  bool(key: string): boolean | null {
    const value = this.get(key);
    if (value?.type === 'bool') return value.value;
    if (value?.type !== 'string') return null;
    const text = value.value.toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : null;
  }

  json(key: string): JsonValue | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : toJson(value);
  }

  parsed(key: string): JsonValue | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    return value.type === 'string' ? parseStructure(value.value) : toJson(value);
  }

  private mayHave(prefix: string): boolean {
    const head = headOf(prefix);
    if (head === null) return true;
    if (this.heads === null) {
      const heads = new Set<string>();
      for (const entry of this.entries) heads.add(headOf(entry.key) ?? entry.key);
      this.heads = heads;
    }
    return this.heads.has(head);
  }
}

/** What stands before the first separator; null where there is none. */
function headOf(key: string): string | null {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code === DOT || code === COLON || code === UNDERSCORE) return key.slice(0, at);
  }
  return null;
}

const DOT = 0x2e;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
