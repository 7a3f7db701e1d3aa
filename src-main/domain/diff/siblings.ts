import type { PairKind } from './alignment';
import type { DiffTree } from './diff-tree';

/** Two trees whose siblings are aligned, and how spans of them compare. */
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
  /** By span of A: the span of B that the user made a pair with it. */
  readonly pinnedA: ReadonlyMap<number, number>;
  /** To be called now and then in long work; may throw to end it. */
  readonly checkpoint: () => void;
}

export interface SiblingPair {
  readonly a: number;
  readonly b: number;
  readonly kind: PairKind;
  readonly confidence: number;
}
