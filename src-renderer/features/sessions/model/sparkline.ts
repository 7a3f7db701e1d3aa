/** Bars of a sparkline: small multiples without an axis. */
export interface SparkBar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 1.5;
const WIDEST_PX = 5.5;
const LEAST_HEIGHT_PX = 1.5;

/** Bars for values, the highest as high as there is room. Negative and NaN values are least bars. */
export function sparkBars(
  values: readonly number[],
  widthPx: number,
  heightPx: number,
): SparkBar[] {
  if (values.length === 0) return [];
  const most = Math.max(...values.filter(Number.isFinite), 0);
  const width = Math.min(WIDEST_PX, (widthPx + GAP_PX) / values.length - GAP_PX);
  return values.map((value, i) => ({
    x: i * (width + GAP_PX),
    width,
    height:
      most > 0 && value > 0
        ? Math.max(LEAST_HEIGHT_PX, (value / most) * heightPx)
        : LEAST_HEIGHT_PX,
  }));
}
