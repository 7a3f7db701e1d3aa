import { at } from './column';
import { SpanFlag, type SpanTable } from './span-table';

/**
 * Ends of rows for comparing and covering, as offsets: a span that still runs lasts to the
 * end of the trace; one that ends before it starts, or has no start, has no length.
 */
export function effectiveEnds(
  tree: Pick<SpanTable, 'count' | 'durationNs' | 'startNs' | 'durationsNs' | 'flags'>,
): Float64Array {
  const ends = new Float64Array(tree.count);
  for (let row = 0; row < tree.count; row += 1) {
    const flags = at(tree.flags, row);
    const isRunning = (flags & SpanFlag.zeroEnd) !== 0 && (flags & SpanFlag.zeroStart) === 0;
    const length = Math.max(0, at(tree.durationsNs, row));
    ends[row] = isRunning ? tree.durationNs : at(tree.startNs, row) + length;
  }
  return ends;
}
