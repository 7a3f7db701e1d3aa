/** What two lists have in common, in an order both have. */
import { diffArrays } from 'diff';

/** Lists whose items are paired by a table of each with each. */
const MAX_TABLE = 250_000;
/** Of longer lists, items that both have but in another order: more are not worked around. */
const MAX_EDITS = 1000;

type Pair = readonly [x: number, y: number];

/**
 * Positions of the longest run of items that both lists have in order, beginning and end first. Of
 * several such runs the same is found whichever list comes first. Where long lists have much in
 * another order, nothing between beginning and end is paired.
 */
export function commonItems(x: readonly number[], y: readonly number[]): Pair[] {
  let start = 0;
  while (start < Math.min(x.length, y.length) && x[start] === y[start]) start++;
  let endX = x.length;
  let endY = y.length;
  while (endX > start && endY > start && x[endX - 1] === y[endY - 1]) {
    endX--;
    endY--;
  }
  const pairs: Pair[] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  for (const [i, j] of betweenEitherWay(x.slice(start, endX), y.slice(start, endY))) {
    pairs.push([start + i, start + j]);
  }
  for (let at = 0; endX + at < x.length; at++) pairs.push([endX + at, endY + at]);
  return pairs;
}

/**
 * The same for lists of any length, with work that goes with their length and the edits. Items that
 * one list alone has cannot be among them, and leaving them out first saves most of it.
 *
 * @returns null where the lists differ in more items that both have
 */
export function commonOfLong(
  x: readonly number[],
  y: readonly number[],
  maxEdits: number,
): Pair[] | null {
  const [inX, inY] = [new Set(x), new Set(y)];
  const sharedX = x.flatMap((item, at) => (inY.has(item) ? [at] : []));
  const sharedY = y.flatMap((item, at) => (inX.has(item) ? [at] : []));
  const changes = diffArrays(
    sharedX.map((at) => x[at]),
    sharedY.map((at) => y[at]),
    { maxEditLength: maxEdits },
  );
  if (changes === undefined) return null;
  const common: Pair[] = [];
  let atX = 0;
  let atY = 0;
  for (const { added, removed, count } of changes) {
    if (removed) atX += count;
    else if (added) atY += count;
    else for (let n = 0; n < count; n++) common.push([sharedX[atX++] ?? 0, sharedY[atY++] ?? 0]);
  }
  return common;
}

function betweenEitherWay(x: readonly number[], y: readonly number[]): readonly Pair[] {
  const at = x.findIndex((hash, index) => hash !== y[index]);
  const isSecond = x.length === y.length ? (x[at] ?? 0) > (y[at] ?? 0) : x.length > y.length;
  return isSecond ? between(y, x).map(([j, i]) => [i, j] as const) : between(x, y);
}

function between(x: readonly number[], y: readonly number[]): Pair[] {
  if (x.length === 0 || y.length === 0) return [];
  if (x.length * y.length > MAX_TABLE) return commonOfLong(x, y, MAX_EDITS) ?? [];
  const width = y.length + 1;
  const best = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      const both = x[i] === y[j] ? (best[(i + 1) * width + j + 1] ?? 0) + 1 : 0;
      best[i * width + j] = Math.max(skip, both);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    if (x[i] === y[j]) pairs.push([i++, j++]);
    else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}
