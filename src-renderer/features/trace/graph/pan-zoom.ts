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

/** Shows all of the graph, never larger than life, in the middle. */
export function fit(graph: Size, screen: Size): Viewport {
  const scale = clampScale(
    Math.min(1, screen.widthPx / graph.widthPx, screen.heightPx / graph.heightPx),
  );
  return {
    scale,
    x: Math.max(0, (screen.widthPx - graph.widthPx * scale) / 2),
    y: Math.max(0, (screen.heightPx - graph.heightPx * scale) / 2),
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
