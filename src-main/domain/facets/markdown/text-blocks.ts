/** Texts as Markdown that no text can break out of. */
import { formatCounted } from '../../format';
import type { JsonValue } from '../../messages';
import { jsonPrefix } from '../json-prefix';

/** JSON of more characters is never written in full, whatever the limit of a text. */
const MAX_JSON_LENGTH = 2_000_000;
/** Shorter values stay on one line. */
const ONE_LINE_LENGTH = 120;
const MAX_CODE_LENGTH = 500;

/** Shortens texts and remembers whether it did. */
export class TextCutter {
  isCut = false;
  readonly #maxLength: number;

  /** @param maxLength of a text, in characters */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Beginning and end of a long text, with a note of how much was left out between. */
  cut(text: string): string {
    if (text.length <= this.#maxLength) return text;
    const head = text.slice(0, withoutHalf(text, Math.ceil(this.#maxLength * 0.7)));
    const tail = text.slice(withoutHalf(text, text.length - Math.floor(this.#maxLength * 0.3)));
    const left = text.length - head.length - tail.length;
    const note = `\n[… ${formatCounted(left, 'character')} left out …]\n`;
    // A note that is longer than what it stands for saves nothing.
    if (note.length >= left) return text;
    this.isCut = true;
    return `${head}${note}${tail}`;
  }
}

/** A place to cut that leaves no surrogate alone. */
function withoutHalf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}

/** Text as a quotation: headings and lists in it stay its own. */
export function quoted(text: string): string {
  return text
    .trimEnd()
    .split(/\r\n?|\n/)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** Text in a fence that is longer than any within. */
export function fenced(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(2, longestTicks(text)) + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Text on one line as inline code; only the beginning of a text that is no name. */
export function inlineCode(text: string): string {
  const line = text.slice(0, MAX_CODE_LENGTH).replace(/\s+/g, ' ').trim();
  const ticks = '`'.repeat(longestTicks(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

function longestTicks(text: string): number {
  let longest = 0;
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  return longest;
}

/** Text without what would make it more than a part of its line. */
export function plainLine(text: string): string {
  return text
    .slice(0, 1000)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[`*#<>[\]\\]/g, '\\$&');
}

/** A value in a fence: text as it is, anything else as JSON, indented where it is long. */
export function fencedValue(value: JsonValue, cutter: TextCutter): string {
  if (typeof value === 'string') return fenced(cutter.cut(value));
  const compact = jsonPrefix(value, MAX_JSON_LENGTH);
  const isShort = compact.length <= ONE_LINE_LENGTH || compact.length >= MAX_JSON_LENGTH;
  return fenced(cutter.cut(isShort ? compact : JSON.stringify(value, null, 1)), 'json');
}
