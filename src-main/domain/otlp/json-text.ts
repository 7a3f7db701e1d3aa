/**
 * JSON text in and out, for input nobody vouches for: numbers keep all their digits (J6), and
 * nesting of any depth neither overflows the call stack (S9) nor, through `__proto__`, changes
 * a prototype (S10).
 */
import { OtlpDecodeError } from './decoded';
import { checkDensity } from './json-density';
import { endOfString } from './json-strings';
import { decodeUtf8, encodeUtf8 } from './utf8';

/** Strips a byte order mark (J19); invalid UTF-8 becomes U+FFFD (B6). */
const decoder = new TextDecoder('utf-8');

/**
 * Node keeps the text of a longer piece outside of the heap, where the collector does not see
 * how much gathers: tens of megabytes under load.
 */
const PIECE_BYTES = 512 * 1024;

const utf8Mark = [0xef, 0xbb, 0xbf];

/**
 * Parses a request body. Integers that a double cannot hold come back as strings of their
 * digits, which every 64-bit field of OTLP takes.
 * @throws OtlpDecodeError where the body is empty, no JSON, or dense beyond all reason
 */
export function parseJsonBody(body: Uint8Array): unknown {
  const text = textOf(body);
  if (text.trim() === '') throw new OtlpDecodeError('The body is empty; {} is the least.', 0);
  checkDensity(body, text);
  try {
    return JSON.parse(quoteLongIntegers(text));
  } catch (error) {
    const { message, index } = jsonFailure(text, error);
    const offset = index === null ? null : byteOffset(body, text.slice(0, index));
    throw new OtlpDecodeError(`The body is no JSON: ${message}.`, offset, 'The body is no JSON.');
  }
}

function textOf(body: Uint8Array): string {
  let end = pieceEnd(body, 0);
  let text = decoder.decode(body.subarray(0, end));
  while (end < body.length) {
    const start = end;
    end = pieceEnd(body, start);
    text += decodeUtf8(body, start, end);
  }
  return text;
}

/** Not within a character, which is at most four bytes long. */
function pieceEnd(body: Uint8Array, start: number): number {
  const end = start + PIECE_BYTES;
  if (end >= body.length) return body.length;
  for (let at = end; at > end - 4; at--) {
    if (((body[at] ?? 0) & 0xc0) !== 0x80) return at;
  }
  return end;
}

/** Where `before` ends in the body; null where replaced bytes make it unknown. */
function byteOffset(body: Uint8Array, before: string): number | null {
  if (before.includes('\u{fffd}')) return null;
  const markLength = utf8Mark.every((byte, at) => body[at] === byte) ? utf8Mark.length : 0;
  return encodeUtf8(before).length + markLength;
}

/** Parses once more as sent: quotes that were put in would shift the position. */
function jsonFailure(text: string, error: unknown): { message: string; index: number | null } {
  let failure = error;
  try {
    JSON.parse(text);
  } catch (again) {
    failure = again;
  }
  const message = failure instanceof Error ? failure.message : String(failure);
  const position = /position (\d+)/.exec(message)?.[1];
  return { message, index: position === undefined ? null : Number(position) };
}

/** Fewer digits are exact in a double. */
const LONG_DIGITS = 16;
const mayHoldLongIntegers = /[[:,\s-]\d{16}/;

/**
 * Puts quotes around integer tokens outside of strings that a double does not hold exactly.
 * Returns the very same text where there are none, which is the rule.
 */
export function quoteLongIntegers(text: string): string {
  if (!mayHoldLongIntegers.test(text)) return text;
  const pieces: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, at);
      if (end - at >= LONG_DIGITS) {
        const token = text.slice(at, end);
        if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
          pieces.push(text.slice(copied, at), '"', token, '"');
          copied = end;
        }
      }
      at = end;
    } else {
      at++;
    }
  }
  if (copied === 0) return text;
  pieces.push(text.slice(copied));
  return pieces.join('');
}

const QUOTE = 0x22;
const MINUS = 0x2d;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isNumberPart(text.charCodeAt(at))) at++;
  return at;
}

/** Digit, sign, point or exponent. */
function isNumberPart(code: number): boolean {
  return (
    isDigit(code) || code === MINUS || code === 0x2b || code === 0x2e || (code | 0x20) === 0x65
  );
}

/** Deeper levels stand on one line, or the blanks would outgrow the text. */
const MAX_INDENTED_LEVELS = 100;

interface OpenValue {
  readonly entries: Iterator<readonly [string | null, unknown]>;
  readonly close: ']' | '}';
  isEmpty: boolean;
}

/**
 * Formats what `JSON.parse` returns, and Maps of it as objects; `indent` blanks a level, 0 for one
 * line. Open values are a list and not the call stack.
 */
export function formatJson(value: unknown, indent = 0): string {
  const pieces: string[] = [];
  const open: OpenValue[] = [];
  const newLine = (): void => {
    if (indent === 0 || open.length > MAX_INDENTED_LEVELS) return;
    pieces.push('\n', ' '.repeat(indent * open.length));
  };
  const write = (item: unknown): void => {
    const opened = openValue(item);
    if (opened === null) {
      // JSON has a negative zero, `JSON.stringify` has not.
      pieces.push(Object.is(item, -0) ? '-0' : JSON.stringify(item));
    } else {
      pieces.push(opened.close === ']' ? '[' : '{');
      open.push(opened);
    }
  };
  write(value);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.entries.next();
    if (next.done === true) {
      open.pop();
      if (!top.isEmpty) newLine();
      pieces.push(top.close);
      continue;
    }
    if (!top.isEmpty) pieces.push(',');
    top.isEmpty = false;
    newLine();
    const [key, item] = next.value;
    if (key !== null) pieces.push(JSON.stringify(key), indent === 0 ? ':' : ': ');
    write(item);
  }
  return pieces.join('');
}

function openValue(value: unknown): OpenValue | null {
  if (Array.isArray(value)) return { entries: elements(value), close: ']', isEmpty: true };
  if (value instanceof Map) {
    return { entries: value.entries() as OpenValue['entries'], close: '}', isEmpty: true };
  }
  if (isJsonObject(value)) {
    return { entries: Object.entries(value).values(), close: '}', isEmpty: true };
  }
  return null;
}

function* elements(values: readonly unknown[]): Generator<readonly [null, unknown]> {
  for (const value of values) yield [null, value];
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
