/** The time that a comparison takes up, on an axis with given origins. */
import type { DiffColumns } from '@domain/diff/diff-columns';
import type { TimeOrigins } from '@domain/diff/time-axis';

import type { TimeWindow } from '../../../ui/timeline/time-window';

/** Room at the right, so that the last bar does not touch the edge. */
const ROOM = 1.04;
const MIN_NS = 1000;

export function timeLimits(columns: DiffColumns, count: number, origins: TimeOrigins): TimeWindow {
  let fromNs = Infinity;
  let toNs = -Infinity;
  const take = (ns: number | undefined, originNs: number): void => {
    if (ns === undefined || !Number.isFinite(ns)) return;
    fromNs = Math.min(fromNs, ns - originNs);
    toNs = Math.max(toNs, ns - originNs);
  };
  for (let row = 0; row < count; row += 1) {
    take(columns.startsA[row], origins.aNs);
    take(columns.endsA[row], origins.aNs);
    take(columns.startsB[row], origins.bNs);
    take(columns.endsB[row], origins.bNs);
  }
  if (fromNs > toNs) return { fromNs: 0, toNs: MIN_NS };
  return { fromNs, toNs: fromNs + Math.max(MIN_NS, (toNs - fromNs) * ROOM) };
}
