/** How two JSON values differ, member by member. Order of members, ids and times do not count. */
import type { JsonValue } from '../messages';
import { hashValue } from './hash-value';
import { isVolatileKey, scrubText } from './scrub';

export interface JsonChange {
  /** Member names and positions from the top; empty for the whole value. */
  readonly path: readonly (string | number)[];
  readonly kind: 'added' | 'removed' | 'changed';
  /** Undefined where it was added. */
  readonly before: JsonValue | undefined;
  /** Undefined where it was removed. */
  readonly after: JsonValue | undefined;
}

export interface JsonDiff {
  readonly changes: readonly JsonChange[];
  /** There are more than are listed. */
  readonly isCut: boolean;
  /** Values that differ in ids and times alone, which are not listed. */
  readonly ignoredCount: number;
}

const MAX_CHANGES = 1000;
const MAX_DEPTH = 64;
/** Lists whose items are paired by a table of each with each. */
const MAX_TABLE = 250_000;

export function diffJson(before: JsonValue, after: JsonValue): JsonDiff {
  const walk: Walk = { changes: [], isCut: false, ignoredCount: 0 };
  compare(walk, before, after, [], '');
  return walk;
}

interface Walk {
  changes: JsonChange[];
  isCut: boolean;
  ignoredCount: number;
}

type Path = readonly (string | number)[];

function note(walk: Walk, change: JsonChange): void {
  if (walk.changes.length < MAX_CHANGES) walk.changes.push(change);
  else walk.isCut = true;
}

function compare(walk: Walk, before: JsonValue, after: JsonValue, path: Path, key: string): void {
  if (before === after || walk.isCut) return;
  if (path.length < MAX_DEPTH && isList(before) && isList(after)) {
    return compareLists(walk, before, after, path);
  }
  if (path.length < MAX_DEPTH && isMembers(before) && isMembers(after)) {
    return compareMembers(walk, before, after, path);
  }
  if (isScalar(before) && isScalar(after)) {
    if (isVolatileKey(key) || scalarText(before) === scalarText(after)) {
      walk.ignoredCount += String(before) === String(after) ? 0 : 1;
      return;
    }
  }
  note(walk, { path, kind: 'changed', before, after });
}

function compareMembers(walk: Walk, before: Members, after: Members, path: Path): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [x, y] = [memberOf(before, key), memberOf(after, key)];
    const at = [...path, key];
    if (x === undefined && y !== undefined)
      note(walk, { path: at, kind: 'added', before: x, after: y });
    else if (y === undefined && x !== undefined) {
      note(walk, { path: at, kind: 'removed', before: x, after: y });
    } else if (x !== undefined && y !== undefined) compare(walk, x, y, at, key);
  }
}

function memberOf(members: Members, key: string): JsonValue | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

/** Items are paired in order by what they hold; what is left between pairs is compared in turn. */
function compareLists(walk: Walk, before: List, after: List, path: Path): void {
  const [x, y] = [before.map(hashValue), after.map(hashValue)];
  let start = 0;
  while (start < Math.min(x.length, y.length) && x[start] === y[start]) start++;
  let endX = x.length;
  let endY = y.length;
  while (endX > start && endY > start && x[endX - 1] === y[endY - 1]) {
    endX--;
    endY--;
  }
  const pairs = commonItemsEitherWay(x.slice(start, endX), y.slice(start, endY));
  let atX = start;
  let atY = start;
  const upTo = (toX: number, toY: number): void => {
    for (; atX < toX && atY < toY; atX++, atY++) {
      compare(walk, before[atX] ?? null, after[atY] ?? null, [...path, atY], '');
    }
    for (; atX < toX; atX++) {
      note(walk, { path: [...path, atX], kind: 'removed', before: before[atX], after: undefined });
    }
    for (; atY < toY; atY++) {
      note(walk, { path: [...path, atY], kind: 'added', before: undefined, after: after[atY] });
    }
  };
  for (const [i, j] of pairs) {
    upTo(start + i, start + j);
    atX++;
    atY++;
  }
  upTo(endX, endY);
}

/** Of several longest runs the same is chosen whichever list comes first. */
function commonItemsEitherWay(
  x: readonly number[],
  y: readonly number[],
): readonly (readonly [number, number])[] {
  const at = x.findIndex((hash, index) => hash !== y[index]);
  const isSecond = x.length === y.length ? (x[at] ?? 0) > (y[at] ?? 0) : x.length > y.length;
  return isSecond ? commonItems(y, x).map(([j, i]) => [i, j] as const) : commonItems(x, y);
}

/** The longest common run of items, in order; none where the lists are too large for a table. */
function commonItems(x: readonly number[], y: readonly number[]): (readonly [number, number])[] {
  if (x.length * y.length > MAX_TABLE || x.length === 0 || y.length === 0) return [];
  const width = y.length + 1;
  const best = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      const both = x[i] === y[j] ? (best[(i + 1) * width + j + 1] ?? 0) + 1 : 0;
      best[i * width + j] = Math.max(skip, both);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    if (x[i] === y[j]) pairs.push([i++, j++]);
    else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
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

function scalarText(value: Scalar): string {
  return typeof value === 'string' ? scrubText(value.trim()) : String(value);
}
