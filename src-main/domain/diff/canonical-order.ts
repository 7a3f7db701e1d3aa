import type { UserPairs } from './alignment';
import type { DiffTree } from './diff-tree';
import { siblingGroups } from './sibling-groups';

/**
 * Siblings in order of start, but those that ran at the same time by what they did: whichever of
 * them began first, the order is the same.
 */
export function canonicalOrder(tree: DiffTree, siblings: readonly number[]): readonly number[] {
  if (siblings.length < 2) return siblings;
  const groups = siblingGroups(siblings, tree.spans);
  if (groups.length === siblings.length) return siblings;
  return groups.flatMap((group) =>
    group.length === 1 ? group : [...group].sort((x, y) => compare(tree, x, y)),
  );
}

function compare(tree: DiffTree, x: number, y: number): number {
  const { labels, spans, merkleHighs, merkleLows } = tree;
  return (
    (labels[x] ?? 0) - (labels[y] ?? 0) ||
    (spans[x]?.input ?? 0) - (spans[y]?.input ?? 0) ||
    (spans[x]?.output ?? 0) - (spans[y]?.output ?? 0) ||
    (merkleHighs[x] ?? 0) - (merkleHighs[y] ?? 0) ||
    (merkleLows[x] ?? 0) - (merkleLows[y] ?? 0) ||
    x - y
  );
}

/**
 * Which of two traces comes first where both are compared, by what they and the user's pairs hold
 * and nothing else: so the comparison is the same whichever is given first. Below 0 for `a`, above
 * for `b`, 0 where they cannot be told apart.
 */
export function compareTrees(a: DiffTree, b: DiffTree, { pinned, broken }: UserPairs): number {
  if (a.count !== b.count) return a.count - b.count;
  for (let at = 0; at < a.count; at++) {
    const order =
      (a.merkleHighs[at] ?? 0) - (b.merkleHighs[at] ?? 0) ||
      (a.merkleLows[at] ?? 0) - (b.merkleLows[at] ?? 0) ||
      // NaN where a time is not given, which tells nothing.
      (a.spans[at]?.startNs ?? 0) - (b.spans[at]?.startNs ?? 0) ||
      (a.spans[at]?.endNs ?? 0) - (b.spans[at]?.endNs ?? 0);
    if (order !== 0 && !Number.isNaN(order)) return order;
  }
  for (const [x, y] of [...pinned, ...broken]) if (x !== y) return x - y;
  return 0;
}
