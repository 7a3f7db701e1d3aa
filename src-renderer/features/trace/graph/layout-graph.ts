/** Where the nodes of a run's graph stand and how its edges run. Pure; called in a worker. */
import dagre from '@dagrejs/dagre';

import type { GraphEdge, GraphNode } from '@domain/facets/run-graph';

export const NODE_WIDTH_PX = 176;
export const NODE_HEIGHT_PX = 54;
/** Between columns; edges and their labels run there. */
export const RANK_GAP_PX = 96;
const NODE_GAP_PX = 14;
const MARGIN_PX = 24;

export interface LayoutRequest {
  readonly nodes: readonly Pick<GraphNode, 'id' | 'firstStartNs' | 'callCount'>[];
  readonly edges: readonly Pick<GraphEdge, 'from' | 'to' | 'type'>[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Top left corners, by node id. */
  readonly places: ReadonlyMap<string, Point>;
}

/**
 * Callers stand at the left of whom they call; nodes of one column in the order of their first
 * call. Only calls decide: what came after what, handoffs and fan-ins are drawn between places;
 * but what was only declared stands behind what it may follow.
 */
export function layoutGraph({ nodes, edges }: LayoutRequest): GraphLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: 'LR',
    ranksep: RANK_GAP_PX,
    nodesep: NODE_GAP_PX,
    marginx: MARGIN_PX,
    marginy: MARGIN_PX,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const inOrder = [...nodes].sort((a, b) => a.firstStartNs - b.firstStartNs);
  for (const { id } of inOrder) {
    graph.setNode(id, { width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX });
  }
  const called = new Set(edges.flatMap(({ type, to }) => (type === 'call' ? [to] : [])));
  const begun = new Set(nodes.flatMap(({ id, callCount }) => (callCount > 0 ? [id] : [])));
  for (const { from, to, type } of edges) {
    const isBehind = type === 'declared' && !called.has(to) && !begun.has(to);
    if ((type === 'call' || isBehind) && from !== to) graph.setEdge(from, to);
  }
  dagre.layout(graph);
  const places = new Map<string, Point>();
  for (const id of graph.nodes()) {
    const { x, y } = graph.node(id) as Point;
    places.set(id, { x: x - NODE_WIDTH_PX / 2, y: y - NODE_HEIGHT_PX / 2 });
  }
  return {
    places: orderColumns(places, inOrder),
    widthPx:
      Math.max(...[...places.values()].map(({ x }) => x + NODE_WIDTH_PX), 0) +
      (hasLabelsBehind(places, edges) ? RANK_GAP_PX : MARGIN_PX),
    heightPx: Math.max(...[...places.values()].map(({ y }) => y + NODE_HEIGHT_PX), 0) + MARGIN_PX,
  };
}

/** Whether a line that has a label swings out at the right of the last column. */
function hasLabelsBehind(
  places: ReadonlyMap<string, Point>,
  edges: LayoutRequest['edges'],
): boolean {
  const lastX = Math.max(...[...places.values()].map(({ x }) => x));
  return edges.some(({ from, to, type }) => {
    const isLabelled = type === 'handoff' || type === 'fanIn';
    return isLabelled && places.get(from)?.x === lastX && places.get(to)?.x === lastX;
  });
}

/** Within a column that has one caller for all, time reads from top to bottom. */
function orderColumns(
  places: ReadonlyMap<string, Point>,
  inOrder: LayoutRequest['nodes'],
): ReadonlyMap<string, Point> {
  const columns = new Map<number, { readonly ids: string[]; readonly ys: number[] }>();
  for (const { id } of inOrder) {
    const place = places.get(id);
    if (place === undefined) continue;
    const column = columns.get(place.x) ?? { ids: [], ys: [] };
    column.ids.push(id);
    column.ys.push(place.y);
    columns.set(place.x, column);
  }
  const second = [...columns.entries()].sort(([a], [b]) => a - b)[1];
  if (second === undefined) return places;
  const [x, { ids, ys }] = second;
  const ordered = new Map(places);
  const sorted = [...ys].sort((a, b) => a - b);
  ids.forEach((id, at) => ordered.set(id, { x, y: sorted[at] ?? 0 }));
  return ordered;
}
