import fc from 'fast-check';
import { expect, it } from 'vitest';

import { compareDetails, compareFigures } from './compare-figures';
import { defaultTolerances, directionOf, type Direction, type Tolerances } from './tolerances';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyTolerances = fc.record({
  durationShare: share,
  durationNs: fc.integer({ min: 0, max: 1e9 }),
  tokensShare: share,
  costShare: share,
});
const quantity = fc.constantFrom('time', 'tokens', 'cost', 'count' as const);
const value = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: null });
const turned: Readonly<Record<Direction, Direction>> = {
  same: 'same',
  unknown: 'unknown',
  less: 'more',
  more: 'less',
};

it('keeps to the share of the greater, and to the floor of times', () => {
  const of = (a: number, b: number): Direction => directionOf('time', a, b, defaultTolerances);
  expect([of(80, 100e6), of(80e6, 100e6), of(79e6, 100e6), of(0, 1e6)]).toEqual([
    'more',
    'same',
    'more',
    'same',
  ]);
  expect(directionOf('count', 3, 4, defaultTolerances)).toBe('more');
  expect(directionOf('tokens', null, 4, defaultTolerances)).toBe('unknown');
  expect(directionOf('time', Number.NaN, 4, defaultTolerances)).toBe('unknown');
});

it('says less of one side where it says more of the other', () => {
  fc.assert(
    fc.property(quantity, value, value, anyTolerances, (of, a, b, tolerances) => {
      const there = directionOf(of, a, b, tolerances);
      expect(directionOf(of, b, a, tolerances)).toBe(turned[there]);
    }),
  );
});

it('takes no more for a difference as tolerances grow', () => {
  fc.assert(
    fc.property(quantity, value, value, anyTolerances, anyTolerances, (of, a, b, x, y) => {
      const wider = (key: keyof Tolerances): number => Math.max(x[key], y[key]);
      const wide: Tolerances = {
        durationShare: wider('durationShare'),
        durationNs: wider('durationNs'),
        tokensShare: wider('tokensShare'),
        costShare: wider('costShare'),
      };
      const narrow = directionOf(of, a, b, x);
      const found = directionOf(of, a, b, wide);
      expect(['same', narrow]).toContain(found);
    }),
  );
});

it('mirrors every figure when the sides are swapped', () => {
  const ns = fc.option(fc.integer({ min: 0, max: 1e10 }), { nil: null });
  const run = fc.record({
    durationNs: fc.oneof(fc.integer({ min: 0, max: 1e10 }), fc.constant(Number.NaN)),
    spanCount: fc.nat(99),
    errorCount: fc.nat(9),
    facets: fc.constant(null),
    pathModelsNs: ns,
    pathToolsNs: ns,
    pathRestNs: ns,
    firstTokenNs: ns,
    retryCount: fc.nat(9),
  });
  const judged = { better: 'worse', worse: 'better', neither: 'neither' } as const;
  fc.assert(
    fc.property(run, run, anyTolerances, (a, b, tolerances) => {
      for (const compare of [compareFigures, compareDetails]) {
        const expected = compare(a, b, tolerances).map((figure) => ({
          ...figure,
          a: figure.b,
          b: figure.a,
          direction: turned[figure.direction],
          judgement: judged[figure.judgement],
        }));
        expect(compare(b, a, tolerances)).toEqual(expected);
      }
    }),
  );
});
