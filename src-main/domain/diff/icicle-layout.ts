/**
 * A comparison as an icicle: blocks in rows of depth, each as wide as the larger of its two sides
 * needs, so that what one run alone did keeps its place.
 *
 * Of each side a block has a total. Of tokens and cost that is its own and those of all within it;
 * of time its own duration, or the sum of what is within it where that is more, as it is of steps
 * that ran at the same time. The width of a block is the largest of the two totals and of the sum
 * of the widths within it. So what is within a block always fits, each of its sides fits too, and
 * the width is the same whichever run is A. The price: a block in which one run did what the other
 * did not is wider than either of them was.
 */
import { directionOf, type Tolerances } from './tolerances';
import type { DiffColumns, MergedDiff } from './diff-columns';

export const icicleMeasures = ['time', 'tokens', 'cost'] as const;
export type IcicleMeasure = (typeof icicleMeasures)[number];

/** Blocks in columns: parents before children, siblings from left to right. */
export interface IcicleLayout {
  readonly count: number;
  /** The first row of each block; one that is merged stands for several. */
  readonly rows: Int32Array;
  /** How many steps of each side it stands for. */
  readonly countsA: Int32Array;
  readonly countsB: Int32Array;
  /** Block above; -1 for none. */
  readonly parents: Int32Array;
  readonly firstChildren: Int32Array;
  readonly nextSiblings: Int32Array;
  readonly previousSiblings: Int32Array;
  readonly depths: Int32Array;
  /** Blocks within that have a width. */
  readonly descendants: Int32Array;
  /** Nanoseconds, tokens or US dollars of each side. */
  readonly totalsA: Float64Array;
  readonly totalsB: Float64Array;
  readonly widths: Float64Array;
  /** Left edges, in the unit of the widths. */
  readonly starts: Float64Array;
  /** Block of each row. */
  readonly blocksOfRows: Int32Array;
  /** Of all outermost blocks. */
  readonly totalWidth: number;
  readonly maxDepth: number;
}

/** @param mergesNames siblings of one name are one block, and so are those within them */
export function layOutIcicle(
  diff: MergedDiff,
  measure: IcicleMeasure,
  mergesNames: boolean,
): IcicleLayout {
  const { columns, count: rowCount } = diff;
  const blocksOfRows = mergesNames
    ? mergeNames(diff)
    : Int32Array.from({ length: rowCount }, (_, row) => row);
  let count = 0;
  for (const block of blocksOfRows) count = Math.max(count, block + 1);
  const rows = new Int32Array(count).fill(-1);
  const countsA = new Int32Array(count);
  const countsB = new Int32Array(count);
  const parents = new Int32Array(count).fill(-1);
  const depths = new Int32Array(count);
  const ownA = new Float64Array(count);
  const ownB = new Float64Array(count);
  let maxDepth = 0;
  for (let row = 0; row < rowCount; row++) {
    const block = blocksOfRows[row] ?? 0;
    if (rows[block] === -1) {
      rows[block] = row;
      const above = columns.parents[row] ?? -1;
      const parent = above === -1 ? -1 : (blocksOfRows[above] ?? -1);
      parents[block] = parent;
      depths[block] = parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
      maxDepth = Math.max(maxDepth, depths[block] ?? 0);
    }
    if ((columns.keysA[row] ?? 0) !== 0) countsA[block] = (countsA[block] ?? 0) + 1;
    if ((columns.keysB[row] ?? 0) !== 0) countsB[block] = (countsB[block] ?? 0) + 1;
    ownA[block] = (ownA[block] ?? 0) + ownOf(columns, row, 'a', measure);
    ownB[block] = (ownB[block] ?? 0) + ownOf(columns, row, 'b', measure);
  }
  const sums = sumUp(count, parents, ownA, ownB, measure === 'time');
  return {
    count,
    rows,
    countsA,
    countsB,
    parents,
    depths,
    blocksOfRows,
    maxDepth,
    ...sums,
    ...place(count, parents, sums.widths),
  };
}

/** How a block of B is against that of A. */
export type IcicleChange = 'onlyA' | 'onlyB' | 'grew' | 'shrank' | 'same';

export function changeOfBlock(
  { countsA, countsB, totalsA, totalsB }: IcicleLayout,
  block: number,
  measure: IcicleMeasure,
  tolerances: Tolerances,
): IcicleChange {
  if (countsA[block] === 0) return 'onlyB';
  if (countsB[block] === 0) return 'onlyA';
  const direction = directionOf(measure, totalsA[block] ?? 0, totalsB[block] ?? 0, tolerances);
  return direction === 'more' ? 'grew' : direction === 'less' ? 'shrank' : 'same';
}

