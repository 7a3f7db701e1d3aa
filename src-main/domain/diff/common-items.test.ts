import fc from 'fast-check';
import { expect, it } from 'vitest';

import { commonItems } from './common-items';

const numbered = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

it('pairs equal items in order, the same whichever list comes first', () => {
  const list = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });
  fc.assert(
    fc.property(list, list, (x, y) => {
      const pairs = commonItems(x, y);
      pairs.forEach(([i, j], at) => {
        expect(x[i]).toBe(y[j]);
        expect(i).toBeGreaterThan(pairs[at - 1]?.[0] ?? -1);
        expect(j).toBeGreaterThan(pairs[at - 1]?.[1] ?? -1);
      });
      expect(commonItems(y, x)).toEqual(pairs.map(([i, j]) => [j, i]));
    }),
  );
});

it('pairs all but what was edited, however long the lists are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 600, max: 3000 }),
      fc.uniqueArray(fc.nat(599), { minLength: 1, maxLength: 20 }),
      (length, at) => {
        const x = numbered(0, length);
        const y = x.map((item, index) => (at.includes(index) ? -1 - item : item));
        expect(commonItems(x, y)).toHaveLength(length - at.length);
        expect(commonItems([-5, ...x], [...y, -7])).toHaveLength(length - at.length);
      },
    ),
    { numRuns: 50 },
  );
});

it('pairs long lists of few different items, and gives up where all is in another order', () => {
  const x = numbered(0, 2000).map((item) => item % 7);
  expect(commonItems([9, ...x], [...x, 8])).toHaveLength(2000);
  const all = numbered(0, 5000);
  expect(commonItems(all, [...all].reverse()).length).toBeLessThan(2);
});
