import type { JsonValue } from '../messages';

/** How long a text is and how many values there are, of which a view shows the beginning. */
interface Allowance {
  chars: number;
  isCut: boolean;
}

/** Characters that a value takes beside its text. */
const VALUE_CHARS = 4;
const MAX_DEPTH = 64;

/** The beginning of a value, of so many characters: texts end early, lists and members as well. */
export function cutValue(
  value: JsonValue,
  maxChars: number,
): { readonly value: JsonValue; readonly isCut: boolean } {
  const left: Allowance = { chars: maxChars, isCut: false };
  return { value: cut(value, left, 0), isCut: left.isCut };
}

function cut(value: JsonValue, left: Allowance, depth: number): JsonValue {
  left.chars -= VALUE_CHARS;
  if (typeof value === 'string') return cutText(value, left);
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) {
    left.isCut = true;
    return null;
  }
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const item of value as readonly JsonValue[]) {
      if (!hasRoom(left)) break;
      items.push(cut(item, left, depth + 1));
    }
    return items;
  }
  const members: (readonly [string, JsonValue])[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (!hasRoom(left)) break;
    left.chars -= key.length;
    members.push([key, cut(member, left, depth + 1)]);
  }
  return Object.fromEntries(members);
}

function hasRoom(left: Allowance): boolean {
  if (left.chars > 0) return true;
  left.isCut = true;
  return false;
}

function cutText(text: string, left: Allowance): string {
  const room = Math.max(0, left.chars);
  left.chars -= text.length;
  if (text.length <= room) return text;
  left.isCut = true;
  // Not between the halves of a sign.
  const code = text.charCodeAt(room);
  return text.slice(0, code >= 0xdc00 && code <= 0xdfff ? Math.max(0, room - 1) : room);
}
