import { at } from './column';
import { effectiveEnds } from './effective-end';
import type { SpanTable } from './span-table';

type TimedTree = Pick<
  SpanTable,
  'count' | 'durationNs' | 'descendants' | 'startNs' | 'durationsNs' | 'flags'
>;

/**
 * Self time a row: its own interval less the union of its children's intervals, clipped to
 * it. A child that is still running covers its parent to the end; a span that has no end
 * itself, or ends before it starts, has no self time.
 */
export function selfTimes(tree: TimedTree): Float64Array {
  const { count, descendants, startNs, durationsNs } = tree;
  const endsNs = effectiveEnds(tree);
  const selfNs = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const end = at(startNs, row) + at(durationsNs, row);
    let self = 0;
    /** Everything before it has been counted or is covered. */
    let from = at(startNs, row);
    const last = row + at(descendants, row);
    // Children by start time, each one past its older sibling's subtree.
    for (let child = row + 1; child <= last; child += 1 + at(descendants, child)) {
      if (from >= end) break;
      const childStart = at(startNs, child);
      if (childStart > from) {
        self += Math.min(childStart, end) - from;
        from = childStart;
      }
      from = Math.max(from, at(endsNs, child));
    }
    selfNs[row] = from < end ? self + (end - from) : self;
  }
  return selfNs;
}
