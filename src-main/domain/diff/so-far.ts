/** How far a run that goes on has come along one that is over, and what of it is yet to come. */
import { isSameSubtree, type DiffTree } from './diff-tree';

/**
 * By position in the run that is over: 1 where the other must have it by now, since what came after
 * it has begun there. What ran at the same time may come in any order.
 * @param partners by position: that in the run that goes on, or -1
 */
export function dueSpans(over: DiffTree, partners: Int32Array): Uint8Array {
  const hasBegun = new Uint8Array(over.count);
  for (let at = over.count - 1; at >= 0; at--) {
    if (partners[at] !== -1) hasBegun[at] = 1;
    const parent = over.parents[at] ?? -1;
    if (hasBegun[at] === 1 && parent !== -1) hasBegun[parent] = 1;
  }
  const due = new Uint8Array(over.count);
  const mark = (siblings: readonly number[], isDue: boolean): void => {
    let lastStartNs = -Infinity;
    for (const at of siblings) {
      const { startNs = Number.NaN } = over.spans[at] ?? {};
      if (hasBegun[at] === 1 && startNs > lastStartNs) lastStartNs = startNs;
    }
    for (const at of siblings) {
      if (isDue || (over.spans[at]?.endNs ?? Number.NaN) < lastStartNs) due[at] = 1;
    }
  };
  mark(over.roots, false);
  for (let at = 0; at < over.count; at++) mark(over.childrenOf(at), due[at] === 1);
  return due;
}

/**
 * Whether all that has arrived of a run is what the one that is over did, and nothing is left out.
 * @param isOpen whether a span of the run, by position, has not ended
 * @returns how many spans are yet to come; -1 where the two have parted
 */
export function countToCome(
  over: DiffTree,
  run: DiffTree,
  isOpen: (position: number) => boolean,
): number {
  const partners = new Int32Array(over.count).fill(-1);
  const open: (readonly [over: readonly number[], run: readonly number[]])[] = [
    [over.roots, run.roots],
  ];
  for (let lists = open.pop(); lists !== undefined; lists = open.pop()) {
    const [inOver, inRun] = lists;
    let from = 0;
    for (const at of inRun) {
      while (from < inOver.length && partners[inOver[from] ?? -1] !== -1) from++;
      const found = findSame(inOver, from, at);
      if (found === -1) return -1;
      if (isOpen(at)) {
        partners[found] = at;
        open.push([over.childrenOf(found), run.childrenOf(at)]);
      } else partners.fill(at, found, over.subtreeEnds[found]);
    }
  }
  const due = dueSpans(over, partners);
  let toCome = 0;
  for (let at = 0; at < over.count; at++) {
    if (partners[at] !== -1) continue;
    if (due[at] === 1) return -1;
    toCome++;
  }
  return toCome;

  function findSame(siblings: readonly number[], from: number, at: number): number {
    for (let index = from; index < siblings.length; index++) {
      const each = siblings[index] ?? -1;
      if (partners[each] === -1 && isSame(each, at)) return each;
    }
    return -1;
  }

  function isSame(atOver: number, at: number): boolean {
    if (!isOpen(at)) return isSameSubtree(over, atOver, run, at);
    const [x, y] = [over.spans[atOver], run.spans[at]];
    if (x === undefined || y === undefined || over.labels[atOver] !== run.labels[at]) return false;
    // Of what is open all but its end may be known.
    return isSameOrUnknown(x.input, y.input) && isSameOrUnknown(x.system, y.system);
  }
}

/** Whether what an open span was given may be what the other was. */
export function isSameOrUnknown(over: number | null, open: number | null): boolean {
  return open === null || over === open;
}
