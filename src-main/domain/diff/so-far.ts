/** How far a run that goes on has come along one that is over, and what of it is yet to come. */
import { isSameSubtree, type DiffTree } from './diff-tree';

/**
 * By position in the run that is over: 1 where the other must have it by now, since what came after
 * it has begun there. What ran at the same time may come in any order; of siblings that did the
 * same it cannot be told which has come, so only as many must have come as are due.
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
  /** By position: until when what is in a span that is due must have ended to be due as well. */
  const limitsNs = new Float64Array(over.count).fill(-Infinity);
  const mark = (siblings: readonly number[], limitNs: number): void => {
    let untilNs = limitNs;
    for (const at of siblings) {
      const { startNs = Number.NaN } = over.spans[at] ?? {};
      if (hasBegun[at] === 1 && startNs > untilNs) untilNs = startNs;
    }
    for (const at of siblings) {
      // What outlives the step that it is in may come after what follows that.
      if (!((over.spans[at]?.endNs ?? Number.NaN) < untilNs)) continue;
      due[at] = 1;
      limitsNs[at] = untilNs;
    }
    for (const at of excusedOf(siblings)) {
      due[at] = 0;
      limitsNs[at] = -Infinity;
    }
  };
  mark(over.roots, -Infinity);
  for (let at = 0; at < over.count; at++) mark(over.childrenOf(at), limitsNs[at] ?? -Infinity);
  return due;

  /** What is due and has not come, but one that did the same has come before it was due. */
  function excusedOf(siblings: readonly number[]): readonly number[] {
    const lacking = siblings.filter((at) => due[at] === 1 && partners[at] === -1);
    if (lacking.length === 0) return lacking;
    const keyOf = (at: number): string => `${over.merkleHighs[at]} ${over.merkleLows[at]}`;
    const earlyCounts = new Map<string, number>();
    for (const at of siblings) {
      if (due[at] === 1 || partners[at] === -1) continue;
      earlyCounts.set(keyOf(at), (earlyCounts.get(keyOf(at)) ?? 0) + 1);
    }
    return lacking.filter((at) => {
      const count = earlyCounts.get(keyOf(at)) ?? 0;
      earlyCounts.set(keyOf(at), count - 1);
      return count > 0;
    });
  }
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
      if (isSameSubtree(over, found, run, at)) {
        partners.fill(at, found, over.subtreeEnds[found]);
      } else {
        partners[found] = at;
        open.push([over.childrenOf(found), run.childrenOf(at)]);
      }
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

  /** The first that did exactly the same, else one of which only what is in it has not all arrived. */
  function findSame(siblings: readonly number[], from: number, at: number): number {
    let alike = -1;
    for (let index = from; index < siblings.length; index++) {
      const each = siblings[index] ?? -1;
      if (partners[each] !== -1) continue;
      if (isSameSubtree(over, each, run, at)) return each;
      if (alike === -1 && isSame(each, at)) alike = each;
      // What is open cannot be told from another that is alike.
      if (alike !== -1 && isOpen(at)) return alike;
    }
    return alike;
  }

  function isSame(atOver: number, at: number): boolean {
    const [x, y] = [over.spans[atOver], run.spans[at]];
    if (x === undefined || y === undefined || over.labels[atOver] !== run.labels[at]) return false;
    // Of what is open all but its end may be known.
    if (isOpen(at)) return isSameOrUnknown(x.input, y.input) && isSameOrUnknown(x.system, y.system);
    const isLike = x.input === y.input && x.output === y.output && x.system === y.system;
    return isLike && x.model === y.model && x.isError === y.isError;
  }
}

/** Whether what an open span was given may be what the other was. */
export function isSameOrUnknown(over: number | null, open: number | null): boolean {
  return open === null || over === open;
}
