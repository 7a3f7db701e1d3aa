/**
 * Parts Markdown into pieces that can be drawn one by one: at blank lines between blocks where
 * there are any, and never inside of fenced code without closing and opening it again.
 */

/** A piece ends at the first good place behind this many characters. */
const GOOD_CHARS = 4000;
/** And at any line end, or anywhere, behind this many. */
const MAX_CHARS = 12_000;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

interface Fence {
  readonly mark: string;
  /** The line that opened it. */
  readonly line: string;
}

export interface MarkdownPiece {
  /** Where it begins in the whole text, and ends. */
  readonly from: number;
  readonly to: number;
  /** What is to be drawn: the part of the text, with fences that were cut made whole. */
  readonly text: string;
}

/** Takes time linear in the length of the text. */
export function markdownPieces(text: string): MarkdownPiece[] {
  const pieces: MarkdownPiece[] = [];
  let from = 0;
  let opened: Fence | null = null;
  let fence: Fence | null = null;
  const cutAt = (to: number): void => {
    if (to <= from) return;
    const before = opened === null ? '' : `${opened.line}\n`;
    const part = text.slice(from, to);
    const after = fence === null ? '' : `${part.endsWith('\n') ? '' : '\n'}${fence.mark}`;
    pieces.push({ from, to, text: `${before}${part}${after}` });
    from = to;
    opened = fence;
  };
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    // A line that would make the piece too long begins one of its own, and is cut itself.
    if (next - from > MAX_CHARS) cutAt(at);
    const isCut = next - at > MAX_CHARS;
    if (isCut) for (const to of placesWithin(text, at, next)) cutAt(to);
    const line = isCut ? '' : text.slice(at, end === -1 ? text.length : end);
    fence = fenceAfter(fence, line);
    if (!isCut && fence === null && line.trim() === '' && next - from >= GOOD_CHARS) cutAt(next);
    at = next;
  }
  cutAt(text.length);
  return pieces;
}

/** The fence that is open behind a line. */
function fenceAfter(fence: Fence | null, line: string): Fence | null {
  const [, mark = '', rest = ''] = line.length > 1000 ? [] : (FENCE.exec(line) ?? []);
  if (mark === '') return fence;
  if (fence === null) return mark[0] === '`' && rest.includes('`') ? null : { mark, line };
  const closes = mark[0] === fence.mark[0] && mark.length >= fence.mark.length;
  return closes && rest.trim() === '' ? null : fence;
}

/** Where a line that is too long is cut. */
function placesWithin(text: string, from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = from + MAX_CHARS; at < to; at += MAX_CHARS) places.push(wholeCharacter(text, at));
  return places;
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
