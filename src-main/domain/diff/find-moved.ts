import type { Alignment, UserPairs } from './alignment';
import { sizeOf, type DiffTree } from './diff-tree';

type Partners = Pick<Alignment, 'partnersOfA' | 'partnersOfB'>;
type Moved = Pick<Alignment, 'movedFromA' | 'movedFromB'>;

/**
 * The topmost steps without a partner that did the same as one on the other side, under another
 * parent, where neither could be another; what is below them has moved with them. What the user
 * pinned counts as moved where it cannot be a pair, and what they said are two steps never does.
 */
export function findMoved(
  a: DiffTree,
  b: DiffTree,
  { partnersOfA, partnersOfB }: Partners,
  { pinned, broken }: UserPairs,
): Moved {
  const movedFromA = new Int32Array(a.count).fill(-1);
  const movedFromB = new Int32Array(b.count).fill(-1);
  const isBelowA = new Uint8Array(a.count);
  const isBelowB = new Uint8Array(b.count);
  const note = (x: number, y: number): void => {
    movedFromA[x] = y;
    movedFromB[y] = x;
  };
  for (const [x, y] of pinned) {
    if (partnersOfA[x] === -1 && partnersOfB[y] === -1) note(x, y);
  }
  const inB = uniqueLeft(b, partnersOfB);
  for (const [key, x] of uniqueLeft(a, partnersOfA)) {
    const y = inB.get(key) ?? -1;
    if (x === -1 || y === -1 || isBelowA[x] === 1 || isBelowB[y] === 1) continue;
    if (broken.some(([brokenA, brokenB]) => brokenA === x && brokenB === y)) continue;
    if (movedFromA[x] !== -1 || movedFromB[y] !== -1) continue;
    note(x, y);
    isBelowA.fill(1, x + 1, a.subtreeEnds[x]);
    isBelowB.fill(1, y + 1, b.subtreeEnds[y]);
  }
  return { movedFromA, movedFromB };
}

/** Spans without a partner by what they did, in order; -1 where several did that. */
function uniqueLeft(tree: DiffTree, partners: Int32Array): Map<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < tree.count; at++) {
    if (partners[at] !== -1 || !isTelling(tree, at)) continue;
    const key = `${tree.merkleHighs[at]} ${tree.merkleLows[at]} ${sizeOf(tree, at)}`;
    found.set(key, found.has(key) ? -1 : at);
  }
  return found;
}

/** Spans of which nothing was recorded are too alike to be told apart. */
function isTelling(tree: DiffTree, at: number): boolean {
  const span = tree.spans[at];
  return sizeOf(tree, at) > 2 || (span?.input ?? span?.output ?? null) !== null;
}
