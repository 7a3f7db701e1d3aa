import type { GraphEdge } from '@domain/facets/run-graph';

import { NODE_HEIGHT_PX, NODE_WIDTH_PX, type Point } from './layout-graph';

export interface EdgePath {
  /** SVG path data. */
  readonly d: string;
  /** The point at a share of the way, from 0 to 1. */
  readonly at: (share: number) => Point;
}

/** How far a loop or a way back swings out. */
const SWING_PX = 36;

/** The way from one node to another, from side to side, or from foot to head for what came next. */
export function edgePath(type: GraphEdge['type'], from: Point, to: Point): EdgePath {
  if (type === 'then') return to.y > from.y ? wayDown(from, to) : wayUp(from, to);
  const isForward = to.x >= from.x + NODE_WIDTH_PX;
  const start = { x: from.x + NODE_WIDTH_PX, y: from.y + NODE_HEIGHT_PX / 2 };
  const end = isForward
    ? { x: to.x, y: to.y + NODE_HEIGHT_PX / 2 }
    : { x: to.x + NODE_WIDTH_PX, y: to.y + NODE_HEIGHT_PX / 2 + (from === to ? 12 : 0) };
  const reach = isForward ? (end.x - start.x) / 2 : SWING_PX;
  const back = isForward ? end.x - reach : end.x + SWING_PX;
  return curve(start, { x: start.x + reach, y: start.y }, { x: back, y: end.y }, end);
}

function wayDown(from: Point, to: Point): EdgePath {
  const start = { x: from.x + 18, y: from.y + NODE_HEIGHT_PX };
  const end = { x: to.x + 18, y: to.y };
  const bend = (end.y - start.y) / 2;
  return curve(start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end);
}

/** Around the left sides, where no other line goes back. */
function wayUp(from: Point, to: Point): EdgePath {
  const start = { x: from.x, y: from.y + NODE_HEIGHT_PX / 2 };
  const end = { x: to.x, y: to.y + NODE_HEIGHT_PX / 2 };
  const x = Math.min(start.x, end.x) - SWING_PX;
  return curve(start, { x, y: start.y }, { x, y: end.y }, end);
}

/** A cubic Bézier curve. */
function curve(a: Point, b: Point, c: Point, d: Point): EdgePath {
  const along = (share: number, axis: 'x' | 'y'): number => {
    const rest = 1 - share;
    return (
      rest ** 3 * a[axis] +
      3 * rest ** 2 * share * b[axis] +
      3 * rest * share ** 2 * c[axis] +
      share ** 3 * d[axis]
    );
  };
  return {
    d: `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`,
    at: (share) => ({ x: along(share, 'x'), y: along(share, 'y') }),
  };
}

/** Width of a call's line in px: by the share of the trace's time that went that way. */
export function edgeWidthPx(totalNs: number, durationNs: number): number {
  if (!(durationNs > 0 && totalNs > 0)) return 1;
  return 1 + 4 * Math.sqrt(Math.min(1, totalNs / durationNs));
}
