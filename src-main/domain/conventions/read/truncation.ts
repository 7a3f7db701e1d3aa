/** Content that was cut or taken out on its way. Source: conventions reference §8.1 rule 8. */
import type { JsonValue } from '../../messages';
import { isArray, isObject, parseJson } from '../json-value';

/** Senders' marks stand at the very end; a closing quote or bracket may follow. */
const TAIL_LENGTH = 120;
const truncationMark =
  /(?:[[(<{]|\.\.\.|…)\s*(?:output |content |text )?truncated\b[^\])>]{0,80}[\])>}]?["'\]}\s]*$/i;

const redactionMark =
  /^\s*[<[(]?(\s*\*{3,}\s*|_{0,2}redacted_{0,2}|scrubbed due to .{0,100}|filtered|content redacted)[>\])]?\s*$/i;

/** Whether the text ends in a mark such as `...[TRUNCATED`. */
export function endsInTruncationMark(text: string): boolean {
  const tail = text.length > TAIL_LENGTH ? text.slice(-TAIL_LENGTH) : text;
  return /truncated/i.test(tail) && truncationMark.test(tail);
}

/** Whether the text is nothing but a mark such as `<REDACTED>`. */
export function isRedactionMark(text: string): boolean {
  return text.length < 140 && redactionMark.test(text);
}

/**
 * What can still be read of JSON text that was cut: everything before the cut, its open strings,
 * arrays and objects closed. Undefined where nothing can. One pass over the text.
 */
export function parseCutJson(text: string): JsonValue | undefined {
  const open: ('}' | ']')[] = [];
  let isInString = false;
  /** Where the text may end so that only closing brackets are missing. */
  let safeEnd = 0;
  let stringStart = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isInString = false;
      continue;
    }
    if (code === QUOTE) {
      isInString = true;
      stringStart = at;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length > MAX_OPEN) return undefined;
      open.push(code === OPEN_BRACE ? '}' : ']');
      safeEnd = at + 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
      safeEnd = at + 1;
    } else if (code === COMMA) {
      safeEnd = at;
    }
  }
  if (open.length === 0) return undefined;
  const closing = open.reverse().join('');
  if (isInString) {
    const whole = text.slice(0, text.length - danglingEscape(text, stringStart));
    const value = parseJson(`${whole}"${closing}`);
    if (value !== undefined) return value;
  }
  return parseJson(text + closing) ?? parseJson(text.slice(0, safeEnd) + closing);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const MAX_OPEN = 64;

/** Length of an escape sequence that the cut went through, at the end of an open string. */
function danglingEscape(text: string, stringStart: number): number {
  const tail = text.slice(Math.max(stringStart + 1, text.length - 6));
  const match = /(?:^|[^\\])(?:\\\\)*(\\(?:u[\da-fA-F]{0,3})?)$/.exec(tail);
  return match?.[1]?.length ?? 0;
}

/** Whether any text inside is cut or redacted; looks at no more than the first 2,000 values. */
export function contentMarks(value: JsonValue): { isTruncated: boolean; isRedacted: boolean } {
  const marks = { isTruncated: false, isRedacted: false };
  const budget = { left: 2000 };
  collectMarks(value, marks, budget, 0);
  return marks;
}

function collectMarks(
  value: JsonValue,
  marks: { isTruncated: boolean; isRedacted: boolean },
  budget: { left: number },
  depth: number,
): void {
  if (--budget.left < 0 || depth > MAX_OPEN) return;
  if (typeof value === 'string') {
    if (endsInTruncationMark(value)) marks.isTruncated = true;
    if (isRedactionMark(value)) marks.isRedacted = true;
  } else if (isArray(value)) {
    for (const item of value) collectMarks(item, marks, budget, depth + 1);
  } else if (isObject(value)) {
    for (const key in value) collectMarks(value[key] as JsonValue, marks, budget, depth + 1);
  }
}
