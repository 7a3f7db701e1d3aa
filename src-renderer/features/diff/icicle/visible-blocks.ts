/** Which blocks of an icicle are drawn, and where, when it is zoomed to one of them. */
import type { IcicleLayout } from '@domain/diff/icicle-layout';

/** Narrower ones are not drawn, nor what is within them. */
const MIN_BLOCK_PX = 1;

/** The blocks of one depth, from left to right; left edges and widths in px. */
export interface BlockRow {
  readonly blocks: number[];
  readonly lefts: number[];
  readonly widths: number[];
  /** Where blocks stand that are too narrow, each with its right edge. */
  readonly stripLefts: number[];
  readonly stripEnds: number[];
}

export interface VisibleBlocks {
  /** By depth. */
  readonly rows: readonly BlockRow[];
  /** Blocks within the zoom that are too narrow. */
  readonly hiddenCount: number;
}

/** @param zoom the block that is as wide as there is room, or -1 for all */
export function visibleBlocks(layout: IcicleLayout, zoom: number, widthPx: number): VisibleBlocks {
  const rows: BlockRow[] = [];
  const { widths, starts, depths, descendants, firstChildren, nextSiblings, parents } = layout;
  const from = zoom === -1 ? 0 : (starts[zoom] ?? 0);
  const width = zoom === -1 ? layout.totalWidth : (widths[zoom] ?? 0);
  if (width <= 0 || widthPx <= 0) return { rows, hiddenCount: 0 };
  const perUnit = widthPx / width;
  const rowOf = (block: number): BlockRow => {
    const depth = depths[block] ?? 0;
    while (rows.length < depth) rows.push(emptyRow());
    return (rows[depth] ??= emptyRow());
  };
  const add = (block: number, left: number, blockWidth: number): void => {
    const row = rowOf(block);
    row.blocks.push(block);
    row.lefts.push(left);
    row.widths.push(blockWidth);
  };
  const addNarrow = (block: number, left: number, blockWidth: number): void => {
    const { stripLefts, stripEnds } = rowOf(block);
    const last = stripEnds.length - 1;
    if (last >= 0 && left - (stripEnds[last] ?? 0) < TOUCHING_PX) {
      stripEnds[last] = left + blockWidth;
      return;
    }
    stripLefts.push(left);
    stripEnds.push(left + blockWidth);
  };
  // What the zoom is in stands above it, as wide as it.
  for (let at = zoom === -1 ? -1 : (parents[zoom] ?? -1); at !== -1; at = parents[at] ?? -1) {
    add(at, 0, widthPx);
  }
  let hiddenCount = 0;
  // Siblings to be visited, of each depth the next one.
  const open: number[] = [zoom === -1 ? firstRoot(layout) : zoom];
  while (open.length > 0) {
    const block = open.pop() ?? -1;
    if (block === -1) continue;
    if (block !== zoom) open.push(nextSiblings[block] ?? -1);
    const blockWidth = (widths[block] ?? 0) * perUnit;
    const left = ((starts[block] ?? 0) - from) * perUnit;
    if (blockWidth >= MIN_BLOCK_PX) {
      add(block, left, blockWidth);
      open.push(firstChildren[block] ?? -1);
    } else if (blockWidth > 0) {
      addNarrow(block, left, blockWidth);
      hiddenCount += 1 + (descendants[block] ?? 0);
    }
  }
  return { rows, hiddenCount };
}

/** Strips with less between them are one. */
const TOUCHING_PX = 0.5;

function emptyRow(): BlockRow {
  return { blocks: [], lefts: [], widths: [], stripLefts: [], stripEnds: [] };
}

function firstRoot({ count }: IcicleLayout): number {
  return count > 0 ? 0 : -1;
}

/** The block at a place; -1 for none. */
export function blockAt({ rows }: VisibleBlocks, depth: number, xPx: number): number {
  const row = rows[depth];
  if (row === undefined) return -1;
  let low = 0;
  let high = row.lefts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((row.lefts[middle] ?? 0) <= xPx) low = middle + 1;
    else high = middle;
  }
  const at = low - 1;
  const isIn = at >= 0 && xPx < (row.lefts[at] ?? 0) + (row.widths[at] ?? 0);
  return isIn ? (row.blocks[at] ?? -1) : -1;
}

/** Where to zoom so that a block can be seen: not at all, to what it is in, or to itself. */
export function zoomToSee(
  layout: IcicleLayout,
  zoom: number,
  block: number,
  widthPx: number,
): number {
  if (isSeen(layout, zoom, block, widthPx)) return zoom;
  if (isSeen(layout, -1, block, widthPx)) return -1;
  // The outermost that is enough: what is around a block tells what it is.
  let found = -1;
  for (let at = block; at !== -1; at = layout.parents[at] ?? -1) {
    if (!isSeen(layout, at, block, widthPx)) break;
    found = at;
  }
  return found;
}

/** Whether a block is wide enough to be drawn. */
export function isSeen(
  layout: IcicleLayout,
  zoom: number,
  block: number,
  widthPx: number,
): boolean {
  return widthIn(layout, zoom, block, widthPx) >= MIN_BLOCK_PX;
}

/** Width in px of a block while the icicle is zoomed to another; 0 where it is not within that. */
function widthIn(layout: IcicleLayout, zoom: number, block: number, widthPx: number): number {
  const width = zoom === -1 ? layout.totalWidth : (layout.widths[zoom] ?? 0);
  if (zoom !== -1) {
    let at = block;
    while (at > zoom) at = layout.parents[at] ?? -1;
    if (at !== zoom) return isAbove(layout, block, zoom) ? widthPx : 0;
  }
  return width <= 0 ? 0 : ((layout.widths[block] ?? 0) / width) * widthPx;
}

function isAbove({ parents }: IcicleLayout, block: number, below: number): boolean {
  let at = below;
  while (at > block) at = parents[at] ?? -1;
  return at === block;
}
