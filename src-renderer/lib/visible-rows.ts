/**
 * Which spans of a trace stand in the tree, in which order and how deep, given what is
 * folded and which categories are hidden. One pass over the columns; a folded subtree is
 * skipped by its `descendants`, so folding a large trace makes this cheaper, not dearer.
 */
import type { SpanIndex } from '@domain/units';
import type { SpanTable } from '@domain/span-table';

/** Position in the tree as drawn, from 0. */
export type Row = number;

export interface VisibleRows {
  readonly count: number;
  /** Span of each row, ascending (preorder). */
  readonly spans: Int32Array;
  /** Row of the nearest visible ancestor, -1 for none. */
  readonly parents: Int32Array;
  /** Visible ancestors. */
  readonly depths: Int32Array;
  /** Position among the visible siblings, from 1. */
  readonly positions: Int32Array;
  readonly setSizes: Int32Array;
}

type TreeColumns = Pick<SpanTable, 'count' | 'descendants' | 'categories'>;

/**
 * Computes the rows. `folded` has one byte a span, 1 where its subtree is folded;
 * `hiddenCategories` has a bit for each hidden category number. A span of a hidden category
 * gives its place to its children, and its fold is ignored, since nothing could unfold it. With
 * `only`, which has one byte a span, all spans where it is 0 are hidden in the same way.
 */
export function computeVisibleRows(
  table: TreeColumns,
  folded: Uint8Array,
  hiddenCategories = 0,
  only: Uint8Array | null = null,
): VisibleRows {
  const { count: spanCount, descendants, categories } = table;
  const spans = new Int32Array(spanCount);
  const parents = new Int32Array(spanCount);
  const depths = new Int32Array(spanCount);
  const positions = new Int32Array(spanCount);
  const childCounts = new Int32Array(spanCount);
  let rootCount = 0;
  let count = 0;
  // Rows whose subtree is being walked, innermost last.
  const open: Row[] = [];
  let span = 0;
  while (span < spanCount) {
    while (open.length > 0 && span > lastOf(descendants, spans[open[open.length - 1] ?? 0] ?? 0)) {
      open.pop();
    }
    const hidden = isHidden(hiddenCategories, categories[span] ?? 0) || only?.[span] === 0;
    if (!hidden) {
      const parent = open[open.length - 1] ?? -1;
      spans[count] = span;
      parents[count] = parent;
      depths[count] = open.length;
      if (parent === -1) {
        rootCount += 1;
        positions[count] = rootCount;
      } else {
        const position = (childCounts[parent] ?? 0) + 1;
        childCounts[parent] = position;
        positions[count] = position;
      }
      if ((descendants[span] ?? 0) > 0 && folded[span] === 0) open.push(count);
      count += 1;
    }
    span += !hidden && folded[span] === 1 ? 1 + (descendants[span] ?? 0) : 1;
  }
  const setSizes = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    const parent = parents[row] ?? -1;
    setSizes[row] = parent === -1 ? rootCount : (childCounts[parent] ?? 0);
  }
  return {
    count,
    spans: spans.subarray(0, count),
    parents: parents.subarray(0, count),
    depths: depths.subarray(0, count),
    positions: positions.subarray(0, count),
    setSizes,
  };
}

/** Row of a span, or -1 where it is folded away or hidden. O(log rows). */
export function rowOfSpan(rows: VisibleRows, span: SpanIndex): Row {
  const row = lowerBound(rows.spans, span);
  return rows.spans[row] === span ? row : -1;
}

/**
 * Row of a span, or of the nearest row above it where it is folded away: its folded
 * ancestor as long as no category is hidden. -1 only for an empty tree.
 */
export function nearestRow(rows: VisibleRows, span: SpanIndex): Row {
  const row = lowerBound(rows.spans, span);
  if (rows.spans[row] === span) return row;
  return row > 0 ? row - 1 : rows.count > 0 ? 0 : -1;
}

/** Row of the sibling before (-1) or after (1) a row, or -1 where there is none. */
export function siblingRow(rows: VisibleRows, row: Row, direction: -1 | 1): Row {
  const depth = rows.depths[row] ?? 0;
  for (let other = row + direction; other >= 0 && other < rows.count; other += direction) {
    const otherDepth = rows.depths[other] ?? 0;
    if (otherDepth === depth) return other;
    if (otherDepth < depth) return -1;
  }
  return -1;
}

/**
 * For each level of indentation of a row, from the outermost: whether the vertical guide
 * runs on below it (`line`), ends at it (`last`, innermost level only) or is over (`none`).
 */
export type Guide = 'line' | 'last' | 'none';

/** Guides of a row, at most `maxLevels` of the innermost ones. */
export function guidesOf(rows: VisibleRows, row: Row, maxLevels: number): Guide[] {
  const guides: Guide[] = [];
  let at = row;
  while (at >= 0 && (rows.parents[at] ?? -1) >= 0 && guides.length < maxLevels) {
    const isLast = rows.positions[at] === rows.setSizes[at];
    guides.push(isLast ? (at === row ? 'last' : 'none') : 'line');
    at = rows.parents[at] ?? -1;
  }
  return guides.reverse();
}

function isHidden(hiddenCategories: number, category: number): boolean {
  return category < 32 && (hiddenCategories & (1 << category)) !== 0;
}

function lastOf(descendants: Int32Array, span: SpanIndex): SpanIndex {
  return span + (descendants[span] ?? 0);
}

/** First position whose value is not below `value`. */
export function lowerBound(values: Int32Array | Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
