/**
 * How numbers are shown: the table "Numbers" of the design, in one place. Units follow a
 * non-breaking space, so a value never breaks across lines; a missing value is `—`.
 * Nothing here reads a clock: the caller passes the present.
 */

/** U+00A0. */
const NBSP = '\u00a0';
const MINUS = '\u2212';
/** Shown where there is no value. */
const MISSING = '—';

const MICROSECOND_NS = 1e3;
const MILLISECOND_NS = 1e6;
const SECOND_NS = 1e9;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/**
 * A length of time: `840 ns`, `12 µs`, `622 ms`, `5.40 s`, `41.8 s`, `1 m 32 s`, `2 h 04 m`.
 * Below ten, micro- and milliseconds keep one decimal (`6.1 ms`). Zero is `0 s`; what is
 * not finite is missing.
 */
export function formatDurationNs(ns: number): string {
  if (!Number.isFinite(ns)) return MISSING;
  if (ns < 0) return MINUS + formatDurationNs(-ns);
  if (ns === 0) return withUnit('0', 's');
  // Each step asks for the rounded value, so that 999.6 µs becomes 1.0 ms and not 1000 µs.
  if (Math.round(ns) < 1000) return withUnit(String(Math.round(ns)), 'ns');
  if (Math.round(ns / MICROSECOND_NS) < 1000) return withUnit(small(ns / MICROSECOND_NS), 'µs');
  if (Math.round(ns / MILLISECOND_NS) < 1000) return withUnit(small(ns / MILLISECOND_NS), 'ms');
  return formatSeconds(ns / SECOND_NS);
}

function formatSeconds(seconds: number): string {
  if (roundTo(seconds, 2) < 10) return withUnit(seconds.toFixed(2), 's');
  if (roundTo(seconds, 1) < MINUTE_S) return withUnit(seconds.toFixed(1), 's');
  const whole = Math.round(seconds);
  if (whole < HOUR_S) {
    return pair(Math.floor(whole / MINUTE_S), 'm', whole % MINUTE_S, 's');
  }
  const minutes = Math.round(seconds / MINUTE_S);
  if (minutes < DAY_S / MINUTE_S) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'm');
  const hours = Math.round(seconds / HOUR_S);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A point in a trace, from its start: `+28.8 s`, `+622 ms`, `0 s`, `−1.2 s`. */
export function formatOffsetNs(ns: number): string {
  if (!Number.isFinite(ns)) return MISSING;
  if (ns === 0) return withUnit('0', 's');
  const sign = ns < 0 ? MINUS : '+';
  const seconds = Math.abs(ns) / SECOND_NS;
  const isShortSeconds = Math.round(seconds * 1000) >= 1000 && roundTo(seconds, 1) < MINUTE_S;
  return (
    sign + (isShortSeconds ? withUnit(seconds.toFixed(1), 's') : formatDurationNs(Math.abs(ns)))
  );
}

const byteUnits = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in decimal units: `812 B`, `48 KB`, `1.2 MB`, `184 MB`, `2.0 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return MISSING;
  if (bytes < 0) return MINUS + formatBytes(-bytes);
  if (Math.round(bytes) < 1000) return withUnit(String(Math.round(bytes)), 'B');
  let value = bytes;
  let unit = 'B';
  for (const larger of byteUnits) {
    if (Math.round(value) < 1000) break;
    value /= 1000;
    unit = larger;
  }
  return withUnit(small(value), unit);
}

/** An exact count with thousands set apart: `312`, `1,284`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return MISSING;
  const digits = String(Math.abs(Math.round(count))).replace(/\B(?=(\d{3})+$)/g, ',');
  return count < 0 ? MINUS + digits : digits;
}

/** A count of things that have a plural in `s`: `1 span`, `1,284 spans`. */
export function formatCounted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** A count where room is scarce: `812`, `1.2k`, `64.8k`, `1.3M`. */
export function formatShortCount(count: number): string {
  if (!Number.isFinite(count)) return MISSING;
  if (count < 0) return MINUS + formatShortCount(-count);
  if (Math.round(count) < 1000) return String(Math.round(count));
  if (roundTo(count / 1e3, 1) < 1000) return `${short(count / 1e3)}k`;
  if (roundTo(count / 1e6, 1) < 1000) return `${short(count / 1e6)}M`;
  return `${short(count / 1e9)}G`;
}

/** Time of day where the app runs (the system's time zone): `14:32:07`, `14:32:07.412`. */
export function formatTimeOfDay(epochMs: number, withMs: boolean): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return MISSING;
  const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  return withMs ? `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}` : seconds;
}

/** Day and time of day in the system's time zone, for what is older than a day: `2026-11-20 14:32:07`. */
export function formatDateTime(epochMs: number, withMs: boolean): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return MISSING;
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  return `${day.join('-')}${NBSP}${formatTimeOfDay(epochMs, withMs)}`;
}

/**
 * How long ago, within a day: `11 s ago`, `33 min ago`, `5 h ago`; `now` within a second
 * and for times a little ahead, since clocks differ. Null where only the absolute time helps:
 * a day and more ago, or more than a minute ahead.
 */
export function formatRelative(fromMs: number, nowMs: number): string | null {
  const age = ageOf(fromMs, nowMs);
  if (age === null) return null;
  if (age.value === 0) return 'now';
  return `${age.value}${NBSP}${age.unit === 'm' ? 'min' : age.unit}${NBSP}ago`;
}

/** The same for a narrow column: `11 s`, `33 m`, `5 h`, `now`; null as in `formatRelative`. */
export function formatAge(fromMs: number, nowMs: number): string | null {
  const age = ageOf(fromMs, nowMs);
  if (age === null) return null;
  return age.value === 0 ? 'now' : withUnit(String(age.value), age.unit);
}

/** Rounded down, as people tell ages: 59 m 59 s is still 59 m. */
function ageOf(fromMs: number, nowMs: number): { value: number; unit: 's' | 'm' | 'h' } | null {
  const seconds = Math.floor((nowMs - fromMs) / 1000);
  if (!(seconds >= -MINUTE_S && seconds < DAY_S)) return null;
  if (seconds < MINUTE_S) return { value: Math.max(0, seconds), unit: 's' };
  if (seconds < HOUR_S) return { value: Math.floor(seconds / MINUTE_S), unit: 'm' };
  return { value: Math.floor(seconds / HOUR_S), unit: 'h' };
}

function withUnit(value: string, unit: string): string {
  return value + NBSP + unit;
}

/** Two units, the smaller one in two digits, so that a column of them lines up. */
function pair(large: number, largeUnit: string, rest: number, smallUnit: string): string {
  return [String(large), largeUnit, twoDigits(rest), smallUnit].join(NBSP);
}

/** One decimal below ten, none from there. */
function small(value: number): string {
  return roundTo(value, 1) < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** One decimal, without a trailing zero. */
function short(value: number): string {
  return String(roundTo(value, 1));
}

function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
