/** Which part of the graph is shown, and how large. Pure. */
export interface Viewport {
  /** Of the graph's origin, in px of the screen. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

export const MIN_SCALE = 0.1;
export const MAX_SCALE = 2.5;

/** Text is read down to this. */
const READABLE_SCALE = 0.72;
/** Kept free at the foot, for the legend and the zoom. */
const FOOT_PX = 40;

/** Shows all of the graph, never larger than life, in the middle. */
export function fit(graph: Size, screen: Size): Viewport {
  const heightPx = screen.heightPx - FOOT_PX;
  const scale = clampScale(Math.min(1, screen.widthPx / graph.widthPx, heightPx / graph.heightPx));
  return {
    scale,
    x: Math.max(0, (screen.widthPx - graph.widthPx * scale) / 2),
    y: Math.max(0, (heightPx - graph.heightPx * scale) / 2),
  };
}

/** How a graph is first shown: all of it where that can be read, else from where the run begins. */
export function open(
  graph: Size,
  screen: Size,
  start: { readonly x: number; readonly y: number } | undefined,
): Viewport {
  const all = fit(graph, screen);
  if (all.scale >= READABLE_SCALE || start === undefined) return all;
  const scale = READABLE_SCALE;
  const room = (graphPx: number, screenPx: number, at: number): number => {
    const spare = screenPx - graphPx * scale;
    return spare >= 0 ? spare / 2 : Math.max(spare, Math.min(0, screenPx / 2 - at * scale));
  };
  return {
    scale,
    x: room(graph.widthPx, screen.widthPx, start.x),
    y: room(graph.heightPx, screen.heightPx - FOOT_PX, start.y),
  };
}

/** Zooms by a factor, keeping a point of the screen in place. */
export function zoomAround(view: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = clampScale(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export function panBy(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Slides a graph that is no wider than the screen until none of it is beyond its sides. */
export function slideIn(view: Viewport, graph: Size, screen: Size): Viewport {
  const spare = screen.widthPx - graph.widthPx * view.scale;
  return spare < 0 ? view : { ...view, x: Math.max(0, Math.min(spare, view.x)) };
}

/** Moves as little as needed for a box of the graph to be in sight. */
export function reveal(
  view: Viewport,
  box: { readonly x: number; readonly y: number } & Size,
  screen: Size,
): Viewport {
  const left = view.x + box.x * view.scale;
  const top = view.y + box.y * view.scale;
  const shift = (start: number, length: number, room: number): number => {
    const margin = 16;
    if (start < margin) return margin - start;
    return Math.min(0, room - margin - (start + length));
  };
  return panBy(
    view,
    shift(left, box.widthPx * view.scale, screen.widthPx),
    shift(top, box.heightPx * view.scale, screen.heightPx),
  );
}

function clampScale(scale: number): number {
  return Number.isFinite(scale) ? Math.max(MIN_SCALE, Math.min(MAX_SCALE, scale)) : 1;
}
