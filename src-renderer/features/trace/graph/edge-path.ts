import type { GraphEdge } from '@domain/facets/run-graph';

import { NODE_HEIGHT_PX, NODE_WIDTH_PX, type Point } from './layout-graph';

export interface EdgePath {
  /** SVG path data. */
  readonly d: string;
  /** Where its label stands. */
  readonly middle: Point;
}

/** How far a loop or a way back swings out. */
const SWING_PX = 36;

/** The way from one node to another, from side to side, or from foot to head for what came next. */
export function edgePath(type: GraphEdge['type'], from: Point, to: Point): EdgePath {
  if (type === 'then') {
    const x = from.x + 18;
    const start = { x, y: from.y + NODE_HEIGHT_PX };
    const end = { x: to.x + 18, y: to.y };
    const bend = (end.y - start.y) / 2;
    return {
      d: `M${start.x} ${start.y}C${start.x} ${start.y + bend} ${end.x} ${end.y - bend} ${end.x} ${end.y}`,
      middle: between(start, end),
    };
  }
  const isForward = to.x >= from.x + NODE_WIDTH_PX;
  const start = { x: from.x + NODE_WIDTH_PX, y: from.y + NODE_HEIGHT_PX / 2 };
  const end = isForward
    ? { x: to.x, y: to.y + NODE_HEIGHT_PX / 2 }
    : { x: to.x + NODE_WIDTH_PX, y: to.y + NODE_HEIGHT_PX / 2 + (from === to ? 12 : 0) };
  const reach = isForward ? (end.x - start.x) / 2 : SWING_PX;
  const back = isForward ? end.x - reach : end.x + SWING_PX;
  return {
    d: `M${start.x} ${start.y}C${start.x + reach} ${start.y} ${back} ${end.y} ${end.x} ${end.y}`,
    middle: isForward
      ? between(start, end)
      : { x: Math.max(start.x, end.x) + SWING_PX * 0.75, y: (start.y + end.y) / 2 },
  };
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** Width of a call's line in px: by the share of the trace's time that went that way. */
export function edgeWidthPx(totalNs: number, durationNs: number): number {
  if (!(durationNs > 0 && totalNs > 0)) return 1;
  return 1 + 4 * Math.sqrt(Math.min(1, totalNs / durationNs));
}
