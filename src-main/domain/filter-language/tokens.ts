/** Text → tokens with their places. Never fails: what fits nowhere is a token too. */

interface Place {
  readonly from: number;
  readonly to: number;
  /** As it stands in the text. */
  readonly source: string;
}

/** One part of a name between dots. */
export interface NamePart {
  readonly text: string;
  readonly isQuoted: boolean;
}

export type Token = Place &
  (
    | { readonly kind: 'name'; readonly parts: readonly NamePart[] }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'symbol' }
    /** A quote that is never closed. */
    | { readonly kind: 'unclosed' }
    | { readonly kind: 'end' }
  );

const space = /\s+/y;
const word = /[\p{L}\p{M}\p{N}_\-:/@$#]+/uy;
const number = /[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?![\p{L}\p{M}\p{N}_\-:/@$#.])/uy;
const symbol = /<>|[=!<>]=|[\s\S]/uy;

/** The last token is `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(space, text, at).length;
    const token = readToken(text, at);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
    at = token.to;
  }
}

function readToken(text: string, from: number): Token {
  const place = (to: number): Place => ({ from, to, source: text.slice(from, to) });
  if (from >= text.length) return { kind: 'end', ...place(text.length) };
  const first = text.charAt(from);
  if (first === "'" || first === '"') {
    const quoted = readQuoted(text, from);
    if (quoted === null) return { kind: 'unclosed', ...place(text.length) };
    return { kind: 'string', value: quoted.text, ...place(quoted.to) };
  }
  const digits = matchAt(number, text, from);
  if (digits !== '') {
    // Adding 0 makes a plain zero of -0.
    return { kind: 'number', value: Number(digits) + 0, ...place(from + digits.length) };
  }
  if (first === '`' || matchAt(word, text, from) !== '') return readName(text, from);
  return { kind: 'symbol', ...place(from + matchAt(symbol, text, from).length) };
}

/** Parts with dots between; a part that is missing after a dot is ''. */
function readName(text: string, from: number): Token {
  const parts: NamePart[] = [];
  let at = from;
  for (;;) {
    const mark = text.charAt(at);
    const isQuoted = mark === '`' || (parts.length > 0 && (mark === '"' || mark === "'"));
    const quoted = isQuoted ? readQuoted(text, at) : null;
    if (isQuoted && quoted === null) {
      return { kind: 'unclosed', from: at, to: text.length, source: text.slice(at) };
    }
    const part = quoted?.text ?? matchAt(word, text, at);
    parts.push({ text: part, isQuoted });
    at = quoted?.to ?? at + part.length;
    if (text.charAt(at) !== '.') {
      return { kind: 'name', parts, from, to: at, source: text.slice(from, at) };
    }
    at += 1;
  }
}

/** A quote is written twice within itself. Null where it is never closed. */
function readQuoted(text: string, from: number): { text: string; to: number } | null {
  const mark = text.charAt(from);
  let read = '';
  let at = from + 1;
  for (;;) {
    const end = text.indexOf(mark, at);
    if (end === -1) return null;
    read += text.slice(at, end);
    if (text.charAt(end + 1) !== mark) return { text: read, to: end + 1 };
    read += mark;
    at = end + 2;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The name in capitals where it is one plain word, such as a keyword; else ''. */
export function wordOf(token: Token | undefined): string {
  if (token?.kind !== 'name' || token.parts.length !== 1) return '';
  const [part] = token.parts;
  return part === undefined || part.isQuoted ? '' : part.text.toUpperCase();
}

/** Whether conditions are joined by it. */
export function isJoint(token: Token): boolean {
  const word = wordOf(token);
  return word === 'AND' || word === 'OR';
}