/** By row: its block. Blocks are numbered in the order in which their first rows come. */
function mergeNames({ count, columns }: MergedDiff): Int32Array {
  const { parents, nameIds, labelIds, kinds } = columns;
  const identities = new Map<string, number>();
  const blocks = new Map<number, number>();
  const found = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const name = `${nameIds[row]} ${labelIds[row]} ${kinds[row]}`;
    let identity = identities.get(name);
    if (identity === undefined) identities.set(name, (identity = identities.size));
    const parent = parents[row] ?? -1;
    // Fewer identities than rows, so that no two are one key.
    const key = ((parent === -1 ? -1 : (found[parent] ?? -1)) + 1) * count + identity;
    let block = blocks.get(key);
    if (block === undefined) blocks.set(key, (block = blocks.size));
    found[row] = block;
  }
  return found;
}

/** What a side of a row has by itself; 0 where it is not known. */
function ownOf(columns: DiffColumns, row: number, side: 'a' | 'b', measure: IcicleMeasure): number {
  const isA = side === 'a';
  let value: number | undefined;
  if (measure === 'tokens') value = (isA ? columns.tokensA : columns.tokensB)[row];
  else if (measure === 'cost') value = (isA ? columns.costsUsdA : columns.costsUsdB)[row];
  else {
    const { startsA, startsB, endsA, endsB } = columns;
    value = ((isA ? endsA : endsB)[row] ?? 0) - ((isA ? startsA : startsB)[row] ?? 0);
  }
  return value !== undefined && value > 0 && Number.isFinite(value) ? value : 0;
}

type Sums = Pick<IcicleLayout, 'totalsA' | 'totalsB' | 'widths' | 'descendants'>;

/** From the innermost out. `isWithin`: what a block has by itself holds what is within it. */
function sumUp(
  count: number,
  parents: Int32Array,
  ownA: Float64Array,
  ownB: Float64Array,
  isWithin: boolean,
): Sums {
  const totalsA = new Float64Array(count);
  const totalsB = new Float64Array(count);
  const widths = new Float64Array(count);
  const descendants = new Int32Array(count);
  const total = (own: number, within: number): number =>
    isWithin ? Math.max(own, within) : own + within;
  // Until a block is reached, its entries are the sums of what is within it.
  for (let block = count - 1; block >= 0; block--) {
    const a = total(ownA[block] ?? 0, totalsA[block] ?? 0);
    const b = total(ownB[block] ?? 0, totalsB[block] ?? 0);
    const width = Math.max(a, b, widths[block] ?? 0);
    totalsA[block] = a;
    totalsB[block] = b;
    widths[block] = width;
    const parent = parents[block] ?? -1;
    if (parent === -1) continue;
    totalsA[parent] = (totalsA[parent] ?? 0) + a;
    totalsB[parent] = (totalsB[parent] ?? 0) + b;
    widths[parent] = (widths[parent] ?? 0) + width;
    if (width > 0) descendants[parent] = (descendants[parent] ?? 0) + 1 + (descendants[block] ?? 0);
  }
  return { totalsA, totalsB, widths, descendants };
}

type Places = Pick<
  IcicleLayout,
  'starts' | 'firstChildren' | 'nextSiblings' | 'previousSiblings' | 'totalWidth'
>;

/** Siblings beside each other from the left edge of what they are in. */
function place(count: number, parents: Int32Array, widths: Float64Array): Places {
  const starts = new Float64Array(count);
  const firstChildren = new Int32Array(count).fill(-1);
  const nextSiblings = new Int32Array(count).fill(-1);
  const previousSiblings = new Int32Array(count).fill(-1);
  const lastChildren = new Int32Array(count).fill(-1);
  let lastRoot = -1;
  let totalWidth = 0;
  for (let block = 0; block < count; block++) {
    const parent = parents[block] ?? -1;
    const before = parent === -1 ? lastRoot : (lastChildren[parent] ?? -1);
    if (before === -1) {
      starts[block] = parent === -1 ? 0 : (starts[parent] ?? 0);
      if (parent !== -1) firstChildren[parent] = block;
    } else {
      starts[block] = (starts[before] ?? 0) + (widths[before] ?? 0);
      nextSiblings[before] = block;
      previousSiblings[block] = before;
    }
    if (parent === -1) {
      lastRoot = block;
      totalWidth += widths[block] ?? 0;
    } else lastChildren[parent] = block;
  }
  return { starts, firstChildren, nextSiblings, previousSiblings, totalWidth };
}
