/** Round times for the ruler above the bars and the minimap's lines. */
import type { TimeWindow } from './time-window';
import { widthOf } from './time-window';

/** Room of a tick and its label on the ruler. */
export const TICK_PX = 92;

export interface Tick {
  readonly atNs: number;
  readonly label: string;
}

const US = 1e3;
const MS = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A no-break space stands between number and unit. */
const NBSP = '\u00a0';

/** Steps above a second follow the clock, not the decimal system. */
const clockSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
].map((seconds) => seconds * SECOND);

/** The smallest round step that leaves at most `maxTicks` ticks in a width, in ns. */
export function tickStep(widthNs: number, maxTicks: number): number {
  const atLeast = widthNs / Math.max(1, maxTicks);
  if (atLeast <= SECOND / 2) return Math.max(1, decimalStep(atLeast));
  for (const step of clockSteps) if (step >= atLeast) return step;
  return decimalStep(atLeast / DAY) * DAY;
}

/** Ticks of a window, at most about `maxTicks`, each a multiple of one step. */
export function ticksOf(window: TimeWindow, maxTicks: number): Tick[] {
  const step = tickStep(widthOf(window), maxTicks);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(window.fromNs / step); n * step <= window.toNs; n += 1) {
    ticks.push({ atNs: n * step, label: tickLabel(n * step, step) });
  }
  return ticks;
}

/** An offset with as many digits as the step needs, e.g. `10 s`, `28.84 s`, `1 m 30 s`. */
export function tickLabel(atNs: number, stepNs: number): string {
  const sign = atNs < 0 ? '−' : '';
  const ns = Math.abs(atNs);
  if (ns >= MINUTE) return sign + clockLabel(ns, stepNs);
  const [unit, word] =
    ns >= SECOND || (ns === 0 && stepNs >= SECOND)
      ? [SECOND, 's']
      : ns >= MS || (ns === 0 && stepNs >= MS)
        ? [MS, 'ms']
        : ns >= US || (ns === 0 && stepNs >= US)
          ? [US, 'µs']
          : [1, 'ns'];
  return `${sign}${decimals(ns / unit, stepNs / unit)}${NBSP}${word}`;
}

function clockLabel(ns: number, stepNs: number): string {
  const parts: string[] = [];
  const days = Math.floor(ns / DAY);
  const hours = Math.floor((ns % DAY) / HOUR);
  const minutes = Math.floor((ns % HOUR) / MINUTE);
  if (days > 0) parts.push(`${days}${NBSP}d`);
  if (hours > 0) parts.push(`${hours}${NBSP}h`);
  if (minutes > 0) parts.push(`${minutes}${NBSP}m`);
  const seconds = (ns % MINUTE) / SECOND;
  if (stepNs < MINUTE && seconds * SECOND >= 1) {
    parts.push(`${decimals(seconds, stepNs / SECOND)}${NBSP}s`);
  }
  return parts.join(NBSP);
}

function decimals(value: number, step: number): string {
  const digits = step >= 1 ? 0 : Math.min(9, Math.ceil(-Math.log10(step) - 1e-9));
  return value.toFixed(digits);
}

/** 1, 2 or 5 times a power of ten. */
function decimalStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(atLeast, Number.MIN_VALUE)));
  for (const factor of [1, 2, 5]) if (factor * power >= atLeast * (1 - 1e-9)) return factor * power;
  return 10 * power;
}
