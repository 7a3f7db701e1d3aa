import type { FoldSpan } from '../trace-facets';

/** Clocks and stream ends of two libraries differ by a little. */
const TOLERANCE_NS = 5_000_000;
const TOLERANCE_SHARE = 0.05;

/** Open ends and unknown starts do not tell against it. */
export function isWithin(inner: FoldSpan, outer: FoldSpan): boolean {
  const length = outer.endNs - outer.startNs;
  const tolerance = Math.max(TOLERANCE_NS, (Number.isNaN(length) ? 0 : length) * TOLERANCE_SHARE);
  const startsBefore = inner.startNs < outer.startNs - tolerance;
  const endsBehind = inner.endNs > outer.endNs + tolerance;
  return !startsBefore && !endsBehind;
}

/** Common time as a share of the longer of both; 0 where an end is open. */
export function overlapOfLonger(a: FoldSpan | undefined, b: FoldSpan | undefined): number {
  if (a === undefined || b === undefined) return 0;
  const longer = Math.max(a.endNs - a.startNs, b.endNs - b.startNs);
  const common = Math.min(a.endNs, b.endNs) - Math.max(a.startNs, b.startNs);
  if (longer === 0 && common === 0) return 1;
  return common > 0 ? common / longer : 0;
}
