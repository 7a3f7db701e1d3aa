import type { IcicleLayout } from '@domain/diff/icicle-layout';

import { useCommands } from '../../../lib/keyboard';

export interface IcicleKeysContext {
  readonly layout: IcicleLayout;
  /** -1 for none. */
  readonly selected: number;
  /** Whether a block is drawn: keys pass over what is too narrow, so that they never zoom. */
  readonly isSeen: (block: number) => boolean;
  readonly select: (block: number) => void;
  /** False where it is not zoomed. */
  readonly zoomOut: () => boolean;
}

/** Keys that move among what a block is in, what is within it, and what is beside it. */
export function useIcicleKeys(context: IcicleKeysContext): void {
  const { layout, selected, isSeen, select, zoomOut } = context;
  const go = (block: number): boolean => {
    if (block >= 0) select(block);
    return true;
  };
  const seenFrom = (from: number | undefined, by: Int32Array): number => {
    let at = from ?? -1;
    while (at !== -1 && !isSeen(at)) at = by[at] ?? -1;
    return at;
  };
  const beside = (by: Int32Array): number => seenFrom(by[selected], by);
  useCommands({
    'row.next': () => go(seenFrom(layout.firstChildren[selected], layout.nextSiblings)),
    'row.previous': () => go(layout.parents[selected] ?? -1),
    'tree.collapse': () => go(beside(layout.previousSiblings)),
    'tree.expand': () => go(beside(layout.nextSiblings)),
    'tree.previousSibling': () => go(beside(layout.previousSiblings)),
    'tree.nextSibling': () => go(beside(layout.nextSiblings)),
    'row.first': () => go(layout.count > 0 ? 0 : -1),
    'compare.zoomOut': zoomOut,
  });
}
