/** Colours of JSON text. Reads any piece of it, also one that is cut in the middle. */
import type { CodeToken } from '../code-block';

const pattern =
  /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

export function jsonTokens(text: string): CodeToken[] {
  const tokens: CodeToken[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, string, colon, number] = match;
    const at = match.index;
    if (at > from) tokens.push({ kind: 'plain', text: text.slice(from, at) });
    if (string !== undefined) {
      tokens.push({ kind: colon === undefined ? 'string' : 'key', text: string });
      if (colon !== undefined) tokens.push({ kind: 'plain', text: colon });
    } else tokens.push({ kind: number === undefined ? 'keyword' : 'number', text: whole });
    from = at + whole.length;
  }
  if (from < text.length) tokens.push({ kind: 'plain', text: text.slice(from) });
  return tokens;
}
