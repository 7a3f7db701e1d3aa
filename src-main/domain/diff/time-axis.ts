/** Where two runs lie on one axis of time: from their starts, or so that they part at one place. */
import type { DiffColumns } from './diff-columns';

/** What is taken from the times of each side, in nanoseconds after the beginning of its trace. */
export interface TimeOrigins {
  readonly aNs: number;
  readonly bNs: number;
}

export const fromStarts: TimeOrigins = { aNs: 0, bNs: 0 };

type TimeColumns = Pick<DiffColumns, 'startsA' | 'startsB' | 'endsA' | 'endsB' | 'subtreeEnds'>;

/**
 * Origins such that both runs reach a row at the same time. Where only one side has its span, the
 * last pair before it counts: the end of a step that was over, the start of one that it is in.
 */
export function originsAt(columns: TimeColumns, row: number): TimeOrigins {
  const { startsA, startsB, endsA, endsB, subtreeEnds } = columns;
  for (let at = row; at >= 0; at--) {
    const [startA = Number.NaN, startB = Number.NaN] = [startsA[at], startsB[at]];
    const [endA = Number.NaN, endB = Number.NaN] = [endsA[at], endsB[at]];
    if (at === row || (subtreeEnds[at] ?? 0) > row) {
      if (Number.isFinite(startA) && Number.isFinite(startB)) return { aNs: startA, bNs: startB };
    } else if (Number.isFinite(endA) && Number.isFinite(endB)) return { aNs: endA, bNs: endB };
  }
  return fromStarts;
}
