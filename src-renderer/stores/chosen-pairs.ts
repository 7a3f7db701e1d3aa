/** What the reader said of the steps of two traces, kept in the settings. */
import type { ChosenPairs } from '@contract/default-settings';
import type { SpanId, TraceId } from '@domain/units';

/** Of how many comparisons it is kept: the latest. */
const MAX_COMPARISONS = 200;
const MAX_PAIRS = 1000;

export type IdPair = [a: string, b: string];

export interface UserPairs {
  readonly pinned: IdPair[];
  readonly broken: IdPair[];
}

/** Says more of two traces, given what has been said of them. */
export type ChangePairs = (change: (pairs: UserPairs) => UserPairs) => void;

export const noPairs: UserPairs = { pinned: [], broken: [] };

/** What was said of two traces, whichever was A then. */
export function pairsOf(kept: readonly ChosenPairs[], a: TraceId, b: TraceId): UserPairs {
  const found = kept.find((one) => isOf(one, a, b));
  if (found === undefined) return noPairs;
  return found.a === a ? found : { pinned: mirrored(found.pinned), broken: mirrored(found.broken) };
}

/** What is to be kept once this was said of two traces. */
export function keptWith(
  kept: readonly ChosenPairs[],
  a: TraceId,
  b: TraceId,
  { pinned, broken }: UserPairs,
): ChosenPairs[] {
  const others = kept.filter((one) => !isOf(one, a, b));
  if (pinned.length + broken.length === 0) return others;
  const said = { a, b, pinned: pinned.slice(-MAX_PAIRS), broken: broken.slice(-MAX_PAIRS) };
  return [...others, said].slice(-MAX_COMPARISONS);
}

/** These two are not one step. */
export function withBroken({ pinned, broken }: UserPairs, pair: IdPair): UserPairs {
  return {
    pinned: pinned.filter((one) => !isSame(one, pair)),
    broken: [...broken.filter((one) => !isSame(one, pair)), pair],
  };
}

/** These two are one step; whatever either was pinned to before it is no longer. */
export function withPinned({ pinned, broken }: UserPairs, [a, b]: [SpanId, SpanId]): UserPairs {
  return {
    pinned: [...pinned.filter((one) => one[0] !== a && one[1] !== b), [a, b]],
    broken: broken.filter((one) => !isSame(one, [a, b])),
  };
}

/** Takes back one change, and leaves what was said since. */
export function withUndone(now: UserPairs, before: UserPairs, after: UserPairs): UserPairs {
  const undone = (field: keyof UserPairs): IdPair[] => {
    const has = (pairs: UserPairs, pair: IdPair): boolean =>
      pairs[field].some((one) => isSame(one, pair));
    return [
      ...now[field].filter((pair) => has(before, pair) || !has(after, pair)),
      ...before[field].filter((pair) => !has(after, pair) && !has(now, pair)),
    ];
  };
  return { pinned: undone('pinned'), broken: undone('broken') };
}

function isOf(one: ChosenPairs, a: TraceId, b: TraceId): boolean {
  return (one.a === a && one.b === b) || (one.a === b && one.b === a);
}

function isSame(x: IdPair, y: IdPair): boolean {
  return x[0] === y[0] && x[1] === y[1];
}

function mirrored(pairs: readonly IdPair[]): IdPair[] {
  return pairs.map(([a, b]) => [b, a]);
}
