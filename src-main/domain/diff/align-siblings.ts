/** Aligns the children of a pair: turns first, then what is in them, then what is left. */
import { alignLeft } from './align-left';
import { alignLists } from './align-lists';
import { canonicalOrder } from './canonical-order';
import { sizeOf, type DiffTree } from './diff-tree';
import type { SiblingPair, Siblings } from './siblings';

export interface AlignedSiblings {
  readonly pairs: readonly SiblingPair[];
  readonly leftA: readonly number[];
  readonly leftB: readonly number[];
}

/** @param listA siblings of A by start; @param listB those of B */
export function alignSiblings(
  siblings: Siblings,
  listA: readonly number[],
  listB: readonly number[],
): AlignedSiblings {
  const hasCalls =
    listA.some((at) => isCall(siblings.a, at)) || listB.some((at) => isCall(siblings.b, at));
  const turnsA = turnsOf(siblings.a, canonicalOrder(siblings.a, listA), hasCalls);
  const turnsB = turnsOf(siblings.b, canonicalOrder(siblings.b, listB), hasCalls);
  const pairs: SiblingPair[] = [];
  const turnPairs = alignLists({
    lengthA: turnsA.length,
    lengthB: turnsB.length,
    similarity: (x, y) => likeTurns(siblings, turnsA[x] ?? [], turnsB[y] ?? []),
    keyA: (x) => keyOf(siblings.a, turnsA[x] ?? [], siblings.isFreeA),
    keyB: (y) => keyOf(siblings.b, turnsB[y] ?? [], siblings.isFreeB),
    checkpoint: siblings.checkpoint,
  });
  for (const [x, y] of turnPairs) {
    for (const pair of alignTurn(siblings, turnsA[x] ?? [], turnsB[y] ?? [])) pairs.push(pair);
  }
  for (const pair of alignLeft(siblings, pairs, listA, listB)) pairs.push(pair);
  const takenA = new Set(pairs.map(({ a }) => a));
  const takenB = new Set(pairs.map(({ b }) => b));
  return {
    pairs,
    leftA: listA.filter((at) => !takenA.has(at)),
    leftB: listB.filter((at) => !takenB.has(at)),
  };
}

type Turn = readonly number[];

/**
 * A model call and what follows it up to the next. What is before the first call is a turn as well
 * where the other side has calls, since there its call may be; else each span is by itself.
 */
function turnsOf(tree: DiffTree, list: readonly number[], hasCalls: boolean): Turn[] {
  if (!hasCalls) return list.map((at) => [at]);
  const turns: number[][] = [];
  for (const at of list) {
    const last = turns.at(-1);
    if (last === undefined || isCall(tree, at)) turns.push([at]);
    else last.push(at);
  }
  return turns;
}

function isCall({ spans }: DiffTree, at: number): boolean {
  return spans[at]?.kind === 'llm';
}

/** The same for turns that did the same; null where the user decided something of one. */
function keyOf(tree: DiffTree, turn: Turn, isFree: (at: number) => boolean): string | null {
  if (!turn.every(isFree)) return null;
  return turn
    .map((at) => `${tree.merkleHighs[at]} ${tree.merkleLows[at]} ${sizeOf(tree, at)}`)
    .join();
}

function likeTurns(siblings: Siblings, a: Turn, b: Turn): number {
  const [firstA = -1, ...restA] = a;
  const [firstB = -1, ...restB] = b;
  const first = siblings.similarity(firstA, firstB);
  if (restA.length === 0 && restB.length === 0) return first;
  // Of a turn without its call what the call led to counts, and a little less for that.
  const [hasA, hasB] = [isCall(siblings.a, firstA), isCall(siblings.b, firstB)];
  if (!hasA || !hasB) {
    return HEADLESS * likeRest(siblings, hasA ? restA : a, hasB ? restB : b);
  }
  return first === 0 ? 0 : 0.6 * first + 0.4 * likeRest(siblings, restA, restB);
}

/** How much of the longer one the two have in common, from 0 to 1. */
function likeRest(siblings: Siblings, a: readonly number[], b: readonly number[]): number {
  const most = Math.max(a.length, b.length);
  if (most === 0) return 0;
  let common = 0;
  const taken = new Set<number>();
  for (const x of a.slice(0, MAX_COMPARED)) {
    let best = 0;
    let bestAt = -1;
    for (const y of b.slice(0, MAX_COMPARED)) {
      const alike = taken.has(y) ? 0 : siblings.similarity(x, y);
      if (alike > best) [best, bestAt] = [alike, y];
    }
    if (bestAt !== -1) taken.add(bestAt);
    common += best;
  }
  return Math.min(1, common / Math.min(most, MAX_COMPARED));
}

const HEADLESS = 0.7;
const MAX_COMPARED = 6;

function alignTurn(siblings: Siblings, a: Turn, b: Turn): SiblingPair[] {
  const pairs = alignLists({
    lengthA: a.length,
    lengthB: b.length,
    similarity: (x, y) => siblings.similarity(a[x] ?? -1, b[y] ?? -1),
    keyA: (x) => keyOf(siblings.a, a.slice(x, x + 1), siblings.isFreeA),
    keyB: (y) => keyOf(siblings.b, b.slice(y, y + 1), siblings.isFreeB),
    checkpoint: siblings.checkpoint,
  });
  return pairs.map(([x, y]) => pairOf(siblings, a[x] ?? -1, b[y] ?? -1));
}

function pairOf(siblings: Siblings, a: number, b: number): SiblingPair {
  return siblings.isSame(a, b)
    ? { a, b, kind: 'same', confidence: 1 }
    : { a, b, kind: 'aligned', confidence: siblings.similarity(a, b) };
}
