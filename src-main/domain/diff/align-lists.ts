/**
 * Aligns two lists in order: pairs of positions, neither crossing. Costs of gaps are affine, so one
 * long gap is cheaper than several short ones. Large lists are cut at anchors and then aligned in a
 * band: never is there a table of everything against everything.
 */

import {
  commonRuns,
  uniqueItems,
  type ListKeys,
  type ListPair,
  type Stretch,
} from './align-anchors';

export interface ListAlignment {
  readonly lengthA: number;
  readonly lengthB: number;
  /** From 0, not to be paired, to 1, the same. */
  readonly similarity: (a: number, b: number) => number;
  /** Equal for items that are the same beyond doubt; null where nothing is beyond doubt. */
  readonly keyA: (a: number) => string | null;
  readonly keyB: (b: number) => string | null;
  readonly checkpoint: () => void;
}

/** What leaving out an item costs, beside what opening a gap does. */
const GAP = 0.33;
const GAP_OPEN = 0.09;
/** Items that are less alike are not paired, whatever the gaps cost. */
const LEAST_SIMILARITY = 0.25;
/** Cells of a table that is filled whole. */
const MAX_CELLS = 40_000;
const BAND = 48;

/** Cuts within cuts, before what is between them is aligned in a band. */
const MAX_DEPTH = 8;
/** Rows of a table after which it is asked whether the work is still wanted. */
const CHECK_ROWS = 256;

export function alignLists(lists: ListAlignment): ListPair[] {
  const { lengthA, lengthB } = lists;
  const pairs: ListPair[] = [];
  if (lengthA === 0 || lengthB === 0) return pairs;
  // Most turns are so; no gap is cheaper than a pair that may be.
  if (lengthA === 1 && lengthB === 1) {
    return lists.similarity(0, 0) >= LEAST_SIMILARITY ? [[0, 0]] : pairs;
  }
  const keys = keysOf(lists);
  const whole = { fromA: 0, toA: lengthA, fromB: 0, toB: lengthB };
  alignAround(lists, keys, whole, uniqueItems(keys, whole), 0, pairs);
  return pairs;
}

function keysOf({ lengthA, lengthB, keyA, keyB }: ListAlignment): ListKeys {
  const numbers = new Map<string, number>();
  const numberOf = (key: string | null): number => {
    if (key === null) return -1;
    const number = numbers.get(key);
    if (number !== undefined) return number;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const a = new Int32Array(lengthA);
  const b = new Int32Array(lengthB);
  for (let at = 0; at < lengthA; at++) a[at] = numberOf(keyA(at));
  for (let at = 0; at < lengthB; at++) b[at] = numberOf(keyB(at));
  return { a, b };
}

/** Adds pairs of what is around anchors, and the anchors. */
function alignAround(
  lists: ListAlignment,
  keys: ListKeys,
  within: Stretch,
  anchors: readonly ListPair[],
  depth: number,
  pairs: ListPair[],
): void {
  let { fromA, fromB } = within;
  for (const anchor of anchors) {
    const [a, b] = anchor;
    alignBetween(lists, keys, { fromA, toA: a, fromB, toB: b }, depth, pairs);
    pairs.push(anchor);
    fromA = a + 1;
    fromB = b + 1;
  }
  alignBetween(lists, keys, { ...within, fromA, fromB }, depth, pairs);
}

function alignBetween(
  lists: ListAlignment,
  keys: ListKeys,
  within: Stretch,
  depth: number,
  pairs: ListPair[],
): void {
  const n = within.toA - within.fromA;
  const m = within.toB - within.fromB;
  if (n <= 0 || m <= 0) return;
  if (n * m <= MAX_CELLS) return alignInBand(lists, within, Math.max(n, m), pairs);
  if (depth < MAX_DEPTH) {
    const unique = depth === 0 ? [] : uniqueItems(keys, within);
    const anchors = unique.length > 0 ? unique : commonRuns(keys, within);
    if (anchors.length > 0) return alignAround(lists, keys, within, anchors, depth + 1, pairs);
  }
  // From row to row the band moves on by m / n columns, and must still meet itself.
  alignInBand(lists, within, BAND + Math.ceil(m / n), pairs);
}

/**
 * Gotoh's alignment within a band of columns around the diagonal from corner to corner. Of equal
 * costs a pair is preferred, and the earliest of them.
 */
function alignInBand(
  { similarity, checkpoint }: ListAlignment,
  { fromA, toA, fromB, toB }: Stretch,
  band: number,
  pairs: ListPair[],
): void {
  const n = toA - fromA;
  const m = toB - fromB;
  const width = Math.min(m, 2 * band + 1) + 1;
  // From the ends to the beginnings, so that the way is read off from the beginnings.
  const first = (row: number): number => {
    if (width > m) return 0;
    return Math.max(0, Math.min(m + 1 - width, Math.round((row * m) / n) - band));
  };
  const cells = (n + 1) * width;
  const best = new Float32Array(cells).fill(Infinity);
  const gapA = new Float32Array(cells).fill(Infinity);
  const gapB = new Float32Array(cells).fill(Infinity);
  const isPair = new Uint8Array(cells);
  const indexOf = (row: number, column: number): number => {
    const offset = column - first(row);
    return offset < 0 || offset >= width ? -1 : row * width + offset;
  };
  const at = (table: Float32Array, row: number, column: number): number => {
    const index = row > n || column > m ? -1 : indexOf(row, column);
    return index === -1 ? Infinity : (table[index] ?? Infinity);
  };
  for (let row = n; row >= 0; row--) {
    if (row % CHECK_ROWS === 0) checkpoint();
    for (let column = Math.min(m, first(row) + width - 1); column >= first(row); column--) {
      const index = indexOf(row, column);
      if (row === n && column === m) {
        best[index] = 0;
        continue;
      }
      const leaveA =
        GAP + Math.min(at(best, row + 1, column) + GAP_OPEN, at(gapA, row + 1, column));
      const leaveB =
        GAP + Math.min(at(best, row, column + 1) + GAP_OPEN, at(gapB, row, column + 1));
      gapA[index] = leaveA;
      gapB[index] = leaveB;
      let paired = Infinity;
      if (row < n && column < m) {
        const alike = similarity(fromA + row, fromB + column);
        const rest = at(best, row + 1, column + 1);
        if (alike >= LEAST_SIMILARITY) paired = rest + 1 - alike;
      }
      const least = Math.min(paired, leaveA, leaveB);
      best[index] = least;
      isPair[index] = paired <= least + 1e-6 ? 1 : 0;
    }
  }
  let row = 0;
  let column = 0;
  let gap: Float32Array | null = null;
  while (row < n && column < m) {
    const index = indexOf(row, column);
    // Never outside of the band, which both ends are in.
    if (index === -1) break;
    if (gap === null && isPair[index] === 1) {
      pairs.push([fromA + row++, fromB + column++]);
      continue;
    }
    gap ??= (gapA[index] ?? Infinity) <= (gapB[index] ?? Infinity) ? gapA : gapB;
    if (gap === gapA) row++;
    else column++;
    // The gap goes on where that is cheaper than to close it.
    if (at(best, row, column) + GAP_OPEN <= at(gap, row, column)) gap = null;
  }
}
