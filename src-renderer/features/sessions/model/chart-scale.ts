/** The value axis of a bar chart: from 0 to a little over the highest bar, with round ticks. */
export interface ChartScale {
  readonly top: number;
  /** Round values above 0, ascending; at most three. */
  readonly ticks: readonly number[];
}

/** Room over the highest bar for its label. */
const HEADROOM = 1.2;

export function chartScale(values: readonly number[]): ChartScale {
  const most = Math.max(0, ...values.filter(Number.isFinite));
  if (most === 0) return { top: 1, ticks: [] };
  const top = most * HEADROOM;
  const step = roundStep(most / 2);
  const ticks: number[] = [];
  for (let tick = step; tick <= top * 0.95 && ticks.length < 3; tick += step) ticks.push(tick);
  return { top, ticks };
}

/** 1, 2 or 5 times a power of ten, at most the value. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

/** The middle value; NaN of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
