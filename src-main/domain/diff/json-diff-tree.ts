/** Two JSON values as one tree. Order of members does not count, nor what is of one run alone. */
import type { JsonValue } from '../messages';
import { commonItems } from './common-items';
import { hashValue } from './content-hash';
import { isVolatileMember, scrubText, type Scrubbing } from './scrub';

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
export function diffJsonTree(
  before: JsonValue,
  after: JsonValue,
  scrubbing: Scrubbing,
): JsonDiffNode {
  return compare(before, after, { key: null, depth: 0, scrubbing });
}

type Key = string | number | null;

interface Place {
  readonly key: Key;
  readonly depth: number;
  readonly scrubbing: Scrubbing;
}

function compare(before: JsonValue, after: JsonValue, place: Place): JsonDiffNode {
  const { key, depth, scrubbing } = place;
  const leaf = (kind: JsonDiffNode['kind']): JsonDiffNode => ({
    key,
    kind,
    before,
    after,
    children: [],
  });
  if (before === after) return leaf('same');
  if (isScalar(before) && isScalar(after)) {
    if (isSameWritten(before, after)) return leaf('same');
    const isIgnored =
      (typeof key === 'string' && isVolatileMember(key, scrubbing)) ||
      isSameButForIds(before, after, scrubbing);
    return leaf(isIgnored ? 'ignored' : 'changed');
  }
  const areLists = isList(before) && isList(after);
  if (!areLists && !(isMembers(before) && isMembers(after))) return leaf('changed');
  if (depth >= MAX_DEPTH) {
    const areSame = hashValue(before, scrubbing) === hashValue(after, scrubbing);
    return leaf(areSame ? 'same' : 'changed');
  }
  const below = { depth: depth + 1, scrubbing };
  const children = areLists
    ? compareLists(before, after, below)
    : compareMembers(before as Members, after as Members, below);
  const isSame = children.every(({ kind }) => kind === 'same');
  return isSame ? leaf('same') : { key, kind: 'inside', before, after, children };
}

type Below = Omit<Place, 'key'>;

function compareMembers(before: Members, after: Members, below: Below): JsonDiffNode[] {
  return memberNames(before, after).map((key) => {
    const [x, y] = [memberOf(before, key), memberOf(after, key)];
    const isPair = x !== undefined && y !== undefined;
    return isPair ? compare(x, y, { key, ...below }) : oneSided(key, x, y);
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
function compareLists(before: List, after: List, below: Below): JsonDiffNode[] {
  const nodes: JsonDiffNode[] = [];
  let atX = 0;
  let atY = 0;
  const pair = (x: number, y: number): void => {
    nodes.push(compare(before[x] ?? null, after[y] ?? null, { key: y, ...below }));
    [atX, atY] = [x + 1, y + 1];
  };
  const upTo = (toX: number, toY: number): void => {
    for (let left = Math.min(toX - atX, toY - atY); left > 0; left--) pair(atX, atY);
    for (; atX < toX; atX++) nodes.push(oneSided(atX, before[atX], undefined));
    for (; atY < toY; atY++) nodes.push(oneSided(atY, undefined, after[atY]));
  };
  const hashOf = (item: JsonValue): number => hashValue(item, below.scrubbing);
  for (const [x, y] of commonItems(before.map(hashOf), after.map(hashOf))) {
    upTo(x, y);
    // Equal hashes leave ids out.
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

/** Whether the two differ in spaces around them alone, or in being a number or its text. */
function isSameWritten(before: Scalar, after: Scalar): boolean {
  if (typeof before === 'string' && typeof after === 'string') {
    return before.trim() === after.trim();
  }
  return isNumberAsText(before, after);
}

/** Whether one is a number and the other its text. `null` and `true` are no texts. */
function isNumberAsText(before: Scalar, after: Scalar): boolean {
  if (typeof before === typeof after) return false;
  if (typeof before !== 'number' && typeof after !== 'number') return false;
  return String(before).trim() === String(after).trim();
}

function isSameButForIds(before: Scalar, after: Scalar, scrubbing: Scrubbing): boolean {
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return scrubText(before.trim(), scrubbing) === scrubText(after.trim(), scrubbing);
}
