/** When the rows of two merged traces took place, on one clock: that of the first trace. */
import type { DiffTree } from './diff-tree';
import type { MergedRows } from './merge-rows';

export interface RowTimes {
  /** By row, in nanoseconds from the beginning of the first trace. */
  readonly beginsNs: Float64Array;
  readonly endsNs: Float64Array;
}

/** One of two traces in the rows of both. */
export interface MergedSide {
  readonly tree: DiffTree;
  /** By row: position in the tree, or -1. */
  readonly at: Int32Array;
}

/**
 * What only the second trace has is put between the pairs beside it, in proportion. No row begins
 * before its parent or ends before it begins.
 */
export function rowTimes(
  { count, parents }: MergedRows,
  first: MergedSide,
  second: MergedSide,
): RowTimes {
  const beginsNs = new Float64Array(count).fill(NaN);
  const endsNs = new Float64Array(count).fill(NaN);
  const children: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let row = count - 1; row >= 0; row--) {
    const span = first.tree.spans[first.at[row] ?? -1];
    if (span !== undefined) {
      beginsNs[row] = span.startNs;
      endsNs[row] = span.endNs;
    } else {
      // A step around others lasts as long as they do.
      for (const child of children[row + 1] ?? []) {
        beginsNs[row] = least(beginsNs[row], beginsNs[child]);
        endsNs[row] = -least(-(endsNs[row] ?? NaN), -(endsNs[child] ?? NaN));
      }
    }
    children[(parents[row] ?? -1) + 1]?.push(row);
  }
  for (let parent = -1; parent < count; parent++) {
    const siblings = (children[parent + 1] ?? []).reverse();
    const isPlaced = siblings.every((row) => !Number.isNaN(beginsNs[row]));
    const clock = isPlaced ? null : clockOf([parent, ...siblings], second, { beginsNs, endsNs });
    const fromNs = beginsNs[parent] ?? -Infinity;
    let lastNs = fromNs;
    for (const row of siblings) {
      const span = second.tree.spans[second.at[row] ?? -1];
      if (Number.isNaN(beginsNs[row]) && clock !== null && span !== undefined) {
        beginsNs[row] = clock(span.startNs);
        endsNs[row] = clock(span.endNs);
      }
      // Without a time, it is taken to have been when the one before it was.
      if (Number.isNaN(beginsNs[row])) beginsNs[row] = lastNs;
      beginsNs[row] = Math.max(fromNs, beginsNs[row] ?? fromNs);
      const beginNs = beginsNs[row] ?? fromNs;
      endsNs[row] = Number.isNaN(endsNs[row]) ? beginNs : Math.max(beginNs, endsNs[row] ?? beginNs);
      lastNs = beginNs;
    }
  }
  return { beginsNs, endsNs };
}

/** The less of two, of which either may be unknown. */
function least(x = NaN, y = NaN): number {
  return Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y);
}

/** From times of the second trace to those of the first, by rows whose times are known in both. */
function clockOf(
  rows: readonly number[],
  { tree, at }: MergedSide,
  { beginsNs, endsNs }: RowTimes,
): (ns: number) => number {
  const marks: { readonly fromNs: number; toNs: number }[] = [];
  for (const row of rows) {
    const span = tree.spans[at[row] ?? -1];
    if (span === undefined) continue;
    marks.push({ fromNs: span.startNs, toNs: beginsNs[row] ?? NaN });
    marks.push({ fromNs: span.endNs, toNs: endsNs[row] ?? NaN });
  }
  const known = marks
    .filter(({ fromNs, toNs }) => Number.isFinite(fromNs) && Number.isFinite(toNs))
    .sort((x, y) => x.fromNs - y.fromNs || x.toNs - y.toNs);
  let latestNs = -Infinity;
  for (const mark of known) mark.toNs = latestNs = Math.max(latestNs, mark.toNs);
  return (ns) => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((known[middle]?.fromNs ?? Infinity) <= ns) low = middle + 1;
      else high = middle;
    }
    const before = known[low - 1];
    const after = known[low];
    if (before === undefined) return after === undefined ? ns : after.toNs - (after.fromNs - ns);
    if (after === undefined) return before.toNs + (ns - before.fromNs);
    const share = (ns - before.fromNs) / (after.fromNs - before.fromNs);
    return before.toNs + share * (after.toNs - before.toNs);
  };
}
