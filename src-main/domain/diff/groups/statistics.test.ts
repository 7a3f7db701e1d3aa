import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { falseDiscoveryRates, fisherExact, rankTest, spreadOf } from './statistics';

describe('fisherExact', () => {
  // Sums of the tables, as whole numbers.
  it.each([
    [1, 10, 11, 14, 0.002_759],
    [2, 10, 9, 10, 0.005_48],
    [0, 2, 2, 2, 0.333_33],
    [3, 4, 1, 4, 0.485_71],
    [0, 6, 6, 6, 0.002_165],
  ])('%i of %i against %i of %i', (a, n, b, m, p) => {
    expect(fisherExact(a, n, b, m)).toBeCloseTo(p, 4);
  });

  it('lies between 0 and 1, and is the same the other way around', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        fc.nat(),
        (n, m, x, y) => {
          const [a, b] = [x % (n + 1), y % (m + 1)];
          const p = fisherExact(a, n, b, m);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
          expect(fisherExact(b, m, a, n)).toBeCloseTo(p, 9);
          expect(fisherExact(n - a, n, m - b, m)).toBeCloseTo(p, 9);
        },
      ),
    );
  });
});

describe('rankTest', () => {
  it('gives the share of pairs that are above, less those below', () => {
    expect(rankTest([1, 2, 3], [4, 5, 6]).delta).toBe(1);
    expect(rankTest([1, 2, 3], [1, 2, 3]).delta).toBe(0);
    expect(rankTest([1, 3], [2, 2]).delta).toBe(0);
  });

  it('counts all ways to part few values', () => {
    expect(rankTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).p).toBeCloseTo(2 / 252, 9);
    expect(rankTest([1, 1, 1], [2, 2, 2, 2]).p).toBeCloseTo(1 / 35, 9);
    expect(rankTest([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]).p).toBeCloseTo(2 / 924, 9);
    expect(rankTest([1, 1], [1, 1]).p).toBe(1);
  });

  it('counts them right where values are tied', () => {
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const all = [...a, ...b];
        const deltas = waysToChoose(all.length, b.length).map((chosen) => {
          const inB = new Set(chosen);
          const [x, y] = [all.filter((_, at) => !inB.has(at)), all.filter((_, at) => inB.has(at))];
          return Math.abs(rankTest(x, y).delta);
        });
        const { delta, p } = rankTest(a, b);
        const asFar = deltas.filter((each) => each >= Math.abs(delta) - 1e-9).length;
        expect(p).toBeCloseTo(asFar / deltas.length, 9);
      }),
    );
  });

  it('agrees with them by the normal approximation where there are many', () => {
    const values = Array.from({ length: 13 }, (_, at) => at);
    const { p } = rankTest(
      values,
      values.map((value) => value + 4.5),
    );
    // The exact one.
    expect(Math.abs(p - 0.011_97)).toBeLessThan(0.002);
  });

  it('turns with its sides', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [there, back] = [rankTest(a, b), rankTest(b, a)];
        expect(back.delta).toBeCloseTo(-there.delta, 9);
        expect(back.p).toBeCloseTo(there.p, 9);
        expect(Math.abs(there.delta)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('falseDiscoveryRates grow with the rank, and never fall', () => {
  expect(falseDiscoveryRates([0.01, 0.04, 0.03, 0.5])).toEqual([
    0.04,
    expect.closeTo(0.053_33, 4),
    expect.closeTo(0.053_33, 4),
    0.5,
  ]);
  expect(falseDiscoveryRates([])).toEqual([]);
});

it('spreadOf has quartiles between values, and leaves out what is not known', () => {
  expect(spreadOf([4, Number.NaN, 1, 3, 2])).toEqual({
    count: 4,
    least: 1,
    low: 1.75,
    median: 2.5,
    high: 3.25,
    most: 4,
  });
  expect(spreadOf([Number.NaN])).toBeNull();
});

function waysToChoose(from: number, count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  if (from < count) return [];
  const withLast = waysToChoose(from - 1, count - 1).map((chosen) => [...chosen, from - 1]);
  return [...waysToChoose(from - 1, count), ...withLast];
}
