/**
 * Aligns two traces from their roots down: identical subtrees as a whole, children of a pair by
 * turns and likeness, then what is left in another order, within one more span, or elsewhere.
 * A pair's parents are a pair, but for spans that wrap one side: so all ancestors stay ancestors.
 */
import {
  mirrored,
  noUserPairs,
  pairKinds,
  type Alignment,
  type PairKind,
  type UserPairs,
} from './alignment';
import { alignSiblings } from './align-siblings';
import { buildDiffTree, isSameSubtree, type DiffSpan, type DiffTree } from './diff-tree';
import { canonicalOrder, compareTrees } from './canonical-order';
import { findMoved } from './find-moved';
import { Similarity } from './similarity';
import { findWrapped } from './find-wrapped';
import type { Siblings } from './siblings';

/** @param a in preorder, as `b` */
export function alignTraces(
  a: readonly DiffSpan[],
  b: readonly DiffSpan[],
  user: UserPairs = noUserPairs,
): Alignment {
  return alignTrees(buildDiffTree(a), buildDiffTree(b), user);
}

/**
 * The same whichever trace comes first, but for which side is which.
 * @param checkpoint called now and then; may throw to end it
 */
export function alignTrees(
  a: DiffTree,
  b: DiffTree,
  user: UserPairs = noUserPairs,
  checkpoint: () => void = () => undefined,
): Alignment {
  const order = compareTrees(a, b, user);
  if (order === 0) return alignWithItself(a, user);
  if (order < 0) return new Aligner(a, b, user, checkpoint).run();
  const turned = ([x, y]: readonly [number, number]) => [y, x] as const;
  const other = { pinned: user.pinned.map(turned), broken: user.broken.map(turned) };
  return mirrored(new Aligner(b, a, other, checkpoint).run());
}

/** Of two traces that cannot be told apart each step is itself, where the user did not break that. */
function alignWithItself(tree: DiffTree, user: UserPairs): Alignment {
  const broken = new Set(user.broken.map(([x]) => x));
  const pinned = new Set(user.pinned.map(([x]) => x));
  const isFree = isFreeIn(tree, [...broken, ...pinned]);
  const isAlone = tree.roots.length === 1;
  const partners = new Int32Array(tree.count).fill(-1);
  const kinds = new Uint8Array(tree.count);
  for (let at = 0; at < tree.count; at++) {
    const parent = tree.parents[at] ?? -1;
    const isBelowPair = parent === -1 || partners[parent] !== -1;
    const isBroken = broken.has(at) && !(parent === -1 && isAlone);
    if (isBroken || !isBelowPair) continue;
    partners[at] = at;
    kinds[at] = pairKinds.indexOf(pinned.has(at) ? 'pinned' : isFree(at) ? 'same' : 'aligned');
  }
  return {
    partnersOfA: partners,
    partnersOfB: partners,
    kinds,
    confidences: Float32Array.from(partners, (at) => (at === -1 ? 0 : 1)),
    ...findMoved(tree, tree, { partnersOfA: partners, partnersOfB: partners }, user),
    isTurned: false,
  };
}

/** Whether the user decided nothing of a span and what is below it. */
function isFreeIn(
  { count, parents }: DiffTree,
  decided: readonly number[],
): (at: number) => boolean {
  const isDecided = new Uint8Array(count);
  for (const each of decided) {
    for (let at = each; at !== -1 && isDecided[at] === 0; at = parents[at] ?? -1) isDecided[at] = 1;
  }
  return (at) => isDecided[at] !== 1;
}

class Aligner {
  readonly #a: DiffTree;
  readonly #b: DiffTree;
  readonly #siblings: Siblings;
  readonly #partnersOfA: Int32Array;
  readonly #partnersOfB: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #confidences: Float32Array;
  readonly #open: (readonly [a: number, b: number])[] = [];
  readonly #user: UserPairs;

