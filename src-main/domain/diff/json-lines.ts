import type { JsonValue } from '../messages';

/** Nested deeper it stands on one line. */
const MAX_DEPTH = 64;

/**
 * JSON as people read it: a member a line, no commas, texts with lines of their own as these lines.
 * Members of the whole value stand without braces around them.
 *
 * @param key of the member; null for an item of a list, and for the whole value
 */
export function jsonLines(value: JsonValue, key: string | null, depth: number): string[] {
  const lines: string[] = [];
  write(value, key, depth, lines);
  return lines;
}

/** The line that opens a list or an object: `"paths": [`. */
export function openingLine(value: JsonValue, key: string | null, depth: number): string {
  return `${indent(depth)}${keyText(key)}${Array.isArray(value) ? '[' : '{'}`;
}

/** The line that closes it. */
export function closingLine(value: JsonValue, depth: number): string {
  return `${indent(depth)}${Array.isArray(value) ? ']' : '}'}`;
}

function write(value: JsonValue, key: string | null, depth: number, lines: string[]): void {
  if (typeof value === 'string' && value.includes('\n')) {
    return writeText(value, key, depth, lines);
  }
  const isOneLine = value === null || typeof value !== 'object' || depth >= MAX_DEPTH;
  if (isOneLine || isEmpty(value)) {
    lines.push(`${indent(depth)}${keyText(key)}${JSON.stringify(value)}`);
    return;
  }
  lines.push(openingLine(value, key, depth));
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) write(item, null, depth + 1, lines);
  } else {
    for (const [name, member] of Object.entries(value)) write(member, name, depth + 1, lines);
  }
  lines.push(closingLine(value, depth));
}

/** Each line of a text on its own, below the key and set in: as it would be read. */
function writeText(text: string, key: string | null, depth: number, lines: string[]): void {
  if (key !== null) lines.push(`${indent(depth)}${keyText(key)}`.trimEnd());
  const margin = indent(key === null ? depth : depth + 1);
  for (const line of text.split(/\r?\n/)) lines.push(`${margin}${line}`);
}

function isEmpty(value: JsonValue): boolean {
  return Object.keys(value as object).length === 0;
}

function keyText(key: string | null): string {
  return key === null ? '' : `${JSON.stringify(key)}: `;
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}
