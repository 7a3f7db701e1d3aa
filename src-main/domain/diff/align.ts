/**
 * Aligns two traces from their roots down: identical subtrees as a whole, children of a pair by
 * turns and likeness, then what is left in another order, within one more span, or elsewhere.
 * A pair's parents are a pair, but for spans that wrap one side: so all ancestors stay ancestors.
 */
import { noUserPairs, pairKinds, type Alignment, type PairKind, type UserPairs } from './alignment';
import { alignSiblings, type Siblings } from './align-siblings';
import { buildDiffTree, isSameSubtree, type DiffSpan, type DiffTree } from './diff-tree';
import { canonicalOrder } from './canonical-order';
import { findMoved } from './find-moved';
import { Similarity } from './similarity';
import { findWrapped } from './find-wrapped';

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
 * @param checkpoint called over and over; it may throw, to give up
 */
export function alignTrees(
  a: DiffTree,
  b: DiffTree,
  user: UserPairs = noUserPairs,
  checkpoint: () => void = () => undefined,
): Alignment {
  if (!isSecond(a, b)) return new Aligner(a, b, user, checkpoint).run();
  const turned = ([x, y]: readonly [number, number]) => [y, x] as const;
  const turnedUser = { pinned: user.pinned.map(turned), broken: user.broken.map(turned) };
  const other = new Aligner(b, a, turnedUser, checkpoint).run();
  return mirror(other);
}

/** Whether the second is to be aligned first, by what they hold and nothing else. */
function isSecond(a: DiffTree, b: DiffTree): boolean {
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

function mirror(alignment: Alignment): Alignment {
  const { partnersOfA, partnersOfB, kinds, confidences, movedFromA, movedFromB } = alignment;
  return {
    partnersOfA: partnersOfB,
    partnersOfB: partnersOfA,
    kinds: Uint8Array.from(partnersOfB, (at) => (at === -1 ? 0 : (kinds[at] ?? 0))),
    confidences: Float32Array.from(partnersOfB, (at) => (at === -1 ? 0 : (confidences[at] ?? 0))),
    movedFromA: movedFromB,
    movedFromB: movedFromA,
  };
}

/** Whether the user decided nothing of a span and what is below it. */
function isFree({ subtreeEnds }: DiffTree, decided: readonly number[]): (at: number) => boolean {
  return (at) => !decided.some((each) => each >= at && each < (subtreeEnds[at] ?? 0));
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
  readonly #checkpoint: () => void;

  constructor(a: DiffTree, b: DiffTree, user: UserPairs, checkpoint: () => void) {
    this.#a = a;
    this.#b = b;
    this.#user = user;
    this.#checkpoint = checkpoint;
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
    const isFreeA = isFree(
      a,
      decided.map(([x]) => x),
    );
    const isFreeB = isFree(
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
    };
  }

  run(): Alignment {
    this.#alignRoots();
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      this.#checkpoint();
      const [a, b] = pair;
      this.#alignChildren(this.#a.childrenOf(a), this.#b.childrenOf(b));
    }
    const partners = { partnersOfA: this.#partnersOfA, partnersOfB: this.#partnersOfB };
    return {
      ...partners,
      kinds: this.#kinds,
      confidences: this.#confidences,
      ...findMoved(this.#a, this.#b, partners, this.#user),
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
    const isPinned = this.#user.pinned.some(([x, y]) => x === a && y === b);
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