  constructor(a: DiffTree, b: DiffTree, user: UserPairs, checkpoint: () => void) {
    this.#a = a;
    this.#b = b;
    this.#user = user;
    this.#partnersOfA = new Int32Array(a.count).fill(-1);
    this.#partnersOfB = new Int32Array(b.count).fill(-1);
    this.#kinds = new Uint8Array(a.count);
    this.#confidences = new Float32Array(a.count);
    const likenesses = new Similarity(a, b);
    const broken = new Set(user.broken.map(([x, y]) => `${x} ${y}`));
    const pinnedA = new Map(user.pinned);
    const pinnedB = new Set(user.pinned.map(([, y]) => y));
    const hasSaid = broken.size + pinnedA.size > 0;
    const decided = [...user.pinned, ...user.broken];
    const isFreeA = isFreeIn(
      a,
      decided.map(([x]) => x),
    );
    const isFreeB = isFreeIn(
      b,
      decided.map(([, y]) => y),
    );
    let compared = 0;
    this.#siblings = {
      a,
      b,
      similarity: (x, y) => {
        // The children of one pair alone may be many.
        if ((++compared & 1023) === 0) checkpoint();
        if (!hasSaid) return likenesses.of(x, y);
        if (pinnedA.has(x) || pinnedB.has(y)) return pinnedA.get(x) === y ? 1 : 0;
        return broken.has(`${x} ${y}`) ? 0 : likenesses.of(x, y);
      },
      isFreeA,
      isFreeB,
      isSame: (x, y) => isSameSubtree(a, x, b, y) && isFreeA(x) && isFreeB(y),
      pinnedA,
      checkpoint,
    };
  }

  run(): Alignment {
    this.#alignRoots();
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      const [a, b] = pair;
      this.#siblings.checkpoint();
      this.#alignChildren(this.#a.childrenOf(a), this.#b.childrenOf(b));
    }
    const partners = { partnersOfA: this.#partnersOfA, partnersOfB: this.#partnersOfB };
    return {
      ...partners,
      kinds: this.#kinds,
      confidences: this.#confidences,
      ...findMoved(this.#a, this.#b, partners, this.#user),
      isTurned: false,
    };
  }

  /** Two traces with one root each are two runs of it, however unlike the roots are. */
  #alignRoots(): void {
    const [rootA = -1, ...moreA] = this.#a.roots;
    const [rootB = -1, ...moreB] = this.#b.roots;
    if (rootA === -1 || rootB === -1) return;
    const areAlone = moreA.length + moreB.length === 0;
    if (areAlone && !this.#siblings.isSame(rootA, rootB)) {
      const alike = this.#siblings.similarity(rootA, rootB);
      this.#pair(rootA, rootB, 'aligned', Math.max(alike, 0.3));
    } else {
      this.#alignChildren(this.#a.roots, this.#b.roots);
    }
  }

  #alignChildren(childrenA: readonly number[], childrenB: readonly number[]): void {
    const { pairs, leftA, leftB } = alignSiblings(this.#siblings, childrenA, childrenB);
    for (const { a, b, kind, confidence } of pairs) this.#pair(a, b, kind, confidence);
    if (leftA.length === 0 && leftB.length === 0) return;
    for (const { a, b, confidence } of findWrapped(this.#siblings, leftA, leftB)) {
      this.#pair(a, b, 'wrapped', confidence);
    }
  }

  #pair(a: number, b: number, kind: PairKind, confidence: number): void {
    this.#set(a, b, kind, confidence);
    if (this.#siblings.isSame(a, b)) this.#pairAllBelow(a, b);
    else this.#open.push([a, b]);
  }

  #set(a: number, b: number, kind: PairKind, confidence: number): void {
    this.#partnersOfA[a] = b;
    this.#partnersOfB[b] = a;
    const isPinned = this.#siblings.pinnedA.get(a) === b;
    this.#kinds[a] = pairKinds.indexOf(isPinned ? 'pinned' : kind);
    this.#confidences[a] = isPinned ? 1 : confidence;
  }

  #pairAllBelow(rootA: number, rootB: number): void {
    const open: (readonly [number, number])[] = [[rootA, rootB]];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const childrenA = canonicalOrder(this.#a, this.#a.childrenOf(pair[0]));
      const childrenB = canonicalOrder(this.#b, this.#b.childrenOf(pair[1]));
      childrenA.forEach((a, index) => {
        const b = childrenB[index] ?? -1;
        if (b === -1) return;
        this.#set(a, b, 'same', 1);
        open.push([a, b]);
      });
    }
  }
}
