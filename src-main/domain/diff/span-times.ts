/** Of each span of a compared trace, how long it did something itself and was waited for. */
import { findCriticalPath } from '../critical-path';
import { selfTimes } from '../self-time';
import { SpanFlag } from '../span-table';
import type { DiffTree } from './diff-tree';

export interface SpanTimes {
  /** By position: time not covered by children; NaN for a span without a time. */
  readonly selfNs: Float64Array;
  /** By position: time on the critical path by itself; 0 for a span that was not waited for. */
  readonly ownPathNs: Float64Array;
  /** With what is within it: a call is waited for as long as its request is. */
  readonly pathNs: Float64Array;
}

/** @param isSkewed by position, 1 where the clock of a span differs from that of its parent */
export function spanTimes(tree: DiffTree, isSkewed: Uint8Array): SpanTimes {
  const { count, spans, parents, subtreeEnds } = tree;
  const startNs = new Float64Array(count);
  const durationsNs = new Float64Array(count);
  const flags = new Uint16Array(count);
  let durationNs = 0;
  spans.forEach((span, at) => {
    const [hasStart, hasEnd] = [!Number.isNaN(span.startNs), !Number.isNaN(span.endNs)];
    // As in the view of a trace: without a start a span stands at its end, with no length.
    const start = hasStart ? span.startNs : hasEnd ? span.endNs : 0;
    const duration = hasStart && hasEnd ? span.endNs - span.startNs : 0;
    startNs[at] = start;
    durationsNs[at] = duration;
    flags[at] =
      (hasStart ? 0 : SpanFlag.zeroStart) |
      (hasEnd ? 0 : SpanFlag.zeroEnd) |
      (isSkewed[at] === 1 ? SpanFlag.clockSkew : 0);
    durationNs = Math.max(durationNs, start, start + duration);
  });
  const descendants = subtreeEnds.map((end, at) => end - at - 1);
  const timed = { count, durationNs, parents, descendants, startNs, durationsNs, flags };
  const selfNs = selfTimes(timed);
  spans.forEach((span, at) => {
    if (Number.isNaN(span.endNs - span.startNs)) selfNs[at] = Number.NaN;
  });
  const ownPathNs = new Float64Array(count);
  const path = findCriticalPath(timed);
  path.rows.forEach((row, at) => {
    ownPathNs[row] = (ownPathNs[row] ?? 0) + (path.toNs[at] ?? 0) - (path.fromNs[at] ?? 0);
  });
  const pathNs = ownPathNs.slice();
  for (let at = count - 1; at > 0; at--) {
    const parent = parents[at] ?? -1;
    if (parent !== -1) pathNs[parent] = (pathNs[parent] ?? 0) + (pathNs[at] ?? 0);
  }
  return { selfNs, ownPathNs, pathNs };
}
