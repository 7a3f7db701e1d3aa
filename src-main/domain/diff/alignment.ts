/** Which spans of two traces are the same step. */

/** How a pair was found; `none` for a span without a partner. */
export const pairKinds = [
  'none',
  /** The whole subtree did the same. */
  'same',
  /** By place and likeness among the children of a pair. */
  'aligned',
  /** Among the children of a pair, in another order. */
  'reordered',
  /** One side has a span around it that the other has not. */
  'wrapped',
  /** The user said so. */
  'pinned',
] as const;

export type PairKind = (typeof pairKinds)[number];

export interface Alignment {
  /** By position in A: position in B, or -1. */
  readonly partnersOfA: Int32Array;
  readonly partnersOfB: Int32Array;
  /** By position in A: index into `pairKinds`. */
  readonly kinds: Uint8Array;
  /** By position in A, from 0 to 1; 0 for a span without a partner. */
  readonly confidences: Float32Array;
  /**
   * By position: where the same step is on the other side, under another parent; -1 where nowhere.
   * Such spans are not paired, as one of them would lose its ancestors.
   */
  readonly movedFromA: Int32Array;
  readonly movedFromB: Int32Array;
  /** B comes first where the two are compared, so that they are the same whichever is given first. */
  readonly isTurned: boolean;
}

/** What the user decided: pairs of positions. */
export interface UserPairs {
  readonly pinned: readonly (readonly [a: number, b: number])[];
  readonly broken: readonly (readonly [a: number, b: number])[];
}

export const noUserPairs: UserPairs = { pinned: [], broken: [] };

/** The same with the sides turned around. */
export function mirrored(alignment: Alignment): Alignment {
  const { partnersOfA, partnersOfB, kinds, confidences } = alignment;
  const { movedFromA, movedFromB, isTurned } = alignment;
  return {
    partnersOfA: partnersOfB,
    partnersOfB: partnersOfA,
    kinds: Uint8Array.from(partnersOfB, (at) => (at === -1 ? 0 : (kinds[at] ?? 0))),
    confidences: Float32Array.from(partnersOfB, (at) => (at === -1 ? 0 : (confidences[at] ?? 0))),
    movedFromA: movedFromB,
    movedFromB: movedFromA,
    isTurned: !isTurned,
  };
}
