/** Pairs siblings that an alignment in order has left: in another order, or with no order at all. */
import type { DiffTree } from './diff-tree';
import { siblingGroups } from './sibling-groups';
import type { SiblingPair, Siblings } from './siblings';

/** What is left is paired in another order only where it is this much alike. */
const REORDERED = 0.7;
/** Of two sets that ran at the same time, where no order is given. */
const WITHIN_SET = 0.45;
/** What is left of both sides is compared each with each only where it is this little. */
const MAX_LEFT = 300;

/**
 * What the user pinned, then the most alike first: spans that ran at the same time as a pair's, and
 * others that are nearly the same.
 * @param pairs of the same siblings, so far
 */
export function alignLeft(
  siblings: Siblings,
  pairs: readonly SiblingPair[],
  listA: readonly number[],
  listB: readonly number[],
): SiblingPair[] {
  const takenA = new Set(pairs.map(({ a }) => a));
  const takenB = new Set(pairs.map(({ b }) => b));
  const leftB = listB.filter((at) => !takenB.has(at));
  const leftA = listA.filter((at) => !takenA.has(at));
  if (leftA.length === 0 || leftB.length === 0) return [];
  const found: SiblingPair[] = [];
  const take = (pair: SiblingPair): void => {
    if (takenA.has(pair.a) || takenB.has(pair.b)) return;
    takenA.add(pair.a);
    takenB.add(pair.b);
    found.push(pair);
  };
  const inB = new Set(leftB);
  for (const a of leftA) {
    const b = siblings.pinnedA.get(a) ?? -1;
    if (inB.has(b)) take({ a, b, kind: 'pinned', confidence: 1 });
  }
  if (leftA.length > MAX_LEFT || leftB.length > MAX_LEFT) return found;
  const candidates = candidatesOf(siblings, pairs, listA, listB, leftA, leftB);
  candidates.sort((x, y) => y.confidence - x.confidence || x.a - y.a || x.b - y.b);
  candidates.forEach(take);
  return found;
}

function candidatesOf(
  { a: treeA, b: treeB, similarity }: Siblings,
  pairs: readonly SiblingPair[],
  listA: readonly number[],
  listB: readonly number[],
  leftA: readonly number[],
  leftB: readonly number[],
): SiblingPair[] {
  const setsA = setsOf(treeA, listA);
  const setsB = setsOf(treeB, listB);
  const together = new Set<string>();
  for (const { a, b } of pairs) {
    const [setA, setB] = [setsA.get(a), setsB.get(b)];
    if (setA !== undefined && setB !== undefined) together.add(`${setA} ${setB}`);
  }
  const crosses = crossingOf(treeA, treeB, pairs);
  return leftA.flatMap((a) =>
    leftB.flatMap((b): SiblingPair[] => {
      const confidence = similarity(a, b);
      const isOfSet = together.has(`${setsA.get(a)} ${setsB.get(b)}`);
      if (confidence < (isOfSet ? WITHIN_SET : REORDERED)) return [];
      return [{ a, b, kind: crosses(a, b) ? 'reordered' : 'aligned', confidence }];
    }),
  );
}

/** By sibling, which of the sets it is in that ran at the same time; those alone are in none. */
function setsOf(tree: DiffTree, list: readonly number[]): ReadonlyMap<number, number> {
  const sets = new Map<number, number>();
  siblingGroups(list, tree.spans).forEach((group, index) => {
    if (group.length > 1) for (const at of group) sets.set(at, index);
  });
  return sets;
}

/**
 * Whether A did the step before another and B did it after that, or the other way round, of two
 * steps that did not run at the same time on either side.
 */
function crossingOf(
  treeA: DiffTree,
  treeB: DiffTree,
  pairs: readonly SiblingPair[],
): (a: number, b: number) => boolean {
  const startOf = (tree: DiffTree, at: number): number => tree.spans[at]?.startNs ?? NaN;
  // A step that took no time was not over before what began with it.
  const endOf = (tree: DiffTree, at: number): number =>
    Math.max(tree.spans[at]?.endNs ?? NaN, startOf(tree, at) + 1);
  const latestInB = latestOther(
    pairs.map(({ a, b }) => ({ endNs: endOf(treeA, a), otherStartNs: startOf(treeB, b) })),
  );
  const latestInA = latestOther(
    pairs.map(({ a, b }) => ({ endNs: endOf(treeB, b), otherStartNs: startOf(treeA, a) })),
  );
  return (a, b) =>
    latestInB(startOf(treeA, a)) >= endOf(treeB, b) ||
    latestInA(startOf(treeB, b)) >= endOf(treeA, a);
}

interface Crossing {
  readonly endNs: number;
  readonly otherStartNs: number;
}

/** Of the steps that were over at a time, when the last of them began on the other side. */
function latestOther(steps: readonly Crossing[]): (startNs: number) => number {
  const sorted = steps
    .filter(({ endNs, otherStartNs }) => !Number.isNaN(endNs + otherStartNs))
    .sort((x, y) => x.endNs - y.endNs);
  let latestNs = -Infinity;
  const latest = sorted.map(({ otherStartNs }) => (latestNs = Math.max(latestNs, otherStartNs)));
  return (startNs) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle]?.endNs ?? Infinity) <= startNs) low = middle + 1;
      else high = middle;
    }
    return latest[low - 1] ?? -Infinity;
  };
}
