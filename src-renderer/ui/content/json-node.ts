/**
 * One tree for all that is shown as JSON: attribute values with structure, and strings that
 * hold JSON. Numbers keep the digits that were sent, objects their order and their repeated
 * keys, so the tree says what the text says. Keys are never used as property names
 * (reference S10).
 */
import type { JsonValue } from '@domain/messages';
import type { AnyValue, KeyValue } from '@domain/otlp/model';

export type JsonNode =
  | { readonly type: 'object'; readonly entries: readonly JsonEntry[] }
  | { readonly type: 'array'; readonly items: readonly JsonNode[] }
  | { readonly type: 'string'; readonly text: string }
  /** Also what JSON has no form for, such as NaN. */
  | { readonly type: 'number'; readonly text: string }
  /** `true`, `false`, `null`, or a word in angle brackets for what cannot be shown. */
  | { readonly type: 'word'; readonly text: string };

export interface JsonEntry {
  readonly key: string;
  readonly value: JsonNode;
}

/** Deeper text is shown as text: nobody reads it as a tree. */
const MAX_DEPTH = 200;

/** The tree of an attribute value. Bytes are base64, as in OTLP JSON. */
export function nodeOfValue(value: AnyValue): JsonNode {
  switch (value.type) {
    case 'string':
      return { type: 'string', text: value.value };
    case 'bool':
      return { type: 'word', text: String(value.value) };
    case 'int':
      return { type: 'number', text: value.value.toString() };
    case 'double':
      return { type: 'number', text: doubleText(value.value) };
    case 'bytes':
      return { type: 'string', text: base64(value.value) };
    case 'array':
      return { type: 'array', items: value.values.map(nodeOfValue) };
    case 'kvlist':
      return nodeOfAttributes(value.entries);
    case 'empty':
      return { type: 'word', text: 'null' };
    case 'truncated':
      return { type: 'word', text: '<nested too deep>' };
  }
}

export function nodeOfAttributes(attributes: readonly KeyValue[]): JsonNode {
  return {
    type: 'object',
    entries: attributes.map(({ key, value }) => ({ key, value: nodeOfValue(value) })),
  };
}

/** The tree of a plain JSON value. */
export function nodeOfJson(value: JsonValue): JsonNode {
  return nodeOfJsonAt(value, 0);
}

function nodeOfJsonAt(value: JsonValue, depth: number): JsonNode {
  if (typeof value === 'string') return { type: 'string', text: value };
  if (typeof value === 'number') return { type: 'number', text: String(value) };
  if (value === null || typeof value === 'boolean') return { type: 'word', text: String(value) };
  if (depth > MAX_DEPTH) return { type: 'word', text: '<nested too deep>' };
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return { type: 'array', items: items.map((item) => nodeOfJsonAt(item, depth + 1)) };
  }
  const entries = Object.entries(value);
  return {
    type: 'object',
    entries: entries.map(([key, member]) => ({ key, value: nodeOfJsonAt(member, depth + 1) })),
  };
}

/** A double as written: `0.2`, and `1.0` where it has no fraction, to tell it from an int. */
export function doubleText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * Writes a tree as JSON text, `indent` spaces a level; 0 on one line. What JSON has no form
 * for, such as NaN, becomes a string, as in OTLP JSON.
 */
export function formatNode(node: JsonNode, indent: number): string {
  const parts: string[] = [];
  write(node, indent, 0, parts);
  return parts.join('');
}

/** Whether the text of a number or word is one in JSON too. */
function hasJsonForm(text: string): boolean {
  return /^(?:-?\d|true$|false$|null$)/.test(text);
}

function write(node: JsonNode, indent: number, level: number, parts: string[]): void {
  if (node.type !== 'object' && node.type !== 'array') {
    const isJson = node.type !== 'string' && hasJsonForm(node.text);
    parts.push(isJson ? node.text : JSON.stringify(node.text));
    return;
  }
  const [open, close] = node.type === 'object' ? ['{', '}'] : ['[', ']'];
  const lineBreak = indent === 0 ? '' : `\n${' '.repeat(indent * (level + 1))}`;
  const size = node.type === 'object' ? node.entries.length : node.items.length;
  parts.push(open);
  for (let at = 0; at < size; at += 1) {
    parts.push(at === 0 ? lineBreak : `,${indent === 0 ? ' ' : lineBreak}`);
    if (node.type === 'object') {
      const entry = node.entries[at];
      if (entry === undefined) continue;
      parts.push(JSON.stringify(entry.key), ': ');
      write(entry.value, indent, level + 1, parts);
    } else {
      const item = node.items[at];
      if (item !== undefined) write(item, indent, level + 1, parts);
    }
  }
  if (size > 0 && indent > 0) parts.push(`\n${' '.repeat(indent * level)}`);
  parts.push(close);
}

/** Whether a text may be a JSON object or array, judged by its ends. */
export function looksLikeJson(text: string): boolean {
  const first = text.trimStart()[0];
  const last = text[text.trimEnd().length - 1];
  return (first === '{' && last === '}') || (first === '[' && last === ']');
}

/** The tree of a JSON object or array; null where the text is none, or nested too deep. */
export function parseJson(text: string): JsonNode | null {
  if (!looksLikeJson(text)) return null;
  const parser = new JsonParser(text);
  try {
    return parser.document();
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class NotJson extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

class JsonParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    const node = this.#value(0);
    this.#skipSpace();
    if (this.#at !== this.#text.length) throw new NotJson();
    return node;
  }

  #value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) throw new NotJson();
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return { type: 'string', text: this.#string() };
      case 't':
      case 'f':
      case 'n':
        return { type: 'word', text: this.#match(WORD) };
      default:
        return { type: 'number', text: this.#match(NUMBER) };
    }
  }

  #object(depth: number): JsonNode {
    const entries: JsonEntry[] = [];
    this.#at += 1;
    if (!this.#take('}')) {
      do {
        this.#skipSpace();
        const key = this.#string();
        if (!this.#take(':')) throw new NotJson();
        entries.push({ key, value: this.#value(depth + 1) });
      } while (this.#take(','));
      if (!this.#take('}')) throw new NotJson();
    }
    return { type: 'object', entries };
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at += 1;
    if (!this.#take(']')) {
      do {
        items.push(this.#value(depth + 1));
      } while (this.#take(','));
      if (!this.#take(']')) throw new NotJson();
    }
    return { type: 'array', items };
  }

  #string(): string {
    const from = this.#at;
    if (this.#text[from] !== '"') throw new NotJson();
    let at = from + 1;
    // By hand: a pattern would need a step of the regular expression's stack a character.
    for (let code = this.#text.charCodeAt(at); code !== QUOTE; code = this.#text.charCodeAt(at)) {
      if (Number.isNaN(code)) throw new NotJson();
      at += code === BACKSLASH ? 2 : 1;
    }
    this.#at = at + 1;
    try {
      return JSON.parse(this.#text.slice(from, at + 1)) as string;
    } catch {
      throw new NotJson();
    }
  }

  #take(sign: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw new NotJson();
    this.#at += found.length;
    return found;
  }
}
