import { expect, it } from 'vitest';

import { formatDuration, formatTimestamp, parseDuration, parseTimestamp } from './wire-time';

it.each([
  ['2026-11-21T07:11:44.458Z', Date.UTC(2026, 10, 21, 7, 11, 44, 458)],
  ['2026-11-21T07:11:44Z', Date.UTC(2026, 10, 21, 7, 11, 44)],
  ['1970-01-01T00:00:00Z', 0],
  ['1969-12-31T23:59:59.999Z', -1],
])('writes and reads %s', (text, ms) => {
  expect(formatTimestamp(ms)).toBe(text);
  expect(parseTimestamp(text)).toBe(ms);
});

it('reads other zones and more digits, and nothing that is no time', () => {
  expect(parseTimestamp('2026-11-21T09:11:44.458999+02:00')).toBe(
    Date.UTC(2026, 10, 21, 7, 11, 44, 458),
  );
  for (const text of ['', 'now', '2026-11-21', '2026-13-21T07:11:44Z', '2026-11-21T07:11:44']) {
    expect(parseTimestamp(text)).toBeNull();
  }
});

it('writes no time that protobuf has not', () => {
  expect(formatTimestamp(1e18)).toBe('9999-12-31T23:59:59.999Z');
  expect(formatTimestamp(-1e18)).toBe('0001-01-01T00:00:00Z');
});

it.each([
  ['0.265s', 265],
  ['1s', 1000],
  ['0s', 0],
  ['-1795245190.788s', -1_795_245_190_788],
])('writes and reads %s', (text, ms) => {
  expect(formatDuration(ms)).toBe(text);
  expect(parseDuration(text)).toBe(ms);
});

it('reads nothing that is no duration', () => {
  expect(parseDuration('1.5')).toBeNull();
  expect(parseDuration('s')).toBeNull();
  expect(parseDuration('0.2659s')).toBe(265);
});
