/** What differences of runs are taken for chance. */

/** Differences up to these are no differences: shares of the greater value, beside a floor. */
export interface Tolerances {
  /** Share of a duration, e.g. 0.2, and nanoseconds that are always within. */
  readonly durationShare: number;
  readonly durationNs: number;
  readonly tokensShare: number;
  readonly costShare: number;
}

export const defaultTolerances: Tolerances = {
  durationShare: 0.2,
  durationNs: 1_000_000,
  tokensShare: 0.05,
  costShare: 0.05,
};

/** Counts are of steps or errors: every difference of them counts. */
export type Quantity = 'time' | 'tokens' | 'cost' | 'count';

/** Of B against A: `same` within the tolerance; `unknown` where either is not known. */
export type Direction = 'same' | 'less' | 'more' | 'unknown';

/** @param a and `b` in nanoseconds, tokens, US dollars or a count; null or NaN where not known */
export function directionOf(
  quantity: Quantity,
  a: number | null,
  b: number | null,
  tolerances: Tolerances,
): Direction {
  if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) return 'unknown';
  const share = shareOf(quantity, tolerances) * Math.max(Math.abs(a), Math.abs(b));
  const within = quantity === 'time' ? Math.max(tolerances.durationNs, share) : share;
  if (Math.abs(b - a) <= within) return 'same';
  return b < a ? 'less' : 'more';
}

function shareOf(quantity: Quantity, tolerances: Tolerances): number {
  switch (quantity) {
    case 'time':
      return tolerances.durationShare;
    case 'tokens':
      return tolerances.tokensShare;
    case 'cost':
      return tolerances.costShare;
    case 'count':
      return 0;
  }
}
