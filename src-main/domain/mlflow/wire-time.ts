/** Protobuf's `Timestamp` and `Duration` as JSON texts, with milliseconds. */

/** Protobuf's times are of the years 1 to 9999. */
const MIN_MS = -62_135_596_800_000;
const MAX_MS = 253_402_300_799_999;

/** `2026-11-21T07:11:44.458Z`; without a fraction where there is none. Within what can be written. */
export function formatTimestamp(ms: number): string {
  return new Date(Math.min(Math.max(ms, MIN_MS), MAX_MS)).toISOString().replace('.000Z', 'Z');
}

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the Unix epoch, rounded down; null where the text is no RFC 3339 time. */
export function parseTimestamp(text: string): number | null {
  const match = timestamp.exec(text);
  if (match === null) return null;
  const [, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${text.slice(0, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

/** `0.265s`; without a fraction where there is none. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const whole = Math.abs(Math.round(ms));
  const fraction = whole % 1000;
  const digits = fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`;
  return `${sign}${Math.floor(whole / 1000)}${digits}s`;
}

/** Milliseconds of `0.265s`; null where the text is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(text);
  if (match === null) return null;
  const [, sign, seconds = '0', fraction = ''] = match;
  const ms = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return sign === '-' && ms !== 0 ? -ms : ms;
}

/** What `parseTimestamp` takes, for messages. */
export const TIME_FORM = 'a time such as 2026-11-21T07:11:44.458Z';
