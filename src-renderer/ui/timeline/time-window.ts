/**
 * The part of the trace's time that the waterfall shows, in ns from the table's base, and
 * the arithmetic of zooming and panning it. Windows are values; nothing here is rounded to
 * pixels.
 */
export interface TimeWindow {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Room at the right of the whole trace, for the labels of its last spans. */
export const LABEL_ROOM = 1.119;
/** Nothing shorter can be looked at: a double is exact to a ns, and less was never measured. */
const MIN_WIDTH_NS = 100;
const MIN_TRACE_NS = 1000;

/** The window that shows a whole trace of this duration. */
export function fitWindow(durationNs: number): TimeWindow {
  return { fromNs: 0, toNs: Math.max(durationNs, MIN_TRACE_NS) * LABEL_ROOM };
}

export function widthOf(window: TimeWindow): number {
  return window.toNs - window.fromNs;
}

/** Whether a window shows all of the limits (to a millionth). */
export function showsAll(window: TimeWindow, limits: TimeWindow): boolean {
  return widthOf(window) >= widthOf(limits) * (1 - 1e-6);
}

/** Narrows a window by `factor` (>1 zooms in) so that `atNs` stays where it is on screen. */
export function zoomAt(
  window: TimeWindow,
  limits: TimeWindow,
  atNs: number,
  factor: number,
): TimeWindow {
  const width = clamp(widthOf(window) / factor, MIN_WIDTH_NS, widthOf(limits));
  const share = widthOf(window) === 0 ? 0 : (atNs - window.fromNs) / widthOf(window);
  const fromNs = atNs - width * share;
  return within({ fromNs, toNs: fromNs + width }, limits);
}

/** Moves a window by a share of its own width, kept within the limits. */
export function panBy(window: TimeWindow, limits: TimeWindow, share: number): TimeWindow {
  const byNs = widthOf(window) * share;
  return within({ fromNs: window.fromNs + byNs, toNs: window.toNs + byNs }, limits);
}

/** The window between two times in either order, widened to what can be shown. */
export function windowBetween(aNs: number, bNs: number, limits: TimeWindow): TimeWindow {
  const fromNs = Math.min(aNs, bNs);
  const toNs = Math.max(aNs, bNs);
  const missing = Math.max(0, MIN_WIDTH_NS - (toNs - fromNs));
  return within({ fromNs: fromNs - missing / 2, toNs: toNs + missing / 2 }, limits);
}

/** A window around a span with a little air, so that its neighbours are seen. */
export function windowAround(startNs: number, durationNs: number, limits: TimeWindow): TimeWindow {
  const width = Math.max(durationNs, MIN_WIDTH_NS / 2);
  return windowBetween(startNs - width * 0.15, startNs + width * 1.25, limits);
}

/**
 * Moves a window the least that shows the given time range, where it shows none of it;
 * the width stays. Used when a selected span lies outside.
 */
export function windowShowing(
  window: TimeWindow,
  limits: TimeWindow,
  startNs: number,
  endNs: number,
): TimeWindow {
  if (endNs >= window.fromNs && startNs <= window.toNs) return window;
  const width = widthOf(window);
  const fromNs = startNs - Math.max(0, (width - (endNs - startNs)) / 2) * 0.5;
  return within({ fromNs, toNs: fromNs + width }, limits);
}

/**
 * Follows a trace that grew. A window that showed all goes on showing all; any other stays.
 */
export function carryWindow(window: TimeWindow, before: TimeWindow, after: TimeWindow): TimeWindow {
  return showsAll(window, before) ? after : within(window, after);
}

/** Moves (never resizes unless it is too wide) a window into the limits. */
function within(window: TimeWindow, limits: TimeWindow): TimeWindow {
  const width = Math.min(widthOf(window), widthOf(limits));
  const fromNs = clamp(window.fromNs, limits.fromNs, limits.toNs - width);
  return { fromNs, toNs: fromNs + width };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
