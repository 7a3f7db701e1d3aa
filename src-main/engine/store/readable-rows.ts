/** Walking a table whose pages cannot all be read. */
import { faultOf } from './store-errors';

export interface KeyedRow {
  readonly key: number;
}

/** Stands for a stretch of keys without a readable row. */
export const unreadable = Symbol('unreadable');

/** Longest jump over keys while looking for the end of a damaged stretch. */
const MAX_STEP = 4096;

/**
 * Yields the rows in order of their keys. Where a page cannot be read, it feels its way past
 * it in growing steps, goes back to the first row that can be read, and yields `unreadable`
 * once for the stretch in between.
 *
 * `next` returns the first row with a key of at least `from`; `lastKey` is the greatest key,
 * or null where even that cannot be read.
 * @throws what `next` throws, other than for damage
 */
export function* readableRows<Row extends KeyedRow>(
  next: (from: number) => Row | undefined,
  lastKey: number | null,
): Generator<Row | typeof unreadable> {
  const end = lastKey ?? Number.MAX_SAFE_INTEGER / 2;
  const maxStep = lastKey === null ? end : MAX_STEP;
  let from = 0;
  while (from <= end) {
    const row = attempt(next, from);
    if (row === undefined) return;
    if (row !== unreadable) {
      yield row;
      from = row.key + 1;
      continue;
    }
    yield unreadable;
    let bad = from;
    let step = 1;
    while (bad + step <= end && attempt(next, bad + step) === unreadable) {
      bad += step;
      step = Math.min(step * 2, maxStep);
    }
    from = firstReadable(next, bad, bad + step);
  }
}

/** Between a key that cannot be read from and one that can, or is past the end. */
function firstReadable(
  next: (from: number) => KeyedRow | undefined,
  bad: number,
  good: number,
): number {
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2);
    if (attempt(next, middle) === unreadable) bad = middle;
    else good = middle;
  }
  return good;
}

/** Reads with `read`, or says that the page is damaged. */
export function attempt<Key, Value>(
  read: (key: Key) => Value,
  key: Key,
): Value | typeof unreadable {
  try {
    return read(key);
  } catch (error) {
    if (faultOf(error) === 'damaged') return unreadable;
    throw error;
  }
}
