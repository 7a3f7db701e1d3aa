/** Steps that one side has within one more span than the other: a span was put around them. */
import { alignSiblings } from './align-siblings';
import { sizeOf } from './diff-tree';
import { LeftSpans } from './left-spans';
import type { SiblingPair, Siblings } from './siblings';

/** Wrappers within wrappers that are looked through. */
const MAX_DEPTH = 3;
/** Share of what is in a wrapper that must be found outside of it on the other side. */
const LEAST_SHARE = 0.5;
const LEAST_CONFIDENCE = 0.5;
/** Comparisons, roughly, after which no further wrapper is looked into at one place. */
const MAX_WORK = 1_000_000;
/** Comparisons that an item of a long list takes, roughly. */
const WORK_PER_ITEM = 50;

/**
 * @param leftA siblings without a partner, below a pair; @param leftB those of the other side
 * @returns pairs of a span that was left and one below another that was
 */
export function findWrapped(
  siblings: Siblings,
  leftA: readonly number[],
  leftB: readonly number[],
): readonly SiblingPair[] {
  const inB = new Unwrapping(siblings, leftA).pairsWithin(leftB);
  const goneA = new Set(inB.map(({ a }) => a));
  const around = new Set<number>();
  for (const { b } of inB) {
    for (let at = b; at !== -1 && !around.has(at); at = siblings.b.parents[at] ?? -1)
      around.add(at);
  }
  const restB = leftB.filter((at) => !around.has(at));
  const restA = leftA.filter((at) => !goneA.has(at));
  const inA = new Unwrapping(turn(siblings), restB).pairsWithin(restA);
  return [...inB, ...inA.map(({ a, b, kind, confidence }) => ({ a: b, b: a, kind, confidence }))];
}

/** Looks for spans of A, left outside, within spans of B. */
class Unwrapping {
  readonly #siblings: Siblings;
  readonly #outside: LeftSpans;
  #work = 0;

  constructor(siblings: Siblings, outside: readonly number[]) {
    this.#siblings = siblings;
    this.#outside = new LeftSpans(siblings.a, outside);
  }

  pairsWithin(wrappers: readonly number[]): SiblingPair[] {
    const found: SiblingPair[] = [];
    for (const wrapper of wrappers) {
      if (this.#outside.size === 0) break;
      for (const pair of this.#within(wrapper, 1)) {
        found.push(pair);
        this.#outside.take(pair.a);
      }
    }
    return found;
  }

  #within(wrapper: number, depth: number): readonly SiblingPair[] {
    const { b: tree, checkpoint, pinnedA } = this.#siblings;
    const inside = tree.childrenOf(wrapper);
    if (inside.length === 0 || this.#work >= MAX_WORK) return [];
    checkpoint();
    const outside = this.#outside.like(tree, inside, pinnedA);
    const items = outside.length + inside.length;
    this.#work += Math.min(outside.length * inside.length, WORK_PER_ITEM * items) + items;
    if (outside.length > 0) {
      const sound = this.#soundPairs(outside, inside);
      if (sound.length > 0) return sound;
    }
    if (depth === MAX_DEPTH) return [];
    for (const at of inside) {
      const deeper = this.#within(at, depth + 1);
      if (deeper.length > 0) return deeper;
    }
    return [];
  }

  /** None where most of what is inside was not outside on the other side. */
  #soundPairs(outside: readonly number[], inside: readonly number[]): readonly SiblingPair[] {
    const { pairs } = alignSiblings(this.#siblings, outside, inside);
    const sound = pairs.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
    const sizes = (spans: readonly number[]): number =>
      spans.reduce((sum, at) => sum + sizeOf(this.#siblings.b, at), 0);
    const isMost = sizes(sound.map(({ b }) => b)) >= LEAST_SHARE * sizes(inside);
    return isMost || pairs.some(({ kind }) => kind === 'pinned') ? sound : [];
  }
}

function turn({ a, b, isFreeA, isFreeB, pinnedA, checkpoint, ...compare }: Siblings): Siblings {
  return {
    a: b,
    b: a,
    isFreeA: isFreeB,
    isFreeB: isFreeA,
    pinnedA: new Map([...pinnedA].map(([x, y]) => [y, x])),
    checkpoint,
    similarity: (x, y) => compare.similarity(y, x),
    isSame: (x, y) => compare.isSame(y, x),
  };
}
