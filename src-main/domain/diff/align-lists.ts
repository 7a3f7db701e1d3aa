/**
 * Aligns two lists in order: pairs of positions, neither crossing. Costs of gaps are affine, so one
 * long gap is cheaper than several short ones. Large lists are cut at anchors and then aligned in a
 * band: never is there a table of everything against everything.
 */

/** A pair of positions in the two lists. */
export type ListPair = readonly [a: number, b: number];

export interface ListAlignment {
  readonly lengthA: number;
  readonly lengthB: number;
  /** From 0, not to be paired, to 1, the same. */
  readonly similarity: (a: number, b: number) => number;
  /** Equal for items that are the same beyond doubt; null where nothing is beyond doubt. */
  readonly keyA: (a: number) => string | null;
  readonly keyB: (b: number) => string | null;
}

/** What leaving out an item costs, beside what opening a gap does. */
const GAP = 0.33;
const GAP_OPEN = 0.09;
/** Items that are less alike are not paired, whatever the gaps cost. */
const LEAST_SIMILARITY = 0.25;
/** Cells of a table that is filled whole. */
const MAX_CELLS = 40_000;
const BAND = 48;

export function alignLists(lists: ListAlignment): ListPair[] {
  const pairs: ListPair[] = [];
  let fromA = 0;
  let fromB = 0;
  for (const [a, b] of [...anchors(lists), [lists.lengthA, lists.lengthB] as const]) {
    alignBetween(lists, fromA, a, fromB, b, pairs);
    if (a < lists.lengthA) pairs.push([a, b]);
    fromA = a + 1;
    fromB = b + 1;
  }
  return pairs;
}

/** Items that are the same and occur once on both sides, in an order both have (patience). */
function anchors({ lengthA, lengthB, keyA, keyB }: ListAlignment): ListPair[] {
  const inA = uniqueKeys(lengthA, keyA);
  const inB = uniqueKeys(lengthB, keyB);
  const common: ListPair[] = [];
  for (const [key, a] of inA) {
    const b = inB.get(key);
    if (a !== -1 && b !== undefined && b !== -1) common.push([a, b]);
  }
  return longestRise(common);
}

/** Positions by key in order; -1 for keys that occur again. */
function uniqueKeys(length: number, keyOf: (at: number) => string | null): Map<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < length; at++) {
    const key = keyOf(at);
    if (key !== null) found.set(key, found.has(key) ? -1 : at);
  }
  return found;
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

function alignBetween(
  lists: ListAlignment,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
  pairs: ListPair[],
): void {
  const n = toA - fromA;
  const m = toB - fromB;
  if (n <= 0 || m <= 0) return;
  // From row to row the band moves on by m / n columns, and must still meet itself.
  const band = n * m <= MAX_CELLS ? Math.max(n, m) : BAND + Math.ceil(m / n);
  pairs.push(...alignInBand(lists, fromA, fromB, n, m, band));
}

/**
 * Gotoh's alignment within a band of columns around the diagonal from corner to corner. Of equal
 * costs a pair is preferred, and the earliest of them.
 */
function alignInBand(
  { similarity }: ListAlignment,
  fromA: number,
  fromB: number,
  n: number,
  m: number,
  band: number,
): ListPair[] {
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
  const pairs: ListPair[] = [];
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
  return pairs;
}
