import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { diffJson } from './json-diff';

const told = (before: JsonValue, after: JsonValue) =>
  diffJson(before, after).changes.map(({ path, kind }) => `${kind} ${path.join('.')}`);

describe('diffJson', () => {
  it('finds nothing in a value and itself, in whatever order its members are', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        expect(diffJson(value, structuredClone(value)).changes).toEqual([]);
      }),
    );
    expect(told({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual([]);
  });

  it('mirrors when the sides are swapped', () => {
    const any = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(any, any, (x, y) => {
        const there = diffJson(x, y).changes.length;
        expect(diffJson(y, x).changes).toHaveLength(there);
      }),
    );
  });

  it('tells members and items that are there on one side alone, and what changed', () => {
    expect(told({ path: 'a' }, { path: 'a', grep: 'x' })).toEqual(['added grep']);
    expect(told({ a: { b: 1 } }, { a: { b: 2 } })).toEqual(['changed a.b']);
    expect(told([1, 2, 3], [1, 3])).toEqual(['removed 1']);
    expect(told([{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 3 }, { c: 4 }])).toEqual([
      'changed 1.b',
      'added 2',
    ]);
    expect(told({ a: [] }, { a: {} })).toEqual(['changed a']);
  });

  it('ignores ids and times, and says how many', () => {
    const before = { id: 'a1', request_id: 'x', at: '2026-11-27T10:00:00Z', n: 1 };
    const after = { id: 'b2', request_id: 'y', at: '2026-11-28T11:11:11Z', n: 1 };
    expect(diffJson(before, after)).toMatchObject({ changes: [], ignoredCount: 3 });
  });

  it('cuts what nobody would read', () => {
    const many = (from: number) =>
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, from + i * 2]));
    const { changes, isCut } = diffJson(many(0), many(1));
    expect(changes).toHaveLength(1000);
    expect(isCut).toBe(true);
  });

  it('takes members that objects are born with for what they are', () => {
    expect(told({}, JSON.parse('{"__proto__":1,"constructor":2}') as JsonValue)).toEqual([
      'added __proto__',
      'added constructor',
    ]);
  });
});
