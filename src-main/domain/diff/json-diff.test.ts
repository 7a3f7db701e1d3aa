import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { hashValue } from './content-hash';
import { diffJson, type JsonDiff } from './json-diff';
import { diffJsonTree, type JsonDiffNode } from './json-diff-tree';

const hashOf = (value: JsonValue) => hashValue(value, 'content');
const told = (before: JsonValue, after: JsonValue) =>
  diffJson(before, after, 'content').changes.map(({ path, kind }) => `${kind} ${path.join('.')}`);

/** The value that a tree has on one side, put together from its leaves. */
function sideOf(node: JsonDiffNode, side: 'before' | 'after'): JsonValue | undefined {
  if (node.kind !== 'inside') return node[side];
  const members = node.children.flatMap((child) => {
    const value = sideOf(child, side);
    return value === undefined ? [] : [[String(child.key), value] as const];
  });
  return Array.isArray(node[side])
    ? members.map(([, value]) => value)
    : Object.fromEntries(members);
}

describe('diffJson', () => {
  it('finds nothing in a value and itself, in whatever order its members are', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        expect(diffJson(value, structuredClone(value), 'content').changes).toEqual([]);
      }),
    );
    expect(told({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual([]);
  });

  it('finds nothing in a value and itself, however deep', () => {
    let deep: JsonValue = 1;
    for (let depth = 0; depth < 90; depth++) deep = depth % 2 === 0 ? [deep] : { deep };
    expect(told(deep, structuredClone(deep))).toEqual([]);
  });

  it('mirrors when the sides are swapped', () => {
    const any = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const sideless = ({ changes }: JsonDiff) =>
      changes
        .map(({ kind, before, after }) => ({ kind, values: [before, after] }))
        .map((each) => JSON.stringify(each))
        .sort();
    const mirrored = ({ changes, ...rest }: JsonDiff): JsonDiff => ({
      ...rest,
      changes: changes.map(({ path, kind, before, after }) => ({
        path,
        kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
        before: after,
        after: before,
      })),
    });
    fc.assert(
      fc.property(any, any, (x, y) => {
        const [there, back] = [diffJson(x, y, 'content'), mirrored(diffJson(y, x, 'content'))];
        expect(sideless(back)).toEqual(sideless(there));
        expect(back.ignoredCount).toBe(there.ignoredCount);
      }),
    );
  });

  it('makes the one value of the other by what it tells', () => {
    const any = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(any, any, (x, y) => {
        const tree = diffJsonTree(x, y, 'content');
        expect(hashOf(sideOf(tree, 'before') ?? null)).toBe(hashOf(x));
        expect(hashOf(sideOf(tree, 'after') ?? null)).toBe(hashOf(y));
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
    const before = { took: 1, request_id: 'x', at: '2026-11-27T10:00:00Z', n: 1 };
    const after = { took: 2, request_id: 'y', at: '2026-11-28T11:11:11Z', n: 1 };
    expect(diffJson(before, after, 'content')).toMatchObject({ changes: [], ignoredCount: 3 });
    expect(diffJson(before, after, 'arguments').changes).toHaveLength(3);
  });

  it('ignores and counts ids in lists too, whose items are the same else', () => {
    const of = (...ids: string[]) => ids.map((id) => ({ id: `call_000${id}`, text: 'x' }));
    expect(diffJson(of('a', 'b'), of('c', 'd'), 'content')).toMatchObject({
      changes: [],
      ignoredCount: 2,
    });
  });

  it('sees what differs far behind the beginning of an item of a list', () => {
    const long = (end: string) => [{ text: `${'x'.repeat(100_000)}${end}` }];
    expect(told(long('a'), long('b'))).toEqual(['changed 0.text']);
  });

  it('cuts what nobody would read', () => {
    const many = (from: number) =>
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, from + i * 2]));
    const { changes, isCut } = diffJson(many(0), many(1), 'content');
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
