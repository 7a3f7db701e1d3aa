import { concurrent, type DiffTree } from './diff-tree';

/**
 * Siblings in order of start, but those that ran at the same time by what they did: whichever of
 * them began first, the order is the same.
 */
export function canonicalOrder(tree: DiffTree, siblings: readonly number[]): readonly number[] {
  if (siblings.length < 2) return siblings;
  const groups = concurrent(siblings, tree.spans);
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
 * Whether the second of two traces comes first where both are compared, by what they hold and
 * nothing else: so the comparison is the same whichever is given first.
 */
export function isSecond(a: DiffTree, b: DiffTree): boolean {
  if (a.count !== b.count) return a.count > b.count;
  for (let at = 0; at < a.count; at++) {
    const high = (a.merkleHighs[at] ?? 0) - (b.merkleHighs[at] ?? 0);
    if (high !== 0) return high > 0;
    const low = (a.merkleLows[at] ?? 0) - (b.merkleLows[at] ?? 0);
    if (low !== 0) return low > 0;
    const start = (a.spans[at]?.startNs ?? 0) - (b.spans[at]?.startNs ?? 0);
    if (start !== 0 && !Number.isNaN(start)) return start > 0;
  }
  return false;
}
