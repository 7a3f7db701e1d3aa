/** Below this the bars are in proportion; above, each doubling adds the same. */
const LINEAR_UP_TO_NS = 3e8;

/**
 * Length of a duration's bar as a share of the longest one's, 0 to 1. Logarithmic, as runs
 * of one second and of an hour stand in one list and both must be seen.
 */
export function durationShare(durationNs: number, longestNs: number): number {
  if (!(durationNs > 0) || !(longestNs > 0)) return 0;
  const share = Math.log1p(durationNs / LINEAR_UP_TO_NS) / Math.log1p(longestNs / LINEAR_UP_TO_NS);
  return Math.min(1, share);
}
