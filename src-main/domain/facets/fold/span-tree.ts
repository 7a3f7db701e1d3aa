import type { FoldSpan } from '../trace-facets';

/** The spans of a trace as a tree, by index into `spans`; made in n log n whatever the input. */
export interface SpanTree {
  readonly spans: readonly FoldSpan[];
  /** -1 for a root. Parents that did not arrive, and parents in a circle, leave a root. */
  readonly parents: Int32Array;
  /** Parents before children, siblings by start. Superseded placeholders are not in it. */
  readonly order: Int32Array;
  /** Position in `order`; -1 for superseded placeholders. */
  readonly positions: Int32Array;
  /** Position in `order` behind the last span of the subtree. */
  readonly subtreeEnds: Int32Array;
  readonly roots: Int32Array;
  /** By start. */
  childrenOf(index: number): Int32Array;
  /** -1: this placeholder's real span has arrived. */
  isSuperseded(index: number): boolean;
}

const NO_SPAN_ID = /^0*$/;

/** @param spans in any order */
export function buildSpanTree(spans: readonly FoldSpan[]): SpanTree {
  const { parents, superseded } = findParents(spans);
  cutCircles(parents);

  const byStart = Int32Array.from(spans.keys()).filter((index) => superseded[index] === 0);
  sortByStart(byStart, spans);

  const { offsets, children } = groupByParent(parents, byStart);
  const roots = byStart.filter((index) => parents[index] === -1);
  const childrenOf = (index: number): Int32Array =>
    children.subarray(offsets[index] ?? 0, offsets[index + 1] ?? 0);

  const order = preorder(spans.length, byStart.length, roots, childrenOf);
  const positions = new Int32Array(spans.length).fill(-1);
  order.forEach((index, position) => (positions[index] = position));
  return {
    spans,
    parents,
    order,
    positions,
    subtreeEnds: subtreeEnds(order, parents),
    roots,
    childrenOf,
    isSuperseded: (index) => superseded[index] === 1,
  };
}

/**
 * A placeholder (Logfire's pending span) gives way to the span it stands for, or to the first
 * placeholder of that span; until then it takes its place in the tree.
 */
function findParents(spans: readonly FoldSpan[]): {
  parents: Int32Array;
  superseded: Uint8Array;
} {
  const byId = new Map<string, number>();
  spans.forEach(({ spanId, facets }, index) => {
    if (facets.standsForSpanId === undefined && !byId.has(spanId)) byId.set(spanId, index);
  });
  const superseded = new Uint8Array(spans.length);
  spans.forEach(({ spanId, facets }, index) => {
    const real = facets.standsForSpanId;
    if (real === undefined) return;
    const place = byId.get(real);
    if (place === undefined) byId.set(real, index);
    else superseded[index] = 1;
    if (!byId.has(spanId)) byId.set(spanId, place ?? index);
  });
  const parents = Int32Array.from(spans, (span, index) => {
    const id = parentIdOf(span);
    const parent = id === null ? undefined : byId.get(id);
    return parent === undefined || parent === index ? -1 : parent;
  });
  return { parents, superseded };
}

function parentIdOf({ parentSpanId, facets }: FoldSpan): string | null {
  const id =
    facets.standsForSpanId === undefined
      ? (facets.realParentSpanId ?? parentSpanId)
      : (facets.realParentSpanId ?? null);
  return id === null || NO_SPAN_ID.test(id) ? null : id;
}

/** Whether the span names a parent: as a root of the tree, it is but what arrived of a larger one. */
export function namesParent(span: FoldSpan): boolean {
  return parentIdOf(span) !== null;
}

function cutCircles(parents: Int32Array): void {
  const walks = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let index = start;
    while (index !== -1 && walks[index] === 0) {
      walks[index] = start + 1;
      const parent = parents[index] ?? -1;
      // Met on this very walk: a circle.
      if (parent !== -1 && walks[parent] === start + 1) parents[index] = -1;
      index = parents[index] ?? -1;
    }
  }
}

/** Spans without a start come last; of those that start together, the one that came first. */
function sortByStart(indices: Int32Array, spans: readonly FoldSpan[]): void {
  const starts = Float64Array.from(spans, ({ startNs }) =>
    Number.isNaN(startNs) ? Infinity : startNs,
  );
  indices.sort((a, b) => {
    const startA = starts[a] ?? 0;
    const startB = starts[b] ?? 0;
    if (startA !== startB) return startA < startB ? -1 : 1;
    return (spans[a]?.key ?? 0) - (spans[b]?.key ?? 0);
  });
}

/** Children of all spans in one array, those of `index` from `offsets[index]` on. */
function groupByParent(
  parents: Int32Array,
  byStart: Int32Array,
): { offsets: Int32Array; children: Int32Array } {
  const offsets = new Int32Array(parents.length + 1);
  for (const index of byStart) {
    const parent = parents[index] ?? -1;
    if (parent !== -1) offsets[parent + 1] = (offsets[parent + 1] ?? 0) + 1;
  }
  for (let index = 0; index < parents.length; index++) {
    offsets[index + 1] = (offsets[index + 1] ?? 0) + (offsets[index] ?? 0);
  }
  const next = offsets.slice();
  const children = new Int32Array(byStart.length);
  for (const index of byStart) {
    const parent = parents[index] ?? -1;
    if (parent === -1) continue;
    const at = next[parent] ?? 0;
    children[at] = index;
    next[parent] = at + 1;
  }
  return { offsets, children };
}

function preorder(
  spanCount: number,
  keptCount: number,
  roots: Int32Array,
  childrenOf: (index: number) => Int32Array,
): Int32Array {
  const order = new Int32Array(keptCount);
  const stack = new Int32Array(spanCount + 1);
  let depth = 0;
  let position = 0;
  const push = (indices: Int32Array): void => {
    for (let at = indices.length - 1; at >= 0; at--) stack[depth++] = indices[at] ?? 0;
  };
  push(roots);
  while (depth > 0) {
    const index = stack[--depth] ?? 0;
    order[position++] = index;
    push(childrenOf(index));
  }
  return order.subarray(0, position);
}

function subtreeEnds(order: Int32Array, parents: Int32Array): Int32Array {
  const ends = new Int32Array(parents.length);
  for (let position = order.length - 1; position >= 0; position--) {
    const index = order[position] ?? 0;
    const end = Math.max(ends[index] ?? 0, position + 1);
    ends[index] = end;
    const parent = parents[index] ?? -1;
    if (parent !== -1) ends[parent] = Math.max(ends[parent] ?? 0, end);
  }
  return ends;
}

/**
 * By index: the nearest span above for which `is` holds, else -1.
 * @param stops spans that are not looked beyond
 */
export function nearestAbove(
  tree: SpanTree,
  is: (index: number) => boolean,
  stops: (index: number) => boolean = () => false,
): Int32Array {
  const nearest = new Int32Array(tree.spans.length).fill(-1);
  for (const index of tree.order) {
    const parent = tree.parents[index] ?? -1;
    if (parent === -1) continue;
    nearest[index] = is(parent) ? parent : stops(parent) ? -1 : (nearest[parent] ?? -1);
  }
  return nearest;
}

/** Whether `index` lies below `above`. */
export function isBelow(tree: SpanTree, index: number, above: number): boolean {
  const position = tree.positions[index] ?? -1;
  return position > (tree.positions[above] ?? -1) && position < (tree.subtreeEnds[above] ?? 0);
}
