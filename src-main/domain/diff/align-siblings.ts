/** Aligns the children of a pair: turns first, then what is in them, then what is left. */
import { alignLists } from './align-lists';
import type { PairKind } from './alignment';
import { canonicalOrder } from './canonical-order';
import { concurrent, sizeOf, type DiffTree } from './diff-tree';

export interface Siblings {
  readonly a: DiffTree;
  readonly b: DiffTree;
  /** From 0, not the same step, to 1. */
  readonly similarity: (a: number, b: number) => number;
  /** The user decided nothing of the span and what is below it. */
  readonly isFreeA: (a: number) => boolean;
  readonly isFreeB: (b: number) => boolean;
  /** The whole subtrees did the same, and the user decided nothing of them. */
  readonly isSame: (a: number, b: number) => boolean;
}

export interface SiblingPair {
  readonly a: number;
  readonly b: number;
  readonly kind: PairKind;
  readonly confidence: number;
}

export interface AlignedSiblings {
  readonly pairs: readonly SiblingPair[];
  readonly leftA: readonly number[];
  readonly leftB: readonly number[];
}

/** What is left is paired in another order only where it is this much alike. */
const REORDERED = 0.7;
/** Of two sets that ran at the same time, where no order is given. */
const WITHIN_SET = 0.45;
/** What is left of both sides is compared each with each only where it is this little. */
const MAX_LEFT = 300;

/** @param listA siblings of A by start; @param listB those of B */
export function alignSiblings(
  siblings: Siblings,
  listA: readonly number[],
  listB: readonly number[],
): AlignedSiblings {
  const turnsA = turnsOf(siblings.a, canonicalOrder(siblings.a, listA));
  const turnsB = turnsOf(siblings.b, canonicalOrder(siblings.b, listB));
  const pairs: SiblingPair[] = [];
  const turnPairs = alignLists({
    lengthA: turnsA.length,
    lengthB: turnsB.length,
    similarity: (x, y) => likeTurns(siblings, turnsA[x] ?? [], turnsB[y] ?? []),
    keyA: (x) => keyOf(siblings.a, turnsA[x] ?? [], siblings.isFreeA),
    keyB: (y) => keyOf(siblings.b, turnsB[y] ?? [], siblings.isFreeB),
  });
  for (const [x, y] of turnPairs) {
    pairs.push(...alignTurn(siblings, turnsA[x] ?? [], turnsB[y] ?? []));
  }
  const takenA = new Set(pairs.map(({ a }) => a));
  const takenB = new Set(pairs.map(({ b }) => b));
  let leftA = listA.filter((at) => !takenA.has(at));
  let leftB = listB.filter((at) => !takenB.has(at));
  if (leftA.length > 0 && leftB.length > 0) {
    const unordered = pairUnordered(siblings, listA, listB, pairs, leftA, leftB);
    pairs.push(...unordered);
    const goneA = new Set(unordered.map(({ a }) => a));
    const goneB = new Set(unordered.map(({ b }) => b));
    leftA = leftA.filter((at) => !goneA.has(at));
    leftB = leftB.filter((at) => !goneB.has(at));
  }
  return { pairs, leftA, leftB };
}

type Turn = readonly number[];

/** A model call and what follows it up to the next; without calls, each span is by itself. */
function turnsOf(tree: DiffTree, list: readonly number[]): Turn[] {
  const turns: number[][] = [];
  let hasCall = false;
  for (const at of list) {
    const isCall = tree.spans[at]?.kind === 'llm';
    const last = turns.at(-1);
    if (isCall || !hasCall || last === undefined) turns.push([at]);
    else last.push(at);
    hasCall ||= isCall;
  }
  return turns;
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
  if (first === 0) return 0;
  const most = Math.max(restA.length, restB.length);
  let common = 0;
  const taken = new Set<number>();
  for (const x of restA.slice(0, MAX_COMPARED)) {
    let best = 0;
    let bestAt = -1;
    for (const y of restB.slice(0, MAX_COMPARED)) {
      const alike = taken.has(y) ? 0 : siblings.similarity(x, y);
      if (alike > best) [best, bestAt] = [alike, y];
    }
    if (bestAt !== -1) taken.add(bestAt);
    common += best;
  }
  return 0.6 * first + 0.4 * Math.min(1, common / Math.min(most, MAX_COMPARED));
}

const MAX_COMPARED = 6;

function alignTurn(siblings: Siblings, a: Turn, b: Turn): SiblingPair[] {
  const pairs = alignLists({
    lengthA: a.length,
    lengthB: b.length,
    similarity: (x, y) => siblings.similarity(a[x] ?? -1, b[y] ?? -1),
    keyA: (x) => keyOf(siblings.a, a.slice(x, x + 1), siblings.isFreeA),
    keyB: (y) => keyOf(siblings.b, b.slice(y, y + 1), siblings.isFreeB),
  });
  return pairs.map(([x, y]) => pairOf(siblings, a[x] ?? -1, b[y] ?? -1, 'aligned'));
}

function pairOf(siblings: Siblings, a: number, b: number, kind: PairKind): SiblingPair {
  const isSame = siblings.isSame(a, b);
  const confidence = isSame ? 1 : siblings.similarity(a, b);
  return { a, b, kind: isSame && kind === 'aligned' ? 'same' : kind, confidence };
}

/**
 * Pairs of what is left, the most alike first: spans that ran at the same time as a pair's, in
 * whatever order, and others that are nearly the same.
 */
function pairUnordered(
  siblings: Siblings,
  listA: readonly number[],
  listB: readonly number[],
  pairs: readonly SiblingPair[],
  leftA: readonly number[],
  leftB: readonly number[],
): SiblingPair[] {
  if (leftA.length > MAX_LEFT || leftB.length > MAX_LEFT) return [];
  const setsA = setsOf(siblings.a, listA);
  const setsB = setsOf(siblings.b, listB);
  const together = new Set(pairs.map(({ a, b }) => `${setsA.get(a)} ${setsB.get(b)}`));
  const candidates: SiblingPair[] = [];
  for (const a of leftA) {
    for (const b of leftB) {
      const confidence = siblings.similarity(a, b);
      const isOfSet = together.has(`${setsA.get(a)} ${setsB.get(b)}`);
      if (confidence < (isOfSet ? WITHIN_SET : REORDERED)) continue;
      candidates.push({ a, b, kind: isOfSet ? 'aligned' : 'reordered', confidence });
    }
  }
  candidates.sort((x, y) => y.confidence - x.confidence || x.a - y.a || x.b - y.b);
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  return candidates.filter(({ a, b }) => {
    if (takenA.has(a) || takenB.has(b)) return false;
    takenA.add(a);
    takenB.add(b);
    return true;
  });
}

/** By sibling, which of the sets it is in that ran at the same time; those alone are in none. */
function setsOf(tree: DiffTree, list: readonly number[]): ReadonlyMap<number, number> {
  const sets = new Map<number, number>();
  concurrent(list, tree.spans).forEach((group, index) => {
    if (group.length > 1) for (const at of group) sets.set(at, index);
  });
  return sets;
}
