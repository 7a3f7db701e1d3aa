/** Steps that one side has within one more span than the other: a span was put around them. */
import { alignSiblings, type Siblings, type SiblingPair } from './align-siblings';
import { sizeOf, type DiffTree } from './diff-tree';

/** Wrappers within wrappers that are looked through. */
const MAX_DEPTH = 3;
/** Share of what is in a wrapper that must be found outside of it on the other side. */
const LEAST_SHARE = 0.5;
const LEAST_CONFIDENCE = 0.5;
/** Wrappers that are looked into at one place. */
const MAX_WRAPPERS = 50;

/**
 * @param leftA siblings without a partner, below a pair; @param leftB those of the other side
 * @returns pairs of a span that was left and one below another that was
 */
export function findWrapped(
  siblings: Siblings,
  leftA: readonly number[],
  leftB: readonly number[],
): readonly SiblingPair[] {
  const inB = unwrap(siblings, leftA, leftB);
  const goneA = new Set(inB.map(({ a }) => a));
  const turned = turn(siblings);
  const restB = leftB.filter((at) => !inB.some(({ b }) => isWithin(siblings.b, b, at)));
  const inA = unwrap(
    turned,
    restB,
    leftA.filter((at) => !goneA.has(at)),
  );
  return [...inB, ...inA.map(({ a, b, kind, confidence }) => ({ a: b, b: a, kind, confidence }))];
}

/** Spans of `outside` that are within one of `wrappers`, which are of the other side. */
function unwrap(
  siblings: Siblings,
  outside: readonly number[],
  wrappers: readonly number[],
): SiblingPair[] {
  const found: SiblingPair[] = [];
  let rest = outside;
  for (const wrapper of wrappers.slice(0, MAX_WRAPPERS)) {
    if (rest.length === 0) break;
    const pairs = within(siblings, rest, siblings.b.childrenOf(wrapper), 1);
    found.push(...pairs);
    const gone = new Set(pairs.map(({ a }) => a));
    rest = rest.filter((at) => !gone.has(at));
  }
  return found;
}

function within(
  siblings: Siblings,
  outside: readonly number[],
  inside: readonly number[],
  depth: number,
): readonly SiblingPair[] {
  if (inside.length === 0) return [];
  const { pairs } = alignSiblings(siblings, outside, inside);
  const sound = pairs.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  const all = inside.reduce((sum, at) => sum + sizeOf(siblings.b, at), 0);
  const met = sound.reduce((sum, { b }) => sum + sizeOf(siblings.b, b), 0);
  if (met >= LEAST_SHARE * all) return sound;
  if (depth === MAX_DEPTH) return [];
  for (const at of inside.slice(0, MAX_WRAPPERS)) {
    const deeper = within(siblings, outside, siblings.b.childrenOf(at), depth + 1);
    if (deeper.length > 0) return deeper;
  }
  return [];
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

function isWithin(tree: DiffTree, position: number, ancestor: number): boolean {
  return position >= ancestor && position < (tree.subtreeEnds[ancestor] ?? 0);
}
