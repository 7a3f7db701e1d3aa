import { describe, expect, it } from 'vitest';
import fc from 'fast-check';

import {
  formatAge,
  formatBytes,
  formatCount,
  formatCounted,
  formatDateTime,
  formatDurationNs,
  formatOffsetNs,
  formatRelative,
  formatShortCount,
  formatTimeOfDay,
} from './format';

const MS = 1e6;
const S = 1e9;

/** Expected values are written with plain spaces; every space shown is a non-breaking one. */
function nbsp(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

describe('formatCounted', () => {
  it('knows one from many', () => {
    expect([0, 1, 1284].map((count) => formatCounted(count, 'log record'))).toEqual([
      '0 log records',
      '1 log record',
      '1,284 log records',
    ]);
  });
});

describe('formatDurationNs', () => {
  it.each([
    [840, '840 ns'],
    [12_000, '12 µs'],
    [622 * MS, '622 ms'],
    [5.4 * S, '5.40 s'],
    [41.8 * S, '41.8 s'],
    [92 * S, '1 m 32 s'],
    [(2 * 60 + 4) * 60 * S, '2 h 04 m'],
  ])('shows %d as the design does: %s', (ns, text) => {
    expect(formatDurationNs(ns)).toBe(nbsp(text));
  });

  it.each([
    [0, '0 s'],
    [1, '1 ns'],
    [999.4, '999 ns'],
    [999.6, '1.0 µs'],
    [1500, '1.5 µs'],
    [9960, '10 µs'],
    [999_600, '1.0 ms'],
    [6.1 * MS, '6.1 ms'],
    [999.6 * MS, '1.00 s'],
    [9.994 * S, '9.99 s'],
    [9.996 * S, '10.0 s'],
    [59.96 * S, '1 m 00 s'],
    [61 * S, '1 m 01 s'],
    [3599.6 * S, '1 h 00 m'],
    [86_399 * S, '1 d 00 h'],
    [28 * 3600 * S, '1 d 04 h'],
    [-1.2 * S, '\u22121.20 s'],
    [Number.NaN, '—'],
    [Number.POSITIVE_INFINITY, '—'],
  ])('shows %d as %s', (ns, text) => {
    expect(formatDurationNs(ns)).toBe(nbsp(text));
  });

  it('never shows a longer time with a smaller leading unit', () => {
    const units = ['ns', 'µs', 'ms', 's', 'm', 'h', 'd'];
    const rank = (ns: number): number =>
      units.indexOf(formatDurationNs(ns).split('\u00a0')[1] ?? '');
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e16 }), fc.double({ min: 1, max: 1e16 }), (a, b) => {
        expect(rank(Math.min(a, b))).toBeLessThanOrEqual(rank(Math.max(a, b)));
      }),
    );
  });

  it('keeps every value within half of its last digit of the truth', () => {
    const sizes: Record<string, number> = { ns: 1, µs: 1e3, ms: 1e6, s: S, m: 60 * S, h: 3600 * S };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 86_000 * S, noNaN: true }), (ns) => {
        const parts = formatDurationNs(ns).split('\u00a0');
        let shown = 0;
        for (let i = 0; i < parts.length; i += 2) {
          shown += Number(parts[i]) * (sizes[parts[i + 1] ?? ''] ?? Number.NaN);
        }
        expect(Math.abs(shown - ns)).toBeLessThanOrEqual(Math.max(0.5, ns * 0.051));
      }),
    );
  });
});

describe('formatOffsetNs', () => {
  it.each([
    [28.8 * S, '+28.8 s'],
    [6.5 * S, '+6.5 s'],
    [622 * MS, '+622 ms'],
    [999.9 * MS, '+1.0 s'],
    [59.96 * S, '+1 m 00 s'],
    [0, '0 s'],
    [-1.2 * S, '\u22121.2 s'],
    [-40, '\u221240 ns'],
    [Number.NaN, '—'],
  ])('shows %d as %s', (ns, text) => {
    expect(formatOffsetNs(ns)).toBe(nbsp(text));
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [999.6, '1.0 KB'],
    [1200, '1.2 KB'],
    [48_000, '48 KB'],
    [999_600, '1.0 MB'],
    [184_000_000, '184 MB'],
    [2_000_000_000, '2.0 GB'],
    [3.5e18, '3500 PB'],
    [-2000, '\u22122.0 KB'],
    [Number.NaN, '—'],
  ])('shows %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(nbsp(text));
  });
});

describe('counts', () => {
  it.each([
    [0, '0'],
    [312, '312'],
    [1284, '1,284'],
    [1_234_567, '1,234,567'],
    [-1284, '\u22121,284'],
    [Number.NaN, '—'],
  ])('shows %d exactly as %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [0, '0'],
    [812, '812'],
    [999.5, '1k'],
    [1200, '1.2k'],
    [64_800, '64.8k'],
    [999_960, '1M'],
    [1_300_000, '1.3M'],
    [2_500_000_000, '2.5G'],
    [-1200, '\u22121.2k'],
    [Number.NaN, '—'],
  ])('shows %d shortly as %s', (count, text) => {
    expect(formatShortCount(count)).toBe(text);
  });
});

describe('times', () => {
  const localMs = new Date(2026, 10, 21, 14, 32, 7, 412).getTime();

  it('shows the local time of day, with milliseconds where asked', () => {
    expect(formatTimeOfDay(localMs, false)).toBe('14:32:07');
    expect(formatTimeOfDay(localMs, true)).toBe('14:32:07.412');
    expect(formatTimeOfDay(Number.NaN, true)).toBe('—');
  });

  it('puts the day before it where asked', () => {
    expect(formatDateTime(localMs, false)).toBe(nbsp('2026-11-21 14:32:07'));
    expect(formatDateTime(Number.NaN, false)).toBe('—');
  });

  it.each([
    [0, 'now', 'now'],
    [999, 'now', 'now'],
    [11_000, '11 s ago', '11 s'],
    [33 * 60_000 + 59_999, '33 min ago', '33 m'],
    [5 * 3_600_000, '5 h ago', '5 h'],
    [24 * 3_600_000 - 1, '23 h ago', '23 h'],
    [-60_000, 'now', 'now'],
  ])('tells an age of %d ms as %s', (ageMs, relative, age) => {
    expect(formatRelative(localMs - ageMs, localMs)).toBe(nbsp(relative));
    expect(formatAge(localMs - ageMs, localMs)).toBe(nbsp(age));
  });

  it.each([24 * 3_600_000, -61_000, Number.NaN])('leaves %d ms to the absolute time', (ageMs) => {
    expect(formatRelative(localMs - ageMs, localMs)).toBeNull();
    expect(formatAge(localMs - ageMs, localMs)).toBeNull();
  });
});
