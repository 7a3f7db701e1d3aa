import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { hashValue } from './content-hash';
import { diffJson } from './json-diff';
import { jsonDiffRows } from './json-diff-rows';
import { diffJsonTree, type JsonDiffNode } from './json-diff-tree';

const hashOf = (value: JsonValue) => hashValue(value, 'content');

/** Leaves that differ, with where they are. */
function leaves(node: JsonDiffNode, path: readonly (string | number)[] = []): string[] {
  if (node.kind === 'same') return [];
  if (node.kind !== 'inside') return [`${node.kind} ${path.join('.')}`];
  return node.children.flatMap((child) => leaves(child, [...path, child.key ?? '']));
}

const told = (before: JsonValue, after: JsonValue): string[] =>
  leaves(diffJsonTree(before, after, 'content')).filter((leaf) => !leaf.startsWith('ignored'));

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

describe('diffJsonTree', () => {
  it('finds nothing in a value and itself, in whatever order its members are', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        expect(leaves(diffJsonTree(value, structuredClone(value), 'content'))).toEqual([]);
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
    const turned = { added: 'removed', removed: 'added' } as const;
    const plain = (node: JsonDiffNode): string[] =>
      node.kind === 'inside'
        ? node.children.flatMap(plain)
        : [JSON.stringify([node.kind, node.before, node.after])];
    const mirrored = (node: JsonDiffNode): JsonDiffNode => ({
      key: node.key,
      kind: node.kind === 'added' || node.kind === 'removed' ? turned[node.kind] : node.kind,
      before: node.after,
      after: node.before,
      children: node.children.map(mirrored),
    });
    // What is the same is told as B has it.
    const differing = (node: JsonDiffNode): string[] =>
      plain(node).filter((leaf) => !leaf.startsWith('["same"'));
    fc.assert(
      fc.property(any, any, (x, y) => {
        const there = diffJsonTree(x, y, 'content');
        const back = mirrored(diffJsonTree(y, x, 'content'));
        expect(differing(back).sort()).toEqual(differing(there).sort());
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
    expect(leaves(diffJsonTree(before, after, 'content'))).toEqual([
      'ignored took',
      'ignored request_id',
      'ignored at',
    ]);
    expect(diffJson(before, after, 'content')).toEqual({ isSame: true, isButForIds: true });
    expect(diffJson(before, after, 'arguments').isSame).toBe(false);
    expect(diffJson(before, { ...after, n: 2 }, 'content')).toEqual({
      isSame: false,
      isButForIds: false,
    });
    expect(diffJson(before, { ...before }, 'content')).toEqual({
      isSame: true,
      isButForIds: false,
    });
  });

  it('ignores and counts ids in lists too, whose items are the same else', () => {
    const of = (...ids: string[]) => ids.map((id) => ({ id: `call_000${id}`, text: 'x' }));
    expect(leaves(diffJsonTree(of('a', 'b'), of('c', 'd'), 'content'))).toEqual([
      'ignored 0.id',
      'ignored 1.id',
    ]);
  });

  it('sees what differs far behind the beginning of an item of a list', () => {
    const long = (end: string) => [{ text: `${'x'.repeat(100_000)}${end}` }];
    expect(told(long('a'), long('b'))).toEqual(['changed 0.text']);
  });

  it('pairs what long lists have in common', () => {
    const items = Array.from({ length: 600 }, (_, n) => ({ n, text: `item ${n}` }));
    const other = [...items.slice(1, -1), { n: -1, text: 'end' }];
    expect(told(items, other)).toEqual(['removed 0', 'changed 598.n', 'changed 598.text']);
  });

  it('takes a number for its text, and nothing else', () => {
    expect(told({ n: 1.5 }, { n: '1.5' })).toEqual([]);
    expect(leaves(diffJsonTree({ n: 'a' }, { n: ' a ' }, 'content'))).toEqual([]);
    expect(told({ n: null }, { n: 'null' })).toEqual(['changed n']);
    expect(told({ n: true }, { n: 'true' })).toEqual(['changed n']);
    expect(told({ n: 1 }, { n: true })).toEqual(['changed n']);
  });

  it('tells texts of very many lines', () => {
    const long = (end: string): JsonValue => ({
      text: Array.from({ length: 200_000 }, (_, n) => (n === 9 ? end : `line ${n}`)).join('\n'),
    });
    const rows = jsonDiffRows(diffJsonTree(long('a'), long('b'), 'content'));
    expect(rows.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
  });

  it('takes members that objects are born with for what they are', () => {
    expect(told({}, JSON.parse('{"__proto__":1,"constructor":2}') as JsonValue)).toEqual([
      'added __proto__',
      'added constructor',
    ]);
  });
});
