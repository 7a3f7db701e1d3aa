/**
 * Patterns of LIKE and ILIKE: `%` for any text, `_` for any one character. A backslash before one
 * of these, or before itself, takes its meaning away; elsewhere it is a character like others.
 */

/** Texts as they are, and the two wildcards. */
export type LikePart = '%' | '_' | { readonly text: string };

export function parseLike(pattern: string): readonly LikePart[] {
  const parts: LikePart[] = [];
  let text = '';
  const close = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const mark = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (mark === '\\' && (next === '%' || next === '_' || next === '\\')) {
      text += next;
      at += 1;
    } else if (mark === '%' || mark === '_') {
      close();
      if (mark === '_' || parts.at(-1) !== '%') parts.push(mark);
    } else {
      text += mark;
    }
  }
  close();
  return parts;
}

/** The same as a pattern of SQLite's GLOB, which tells upper from lower case. */
export function toGlob(parts: readonly LikePart[]): string {
  return written(parts, '*', '?', (text) => text.replace(/[*?[]/g, '[$&]'));
}

/** The same as a pattern of SQLite's LIKE with a backslash to escape. */
export function toSqlLike(parts: readonly LikePart[]): string {
  return written(parts, '%', '_', (text) => text.replace(/[\\%_]/g, '\\$&'));
}

function written(
  parts: readonly LikePart[],
  any: string,
  one: string,
  escaped: (text: string) => string,
): string {
  return parts
    .map((part) => (part === '%' ? any : part === '_' ? one : escaped(part.text)))
    .join('');
}

/** Whether the whole text fits. Takes the length of the text times that of the pattern at most. */
export function matchesLike(parts: readonly LikePart[], text: string): boolean {
  let at = 0;
  let part = 0;
  // Where to go on from when what follows the last % does not fit: one character later.
  let retryPart = -1;
  let retryAt = 0;
  for (;;) {
    const next = parts[part];
    if (next === '%') {
      if (part === parts.length - 1) return true;
      part += 1;
      retryPart = part;
      retryAt = at = nextOf(parts[part], text, at);
      if (at > text.length) return false;
      continue;
    }
    if (next === undefined && at === text.length) return true;
    const end = next === undefined ? -1 : endOf(next, text, at);
    if (end !== -1) {
      at = end;
      part += 1;
      continue;
    }
    if (retryPart === -1) return false;
    part = retryPart;
    retryAt = at = nextOf(parts[part], text, retryAt + 1);
    if (at > text.length) return false;
  }
}

/** Where a part may begin, from a place on; past the end where nowhere. */
function nextOf(part: LikePart | undefined, text: string, from: number): number {
  if (part === undefined || typeof part === 'string') return from;
  const found = text.indexOf(part.text, from);
  return found === -1 ? text.length + 1 : found;
}

/** Where a part that begins at a place ends; -1 where it does not fit. */
function endOf(part: LikePart, text: string, at: number): number {
  if (typeof part !== 'string') return text.startsWith(part.text, at) ? at + part.text.length : -1;
  const code = text.codePointAt(at);
  if (code === undefined) return -1;
  return at + (code > 0xffff ? 2 : 1);
}
