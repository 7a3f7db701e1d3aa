import { addMark, addText, finishHash, newHash, type HashState } from '../facets/text-hash';
import type { JsonValue } from '../messages';
import { isVolatileKey, scrubText } from './scrub';

const MAX_DEPTH = 100;
/** Characters that are hashed; of what comes after them, only lengths are. */
const MAX_CHARS = 65_536;

/**
 * A 32-bit hash of a value that is the same in two runs that did the same: order of members, spaces
 * and whether a number was sent as text do not count, nor do ids and times.
 */
export function hashValue(value: JsonValue): number {
  const hash = newHash();
  add({ hash, left: MAX_CHARS }, value, 0);
  return finishHash(hash);
}

interface Walk {
  readonly hash: HashState;
  left: number;
}

function add(walk: Walk, value: JsonValue, depth: number): void {
  const { hash } = walk;
  if (value === null || depth > MAX_DEPTH) return addMark(hash, 1);
  if (typeof value === 'string') return addBounded(walk, scrubText(value.trim()));
  if (typeof value !== 'object') return addBounded(walk, String(value));
  if (Array.isArray(value)) {
    addMark(hash, 2);
    for (const item of value as readonly JsonValue[]) {
      if (walk.left <= 0) return addMark(hash, (value as readonly JsonValue[]).length);
      add(walk, item, depth + 1);
      addMark(hash, 3);
    }
    return;
  }
  const members = value as { readonly [key: string]: JsonValue };
  addMark(hash, 4);
  for (const key of Object.keys(members).sort()) {
    if (walk.left <= 0) return;
    addBounded(walk, key);
    addMark(hash, 5);
    const member = members[key] ?? null;
    const isScalar = member === null || typeof member !== 'object';
    if (!(isScalar && isVolatileKey(key))) add(walk, member, depth + 1);
    addMark(hash, 6);
  }
}

function addBounded(walk: Walk, text: string): void {
  walk.left -= text.length + 1;
  if (walk.left >= 0) return addText(walk.hash, text);
  addText(walk.hash, text.slice(0, Math.max(0, text.length + walk.left)));
  addMark(walk.hash, text.length);
}
