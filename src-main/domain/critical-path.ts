/**
 * The critical path: at each moment, the span that kept the trace from being done.
 *
 * From the end of the trace we walk backwards. A span's time belongs to the child that
 * finished last, up to that child's start; then to the child that had finished last by that
 * time, and so on; what no child covers is the span's own. Siblings that ran beside a chosen
 * one were not waited for.
 *
 * Who waits for whom: a span waits for its descendants that end within it. One that outlives
 * its parent (a stream read after the call that opened it returned, a task nobody awaits)
 * therefore counts for the nearest ancestor that it ends within, and for nobody where it
 * outlives the root as well. Where clocks differ the comparison means nothing: such a child
 * stays with its parent and is clipped.
 */
import { at } from './column';
import { effectiveEnds } from './effective-end';
import { SpanFlag, type SpanTable } from './span-table';

type TimedTree = Pick<
  SpanTable,
  'count' | 'durationNs' | 'parents' | 'descendants' | 'startNs' | 'durationsNs' | 'flags'
>;

/** Disjoint pieces in time order: while one lasts, its row is on the path. */
export interface CriticalPath {
  readonly rows: Int32Array;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
}

/**
 * Spans of one process are timed by calls that take time themselves: a child that overlaps
 * the next one by up to this part of its own length still counts as finished before it.
 */
const OVERLAP_TOLERANCE = 0.01;

/** Finds the critical path. Several roots are walked like children of the whole trace. */
export function findCriticalPath(tree: TimedTree): CriticalPath {
  const endNs = effectiveEnds(tree);
  const waiters = findWaiters(tree, endNs);
  return walkBack(tree, endNs, waitedFor(tree.count, waiters, endNs));
}

const NOBODY = -1;
/** Stands above the roots and covers the whole trace. */
const wholeTrace = (tree: TimedTree): number => tree.count;

/**
 * The waiter of each row: the nearest ancestor that does not end before it.
 *
 * While rows pass in preorder, `chain` holds the ancestors that end after everything below
 * them on the way down, ends falling; so the waiter is found by bisection. Entering a row
 * overwrites one place of the chain, which is put back when its subtree is over.
 */
function findWaiters(tree: TimedTree, endNs: Float64Array): Int32Array {
  const { count, parents, descendants, flags } = tree;
  const waiters = new Int32Array(count).fill(NOBODY);
  const chain = new Int32Array(count + 1);
  let length = 0;
  const open = new Int32Array(count + 1);
  const replaced = new Int32Array(count + 1);
  const lengthBefore = new Int32Array(count + 1);
  let depth = 0;

  for (let row = 0; row < count; row += 1) {
    while (depth > 0) {
      const ancestor = at(open, depth - 1);
      if (row <= ancestor + at(descendants, ancestor)) break;
      depth -= 1;
      chain[length - 1] = at(replaced, depth);
      length = at(lengthBefore, depth);
    }
    const end = at(endNs, row);
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(endNs, at(chain, middle)) >= end) low = middle + 1;
      else high = middle;
    }
    const parent = at(parents, row);
    if (parent === -1) waiters[row] = wholeTrace(tree);
    else if ((at(flags, row) & SpanFlag.clockSkew) !== 0) waiters[row] = parent;
    else if (low > 0) waiters[row] = at(chain, low - 1);

    open[depth] = row;
    replaced[depth] = at(chain, low);
    lengthBefore[depth] = length;
    depth += 1;
    chain[low] = row;
    length = low + 1;
  }
  return waiters;
}

/** Rows by waiter, the last to end first. */
interface WaitedFor {
  /** Rows of waiter `w`: `rows[first[w]]` up to `rows[first[w + 1]]`. */
  readonly first: Int32Array;
  readonly rows: Int32Array;
}

function waitedFor(count: number, waiters: Int32Array, endNs: Float64Array): WaitedFor {
  const byEnd = new Int32Array(count);
  for (let row = 0; row < count; row += 1) byEnd[row] = row;
  byEnd.sort((a, b) => at(endNs, b) - at(endNs, a) || a - b);

  const first = new Int32Array(count + 2);
  for (const waiter of waiters) {
    if (waiter !== NOBODY) first[waiter + 1] = at(first, waiter + 1) + 1;
  }
  for (let i = 1; i < first.length; i += 1) first[i] = at(first, i) + at(first, i - 1);
  const rows = new Int32Array(at(first, count + 1));
  const next = first.slice();
  for (const row of byEnd) {
    const waiter = at(waiters, row);
    if (waiter === NOBODY) continue;
    rows[at(next, waiter)] = row;
    next[waiter] = at(next, waiter) + 1;
  }
  return { first, rows };
}

function walkBack(tree: TimedTree, endNs: Float64Array, waited: WaitedFor): CriticalPath {
  const { count, startNs, descendants } = tree;
  const pieces = new Pieces(count);
  /** One frame a nested waiter: its row, the time it may take from, and its next candidate. */
  const frameRows = new Int32Array(count + 1);
  const frameFrom = new Float64Array(count + 1);
  const frameNext = waited.first.slice();
  let top = 0;
  frameRows[0] = wholeTrace(tree);
  frameFrom[0] = 0;
  /** All after it has been given away. */
  let cursor = tree.durationNs;
  /** The row whose start is the cursor; -1 at the end of the trace. */
  let last = -1;

  while (top >= 0) {
    const waiter = at(frameRows, top);
    const from = at(frameFrom, top);
    const isWhole = waiter === count;
    const candidate = at(frameNext, waiter);
    if (cursor <= from || candidate >= at(waited.first, waiter + 1)) {
      if (!isWhole) pieces.add(waiter, from, cursor);
      if (from < cursor) cursor = from;
      last = waiter;
      top -= 1;
      continue;
    }
    frameNext[waiter] = candidate + 1;
    const row = at(waited.rows, candidate);
    const start = Math.max(at(startNs, row), from);
    // Only a span whose clock differs ends after the one that waits for it.
    const end = isWhole ? at(endNs, row) : Math.min(at(endNs, row), at(endNs, waiter));
    if (start >= cursor || end <= from || start >= end) continue;
    // The whole trace does nothing itself: before its last root began, another one ran.
    const isOpener = last > row && last <= row + at(descendants, row);
    const isDone = end - cursor <= OVERLAP_TOLERANCE * (end - at(startNs, row));
    if (!isWhole && !isOpener && !isDone) continue;
    const to = Math.min(end, cursor);
    if (!isWhole) pieces.add(waiter, to, cursor);
    cursor = to;
    top += 1;
    frameRows[top] = row;
    frameFrom[top] = start;
  }
  return pieces.inTimeOrder();
}

/** Collects pieces from the last to the first. */
class Pieces {
  private length = 0;
  private readonly rows: Int32Array;
  private readonly fromNs: Float64Array;
  private readonly toNs: Float64Array;

  /** A row has one piece before each of its candidates and one after: two for each row in all. */
  constructor(rowCount: number) {
    this.rows = new Int32Array(rowCount * 2);
    this.fromNs = new Float64Array(rowCount * 2);
    this.toNs = new Float64Array(rowCount * 2);
  }

  /** An empty piece is left out. */
  add(row: number, from: number, to: number): void {
    if (from >= to) return;
    this.rows[this.length] = row;
    this.fromNs[this.length] = from;
    this.toNs[this.length] = to;
    this.length += 1;
  }

  inTimeOrder(): CriticalPath {
    return {
      rows: this.rows.slice(0, this.length).reverse(),
      fromNs: this.fromNs.slice(0, this.length).reverse(),
      toNs: this.toNs.slice(0, this.length).reverse(),
    };
  }
}
