/** Two aligned traces as one tree of rows: a row a pair, and a row for each span without a partner. */
import { mirrored, type Alignment } from './alignment';
import type { DiffTree } from './diff-tree';

export interface MergedRows {
  readonly count: number;
  /** By row, in preorder: position in A, or -1 for a span that only B has; the same for B. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Row of the parent; -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  /** Row behind the last one of the subtree. */
  readonly subtreeEnds: Int32Array;
}

/**
 * Every span is in exactly one row, and every ancestor of it in a row above that. The rows have one
 * order whichever trace is given first.
 */
export function mergeRows(treeA: DiffTree, treeB: DiffTree, alignment: Alignment): MergedRows {
  if (!alignment.isTurned) return merged(treeA, treeB, alignment);
  const { a, b, ...rows } = merged(treeB, treeA, mirrored(alignment));
  return { ...rows, a: b, b: a };
}

function merged(treeA: DiffTree, treeB: DiffTree, alignment: Alignment): MergedRows {
  const { partnersOfA, partnersOfB } = alignment;
  // A node is a span of A, with its partner; or, from `treeA.count` on, one of B without.
  const nodeOfB = (at: number): number => {
    const partner = partnersOfB[at] ?? -1;
    return partner === -1 ? treeA.count + at : partner;
  };
  const children = new Map<number, Siblings>();
  const siblingsOf = (parent: number): Siblings => {
    let found = children.get(parent);
    if (found === undefined) children.set(parent, (found = { ofA: [], ofB: [] }));
    return found;
  };
  for (let a = 0; a < treeA.count; a++) {
    const b = partnersOfA[a] ?? -1;
    const above = treeA.parents[a] ?? -1;
    // Of the two parents the one without a partner is below the other.
    const aboveB = b === -1 ? -1 : (treeB.parents[b] ?? -1);
    const isWrappedInB = aboveB !== -1 && (partnersOfB[aboveB] ?? -1) === -1;
    siblingsOf(isWrappedInB ? nodeOfB(aboveB) : above).ofA.push(a);
  }
  for (let b = 0; b < treeB.count; b++) {
    const a = partnersOfB[b] ?? -1;
    const above = treeB.parents[b] ?? -1;
    if (a === -1) {
      siblingsOf(above === -1 ? -1 : nodeOfB(above)).ofB.push(treeA.count + b);
      continue;
    }
    const aboveA = treeA.parents[a] ?? -1;
    const isWrappedInA = aboveA !== -1 && (partnersOfA[aboveA] ?? -1) === -1;
    siblingsOf(isWrappedInA ? aboveA : above === -1 ? -1 : nodeOfB(above)).ofB.push(a);
  }
  return inPreorder(treeA, alignment, children);
}

interface Siblings {
  /** Nodes with a span of A, in its order; then nodes with one of B, in its. */
  readonly ofA: number[];
  readonly ofB: number[];
}

/** In A's order; what only B has comes after what is before it in B. */
function interleave({ ofA, ofB }: Siblings, countA: number): number[] {
  const after = new Map<number, number[]>();
  let before = -1;
  for (const node of ofB) {
    if (node < countA) {
      before = node;
      continue;
    }
    const list = after.get(before);
    if (list === undefined) after.set(before, [node]);
    else list.push(node);
  }
  const merged = [...(after.get(-1) ?? [])];
  for (const node of ofA) {
    merged.push(node);
    for (const next of after.get(node) ?? []) merged.push(next);
  }
  return merged;
}

function inPreorder(
  treeA: DiffTree,
  { partnersOfA, partnersOfB }: Alignment,
  children: ReadonlyMap<number, Siblings>,
): MergedRows {
  const onlyB = partnersOfB.reduce((sum, partner) => sum + (partner === -1 ? 1 : 0), 0);
  const count = treeA.count + onlyB;
  const a = new Int32Array(count);
  const b = new Int32Array(count);
  const parents = new Int32Array(count);
  const depths = new Int32Array(count);
  const subtreeEnds = new Int32Array(count);
  const open: { readonly node: number; readonly parent: number }[] = [];
  const push = (node: number, row: number): void => {
    const siblings = children.get(node);
    if (siblings === undefined) return;
    const list = interleave(siblings, treeA.count);
    for (let at = list.length - 1; at >= 0; at--) open.push({ node: list[at] ?? -1, parent: row });
  };
  let row = 0;
  push(-1, -1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent } = next;
    a[row] = node < treeA.count ? node : -1;
    b[row] = node < treeA.count ? (partnersOfA[node] ?? -1) : node - treeA.count;
    parents[row] = parent;
    depths[row] = parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
    push(node, row);
    row++;
  }
  for (let at = row - 1; at >= 0; at--) {
    subtreeEnds[at] = Math.max(subtreeEnds[at] ?? 0, at + 1);
    const parent = parents[at] ?? -1;
    if (parent !== -1) {
      subtreeEnds[parent] = Math.max(subtreeEnds[parent] ?? 0, subtreeEnds[at] ?? 0);
    }
  }
  return { count: row, a, b, parents, depths, subtreeEnds };
}
