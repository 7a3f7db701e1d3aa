import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { cutValue } from './cut-value';

it('leaves short values whole', () => {
  const any = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
  fc.assert(
    fc.property(any, (value) => {
      const cut = cutValue(value, 1_000_000);
      expect(cut.isCut).toBe(false);
      expect(JSON.stringify(cut.value)).toBe(JSON.stringify(value));
    }),
  );
});

it('keeps the beginning of long ones and says so', () => {
  expect(cutValue('x'.repeat(100), 54)).toEqual({ value: 'x'.repeat(50), isCut: true });
  expect(cutValue('a👍', 6)).toEqual({ value: 'a', isCut: true });
  const list = cutValue(
    Array.from({ length: 1000 }, (_, n) => n),
    100,
  );
  expect(list.isCut).toBe(true);
  expect(list.value).toHaveLength(24);
  expect(cutValue({ a: 'x'.repeat(100), b: 1 }, 20)).toMatchObject({ isCut: true });
});
