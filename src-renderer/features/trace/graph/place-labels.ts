/** Where the labels of edges stand: on their lines, over no node and over no other label. */
import { NODE_HEIGHT_PX, NODE_WIDTH_PX, RANK_GAP_PX, type Point } from './layout-graph';
import type { EdgePath } from './edge-path';

export const LABEL_HEIGHT_PX = 18;
const GAP_PX = 3;
const PADDING_PX = 14;
/** An upper bound of what letters of the label's size take on average. */
const LETTER_PX = 7;
const ICON_PX = 16;

/** Shares of the way that are tried, the middle first. */
const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9];

export interface LabelToPlace {
  readonly path: EdgePath;
  readonly widthPx: number;
}

/** How wide a label is at most. */
export function labelWidthPx(text: string, hasIcon: boolean): number {
  return PADDING_PX + text.length * LETTER_PX + (hasIcon ? ICON_PX : 0);
}

/**
 * Middles of labels, in the order given. What finds no room on its line stands in the gap beside
 * it, where no node is.
 */
export function placeLabels(
  labels: readonly LabelToPlace[],
  nodes: Iterable<Point>,
): readonly Point[] {
  const boxes: Box[] = [...nodes].map(({ x, y }) => ({
    left: x,
    top: y,
    right: x + NODE_WIDTH_PX,
    bottom: y + NODE_HEIGHT_PX,
  }));
  const nodeBoxes = [...boxes];
  return labels.map((label) => {
    const place = findPlace(label, boxes, nodeBoxes);
    boxes.push(boxAround(place, label.widthPx));
    return place;
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function findPlace(
  { path, widthPx }: LabelToPlace,
  taken: readonly Box[],
  nodes: readonly Box[],
): Point {
  const onLine = shares.map((share) => path.at(share));
  const isFree = (place: Point, boxes: readonly Box[]): boolean => {
    const box = boxAround(place, widthPx);
    return !boxes.some((other) => overlap(box, other));
  };
  const free = onLine.find((place) => isFree(place, taken));
  if (free !== undefined) return free;
  const beside = onLine.map(({ x, y }) => ({ x: gapBeside(x, nodes), y }));
  return (
    beside.find((place) => isFree(place, taken)) ??
    onLine.find((place) => isFree(place, nodes)) ??
    beside.find((place) => isFree(place, nodes)) ??
    outside(path, widthPx, nodes)
  );
}

/** The middle of the gap at the right of the column that x is in or next to. */
function gapBeside(x: number, nodes: readonly Box[]): number {
  const columns = nodes.map(({ right }) => right).filter((right) => right <= x + NODE_WIDTH_PX);
  return (columns.length === 0 ? x : Math.max(...columns)) + RANK_GAP_PX / 2;
}

/** Labels wider than a gap stand above or below all nodes in their way. */
function outside(path: EdgePath, widthPx: number, nodes: readonly Box[]): Point {
  const { x, y } = path.at(0.5);
  const half = widthPx / 2 + GAP_PX;
  const inWay = nodes.filter(({ left, right }) => left < x + half && right > x - half);
  const bottom = Math.max(y, ...inWay.map((box) => box.bottom));
  return { x, y: bottom + LABEL_HEIGHT_PX };
}

function boxAround({ x, y }: Point, widthPx: number): Box {
  const half = LABEL_HEIGHT_PX / 2;
  return { left: x - widthPx / 2, right: x + widthPx / 2, top: y - half, bottom: y + half };
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.right + GAP_PX &&
    a.right > b.left - GAP_PX &&
    a.top < b.bottom + GAP_PX &&
    a.bottom > b.top - GAP_PX
  );
}
