import type { JsonValue } from '../messages';

const MAX_DEPTH = 100;

/**
 * Compact JSON text of a value, or its beginning of about `maxLength` characters: what lies
 * behind is never written, so a huge value costs no more than a short one.
 */
export function jsonPrefix(value: JsonValue, maxLength: number): string {
  const out: Output = { parts: [], left: maxLength };
  write(out, value, 0);
  return out.parts.join('');
}

interface Output {
  readonly parts: string[];
  left: number;
}

function write(out: Output, value: JsonValue, depth: number): void {
  if (out.left <= 0) return;
  if (typeof value === 'string') return put(out, JSON.stringify(value.slice(0, out.left)));
  if (value === null || typeof value !== 'object') return put(out, String(value));
  if (depth > MAX_DEPTH) return put(out, '…');
  if (Array.isArray(value)) {
    put(out, '[');
    let isFirst = true;
    for (const item of value as readonly JsonValue[]) {
      if (out.left <= 0) return;
      if (!isFirst) put(out, ',');
      isFirst = false;
      write(out, item, depth + 1);
    }
    return put(out, ']');
  }
  const members = value as { readonly [key: string]: JsonValue };
  put(out, '{');
  let isFirst = true;
  for (const key of Object.keys(members)) {
    if (out.left <= 0) return;
    put(out, `${isFirst ? '' : ','}${JSON.stringify(key.slice(0, out.left))}:`);
    isFirst = false;
    write(out, members[key] ?? null, depth + 1);
  }
  put(out, '}');
}

function put(out: Output, text: string): void {
  out.parts.push(text);
  out.left -= text.length;
}
