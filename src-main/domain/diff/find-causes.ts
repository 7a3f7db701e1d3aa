/** Which differences of two merged traces follow from which, and which was first. */
import type { MergedRows } from './merge-rows';
import type { RowTimes } from './row-times';
import { verdicts, type Verdict } from './verdict';

export interface Causes {
  /** By row: the row that brought it about; -1 where nothing did or nothing differs. */
  readonly causes: Int32Array;
  /** Row of the earliest cause; -1 where there is none. */
  readonly headline: number;
}

export interface RowFacts {
  readonly isCall: (row: number) => boolean;
  /** Whether it gave something else, as far as is known. */
  readonly gaveOther: (row: number) => boolean;
}

const setOf = (...names: readonly Verdict[]): ReadonlySet<number> =>
  new Set(names.map((name) => verdicts.indexOf(name)));

/** Differences after which something else may be done. */
const real = setOf(
  ...(['promptEdit', 'modelChange', 'settingsChange', 'decision', 'environment'] as const),
  ...(['inputChange'] as const),
  ...(['onlyA', 'onlyB', 'moved', 'reordered'] as const),
);
/** Differences that change nothing of what comes after them. */
const idle = setOf('renamed', 'wrapper', 'retry');
/** What follows from an earlier difference that reached it, rather than begin one of its own. */
const followers = setOf('inputChange', 'onlyA', 'onlyB', 'moved', 'reordered');
/** What hands its difference on to the steps within it. */
const handsDown = setOf(
  ...(['promptEdit', 'modelChange', 'settingsChange', 'inputChange', 'onlyA', 'onlyB'] as const),
  ...(['moved', 'retry'] as const),
);
const always = setOf('decision', 'environment', 'onlyA', 'onlyB', 'moved', 'reordered');
const inputChange = verdicts.indexOf('inputChange');

/**
 * In the order in which rows began. A difference reaches what began after it, or the branch it is
 * in, was over, and what is within it; a model call also what began while its answer streamed in.
 * Of several that reach a row the latest is its cause. What was given something else for a cause
 * becomes a `consequence` in `own`.
 */
export function findCauses(
  { count, parents }: MergedRows,
  { beginsNs, endsNs }: RowTimes,
  own: Uint8Array,
  { isCall, gaveOther }: RowFacts,
): Causes {
  const begins = (row: number): number => beginsNs[row] ?? 0;
  const ends = (row: number): number => endsNs[row] ?? 0;
  const byBegin = Int32Array.from({ length: count }, (_, row) => row).sort(
    (x, y) => begins(x) - begins(y) || x - y,
  );
  const ranks = new Int32Array(count);
  byBegin.forEach((row, rank) => (ranks[row] = rank));
  const byEnd = byBegin.slice().sort((x, y) => ends(x) - ends(y) || ranksOf(x) - ranksOf(y));

  // Causes are told by their rank, so that the latest is the greatest; -1 for none.
  const causes = new Int32Array(count).fill(-1);
  /** By row: what it begins itself; what reaches all within it. */
  const begun = new Int32Array(count).fill(-1);
  const reached = new Int32Array(count).fill(-1);
  /** By parent, from that of roots on: of the steps within it that are over; of calls that are not. */
  const over = new Int32Array(count + 1).fill(-1);
  const streaming = new Int32Array(count + 1).fill(-1);
  const isOver = new Uint8Array(count);
  let firstReal = -1;
  let firstIdle = -1;
  let ended = 0;

  for (let rank = 0; rank < count; rank++) {
    const row = byBegin[rank] ?? 0;
    for (; ended < count; ended++) {
      const other = byEnd[ended] ?? 0;
      // What began at the same moment and took no time is not over before its turn.
      if (ends(other) > begins(row) || ranksOf(other) >= rank) break;
      end(other);
    }
    begin(row, rank);
  }
  const headline = firstReal === -1 ? firstIdle : firstReal;
  return { causes, headline };

  function ranksOf(row: number): number {
    return ranks[row] ?? 0;
  }

  function begin(row: number, rank: number): void {
    const parent = parents[row] ?? -1;
    const call = isCall(row);
    const latest = Math.max(
      over[parent + 1] ?? -1,
      reached[parent] ?? -1,
      call ? -1 : (streaming[parent + 1] ?? -1),
    );
    reached[row] = latest;
    const verdict = own[row] ?? 0;
    if (!real.has(verdict) && !idle.has(verdict)) return;
    if (latest !== -1 && followers.has(verdict)) {
      causes[row] = byBegin[latest] ?? -1;
      if (verdict === inputChange) own[row] = verdicts.indexOf('consequence');
      return;
    }
    if (handsDown.has(verdict)) reached[row] = rank;
    if (idle.has(verdict)) {
      if (firstIdle === -1) firstIdle = row;
      return;
    }
    if (firstReal === -1) firstReal = row;
    if (!always.has(verdict) && !gaveOther(row)) return;
    begun[row] = rank;
    if (call) streaming[parent + 1] = rank;
  }

  function end(row: number): void {
    isOver[row] = 1;
    const latest = Math.max(begun[row] ?? -1, over[row + 1] ?? -1);
    // Steps may outlast the one around them.
    for (let at = row; ;) {
      const parent = parents[at] ?? -1;
      if ((over[parent + 1] ?? -1) >= latest) return;
      over[parent + 1] = latest;
      if (parent === -1 || isOver[parent] !== 1) return;
      at = parent;
    }
  }
}
