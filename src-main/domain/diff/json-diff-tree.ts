/** Two JSON values as one tree. Order of members, ids and times do not count. */
import type { JsonValue } from '../messages';
import { commonItems } from './common-items';
import { hashValue } from './hash-value';
import { isVolatileKey, scrubText } from './scrub';

export interface JsonDiffNode {
  /** Member name, or position: in B where the item is there, else in A. Null for the whole value. */
  readonly key: string | number | null;
  /** `ignored`: an id or a time. `inside`: both are lists, or both have members, that differ. */
  readonly kind: 'same' | 'ignored' | 'changed' | 'added' | 'removed' | 'inside';
  /** Undefined where it was added. */
  readonly before: JsonValue | undefined;
  /** Undefined where it was removed. */
  readonly after: JsonValue | undefined;
  /** Of `inside` alone. */
  readonly children: readonly JsonDiffNode[];
}

/** What is nested deeper is compared as a whole. */
const MAX_DEPTH = 64;

/** Pairs members by name, and items of lists in order by what they hold. */
export function diffJsonTree(before: JsonValue, after: JsonValue): JsonDiffNode {
  return compare(before, after, null, 0);
}

type Key = string | number | null;

function compare(before: JsonValue, after: JsonValue, key: Key, depth: number): JsonDiffNode {
  const leaf = (kind: JsonDiffNode['kind']): JsonDiffNode => ({
    key,
    kind,
    before,
    after,
    children: [],
  });
  if (before === after) return leaf('same');
  if (isScalar(before) && isScalar(after)) {
    if (isNumberAsText(before, after)) return leaf('same');
    const isIgnored =
      (typeof key === 'string' && isVolatileKey(key)) || isSameButForIds(before, after);
    return leaf(isIgnored ? 'ignored' : 'changed');
  }
  const areLists = isList(before) && isList(after);
  if (!areLists && !(isMembers(before) && isMembers(after))) return leaf('changed');
  if (depth >= MAX_DEPTH) return leaf(hashValue(before) === hashValue(after) ? 'same' : 'changed');
  const children = areLists
    ? compareLists(before, after, depth + 1)
    : compareMembers(before as Members, after as Members, depth + 1);
  const isSame = children.every(({ kind }) => kind === 'same');
  return isSame ? leaf('same') : { key, kind: 'inside', before, after, children };
}

function compareMembers(before: Members, after: Members, depth: number): JsonDiffNode[] {
  return memberNames(before, after).map((key) => {
    const [x, y] = [memberOf(before, key), memberOf(after, key)];
    return x !== undefined && y !== undefined ? compare(x, y, key, depth) : oneSided(key, x, y);
  });
}

/** In the order of B; what A alone has stands behind the member that is before it in A. */
function memberNames(before: Members, after: Members): string[] {
  const gone = new Map<string | null, string[]>();
  let last: string | null = null;
  for (const key of Object.keys(before)) {
    if (Object.hasOwn(after, key)) last = key;
    else {
      const behind = gone.get(last) ?? [];
      behind.push(key);
      gone.set(last, behind);
    }
  }
  const rest = Object.keys(after).flatMap((key) => [key, ...(gone.get(key) ?? [])]);
  return [...(gone.get(null) ?? []), ...rest];
}

function memberOf(members: Members, key: string): JsonValue | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

/** Items are paired in order by what they hold; what is left between pairs is compared in turn. */
function compareLists(before: List, after: List, depth: number): JsonDiffNode[] {
  const nodes: JsonDiffNode[] = [];
  let atX = 0;
  let atY = 0;
  const pair = (x: number, y: number): void => {
    nodes.push(compare(before[x] ?? null, after[y] ?? null, y, depth));
    [atX, atY] = [x + 1, y + 1];
  };
  const upTo = (toX: number, toY: number): void => {
    for (let left = Math.min(toX - atX, toY - atY); left > 0; left--) pair(atX, atY);
    for (; atX < toX; atX++) nodes.push(oneSided(atX, before[atX], undefined));
    for (; atY < toY; atY++) nodes.push(oneSided(atY, undefined, after[atY]));
  };
  for (const [x, y] of commonItems(before.map(hashValue), after.map(hashValue))) {
    upTo(x, y);
    // Equal hashes leave ids out, and the end of long texts.
    pair(x, y);
  }
  upTo(before.length, after.length);
  return nodes;
}

function oneSided(
  key: Key,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): JsonDiffNode {
  return { key, kind: before === undefined ? 'added' : 'removed', before, after, children: [] };
}

type List = readonly JsonValue[];
type Members = { readonly [key: string]: JsonValue };

function isList(value: JsonValue): value is List {
  return Array.isArray(value);
}

function isMembers(value: JsonValue): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

type Scalar = string | number | boolean | null;

function isScalar(value: JsonValue): value is Scalar {
  return value === null || typeof value !== 'object';
}

/** Whether one is a number and the other its text. `null` and `true` are no texts. */
function isNumberAsText(before: Scalar, after: Scalar): boolean {
  if (typeof before === typeof after) return false;
  if (typeof before !== 'number' && typeof after !== 'number') return false;
  return String(before) === String(after);
}

function isSameButForIds(before: Scalar, after: Scalar): boolean {
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return scrubText(before.trim()) === scrubText(after.trim());
}
