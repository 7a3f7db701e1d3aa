import fc from 'fast-check';

import type { ExactJson, ExactObject } from '../exact-json';

/** Values of all kinds; 64-bit extremes, names that are numbers, halves of surrogate pairs. */
export function exactJson(maxDepth = 4): fc.Arbitrary<ExactJson> {
  const { value } = fc.letrec<{ value: ExactJson }>((tie) => ({
    value: fc.oneof(
      { maxDepth, depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
      fc.array(tie('value'), { maxLength: 4 }),
      exactObjectOf(tie('value')),
    ),
  }));
  return value;
}

function exactObjectOf(value: fc.Arbitrary<ExactJson>): fc.Arbitrary<ExactObject> {
  const name = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', '10', '2'));
  return fc.array(fc.tuple(name, value), { maxLength: 4 }).map((entries) => new Map(entries));
}
