import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chartScale, medianOf } from './chart-scale';
import { sparkBars } from './sparkline';

describe('sparkBars', () => {
  it('fits any number of values, the highest one filling the height', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 16 }),
        (values) => {
          const bars = sparkBars(values, 56, 14);
          const last = bars[bars.length - 1]!;
          expect(last.x + last.width).toBeLessThanOrEqual(56.001);
          expect(Math.max(...bars.map((bar) => bar.height))).toBeCloseTo(14);
          expect(bars.every((bar) => bar.width > 0)).toBe(true);
        },
      ),
    );
  });

  it('draws a least bar for no time', () => {
    expect(sparkBars([0, Number.NaN, 4], 56, 14).map((bar) => bar.height)).toEqual([1.5, 1.5, 14]);
    expect(sparkBars([], 56, 14)).toEqual([]);
  });
});

describe('chartScale', () => {
  it('has round ticks within its range', () => {
    expect(chartScale([36.2, 41.8, 9.8]).ticks).toEqual([20, 40]);
    expect(chartScale([57_300, 64_800]).ticks).toEqual([20_000, 40_000, 60_000]);
    expect(chartScale([0, 0])).toEqual({ top: 1, ticks: [] });
    fc.assert(
      fc.property(fc.array(fc.nat(1e15), { maxLength: 40 }), (values) => {
        const { top, ticks } = chartScale(values);
        expect(top).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(3);
        expect(ticks.every((tick) => tick > 0 && tick < top)).toBe(true);
        expect(values.every((value) => value <= top)).toBe(true);
      }),
    );
  });

  it('knows the median', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
  });
});
