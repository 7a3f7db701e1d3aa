/**
 * Where two lists are the same beyond doubt: places at which to cut them before what is between is
 * compared item by item.
 */

/** A pair of positions in the two lists. */
export type ListPair = readonly [a: number, b: number];

/** Keys of two lists as numbers: equal for items that are the same; each -1 is like no other. */
export interface ListKeys {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** A stretch of both lists; ends are behind the last item. */
export interface Stretch {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Items in a row that are looked for where single ones occur several times. */
const RUN = 6;
/** Shorter runs of common items may be so by chance. */
const LEAST_RUN = 4;
/** Items of one list alone up to which the shortest way from list to list is looked for. */
const MAX_EDITS = 1500;

/** Items that occur once on both sides, in an order both have (patience). */
export function uniqueItems(keys: ListKeys, within: Stretch): ListPair[] {
  return uniqueRuns(keys, within, 1);
}

/** Of items that occur often: runs of them that occur once, else the shortest way between both. */
export function commonRuns(keys: ListKeys, within: Stretch): ListPair[] {
  const runs = uniqueRuns(keys, within, RUN);
  return runs.length > 0 ? runs : shortestWay(keys, within);
}

function uniqueRuns({ a, b }: ListKeys, within: Stretch, length: number): ListPair[] {
  const inA = runsOnce(a, within.fromA, within.toA, length);
  const inB = runsOnce(b, within.fromB, within.toB, length);
  const common: ListPair[] = [];
  for (const [key, atA] of inA) {
    const atB = inB.get(key) ?? -1;
    if (atA !== -1 && atB !== -1) common.push([atA, atB]);
  }
  return longestRise(common);
}

/** First positions of runs, in order; -1 for runs that occur again. */
function runsOnce(
  keys: Int32Array,
  from: number,
  to: number,
  length: number,
): Map<number | string, number> {
  const found = new Map<number | string, number>();
  for (let at = from; at + length <= to; at++) {
    const key = length === 1 ? (keys[at] ?? -1) : runOf(keys, at, length);
    if (key !== -1) found.set(key, found.has(key) ? -1 : at);
  }
  return found;
}

/** -1 where an item is like no other. */
function runOf(keys: Int32Array, at: number, length: number): string | -1 {
  const run = keys.subarray(at, at + length);
  return run.includes(-1) ? -1 : run.join();
}

/** The longest run of pairs, given by rising `a`, in which `b` rises too. */
function longestRise(pairs: readonly ListPair[]): ListPair[] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(([, b], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  });
  const rise: ListPair[] = [];
  for (let at = tails.at(-1) ?? -1; at !== -1; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) rise.push(pair);
  }
  return rise.reverse();
}

/**
 * Common items on the way from one list to the other that leaves out the fewest (Myers), but for
 * short runs of them. None where more than `MAX_EDITS` would be left out.
 */
function shortestWay({ a, b }: ListKeys, { fromA, toA, fromB, toB }: Stretch): ListPair[] {
  const n = toA - fromA;
  const m = toB - fromB;
  const most = Math.min(MAX_EDITS, n + m);
  if (Math.abs(n - m) > most) return [];
  const isSame = (x: number, y: number): boolean =>
    a[fromA + x] !== -1 && a[fromA + x] === b[fromB + y];
  // By diagonal x - y, how far one comes with so many edits; kept for each number of them.
  const reach = new Int32Array(2 * most + 3).fill(-1);
  const middle = most + 1;
  reach[middle + 1] = 0;
  const steps: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    steps.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const left = reach[middle + diagonal - 1] ?? -1;
      const down = reach[middle + diagonal + 1] ?? -1;
      let x = diagonal === -edits || (diagonal !== edits && left < down) ? down : left + 1;
      while (x < n && x - diagonal < m && isSame(x, x - diagonal)) x++;
      reach[middle + diagonal] = x;
      if (x >= n && x - diagonal >= m) return longRuns(wayBack(steps, n, m), fromA, fromB);
    }
  }
  return [];
}

/** Runs of common items, the last first. */
function wayBack(
  steps: readonly Int32Array[],
  n: number,
  m: number,
): (readonly [...ListPair, length: number])[] {
  const runs: (readonly [...ListPair, length: number])[] = [];
  let x = n;
  let y = m;
  for (let edits = steps.length - 1; edits >= 0; edits--) {
    const reach = steps[edits] ?? new Int32Array();
    const diagonal = x - y;
    const left = reach[diagonal + edits] ?? -1;
    const down = reach[diagonal + edits + 2] ?? -1;
    const isDown = diagonal === -edits || (diagonal !== edits && left < down);
    const startX = edits === 0 ? 0 : isDown ? down : left + 1;
    const length = x - startX;
    if (length > 0) runs.push([startX, startX - diagonal, length]);
    x = isDown ? down : left;
    y = x - (isDown ? diagonal + 1 : diagonal - 1);
  }
  return runs;
}

function longRuns(
  runs: readonly (readonly [...ListPair, length: number])[],
  fromA: number,
  fromB: number,
): ListPair[] {
  const pairs: ListPair[] = [];
  for (const [x, y, length] of [...runs].reverse()) {
    if (length < LEAST_RUN) continue;
    for (let at = 0; at < length; at++) pairs.push([fromA + x + at, fromB + y + at]);
  }
  return pairs;
}
