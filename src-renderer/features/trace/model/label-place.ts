/** Where the duration of a bar is written: after it, before it, or on it. */
export interface LabelPlace {
  readonly side: 'after' | 'before' | 'on';
  /** Left edge of the text in px. */
  readonly x: number;
}

/** Space between a bar and its label. */
const GAP = 6;

/**
 * Places a label of `textWidth` beside the bar from `left` to `right` on a track of
 * `trackWidth`, all in px: after the bar where it fits, else before it, else on the bar at
 * the right end of what is seen of it. Null where the bar is out of sight and its label
 * would be too, or nothing fits.
 */
export function placeLabel(
  left: number,
  right: number,
  trackWidth: number,
  textWidth: number,
): LabelPlace | null {
  if (right < 0 || left > trackWidth) return null;
  if (right + GAP + textWidth <= trackWidth) return { side: 'after', x: right + GAP };
  if (left - GAP - textWidth >= 0) return { side: 'before', x: left - GAP - textWidth };
  const seenRight = Math.min(right, trackWidth);
  const x = seenRight - GAP - textWidth;
  return x >= Math.max(left, 0) + 2 ? { side: 'on', x } : null;
}
