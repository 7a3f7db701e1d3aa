import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SpanTable } from '@domain/span-table';

import { tableOf, treeOf } from '../../../lib/test-support/tables';
import { rearrangeTable } from './rearrange-table';

const names = (table: SpanTable): string[] =>
  [...table.nameIds].map((id, row) => '·'.repeat(table.depths[row]!) + table.names[id]!);

/** Parents stand before their children, and a subtree is a contiguous range. */
function expectPreorder(table: SpanTable): void {
  for (let row = 0; row < table.count; row += 1) {
    const parent = table.parents[row]!;
    expect(parent).toBeLessThan(row);
    if (parent >= 0) {
      expect(row).toBeLessThanOrEqual(parent + table.descendants[parent]!);
      expect(table.depths[row]).toBe(table.depths[parent]! + 1);
    } else expect(table.depths[row]).toBe(0);
  }
}

describe('rearrangeTable', () => {
  it('moves a span with all below it, to its place in time', () => {
    const table = tableOf(
      { name: 'a', children: [{ name: 'b' }, { name: 'c', start: 9 }] },
      { name: 'd', start: 5, children: [{ name: 'e', start: 6 }] },
    );
    const moved = rearrangeTable(table, {
      parents: new Map([[3, 0]]),
      removed: new Uint8Array(5),
    });
    expect(names(moved)).toEqual(['a', '·b', '·d', '··e', '·c']);
    expect([...moved.keys]).toEqual([1, 2, 4, 5, 3]);
    expectPreorder(moved);
  });

  it('gives the children of what is left out to its parent, and drops its critical pieces', () => {
    const table = tableOf({
      name: 'a',
      critical: [[0, 1]],
      children: [{ name: 'b', critical: [[1, 2]], children: [{ name: 'c', critical: [[2, 3]] }] }],
    });
    const moved = rearrangeTable(table, {
      parents: new Map(),
      removed: Uint8Array.of(0, 1, 0),
    });
    expect(names(moved)).toEqual(['a', '·c']);
    expect([...moved.criticalRows]).toEqual([0, 1]);
    expect([...moved.criticalFromNs]).toEqual([0, 2]);
  });

  it('keeps every row that is not left out, whatever the parents, circles too', () => {
    const tree = fc
      .array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 30 })
      .map((parents) => parents.map((parent, row) => Math.min(parent, row - 1)));
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(fc.nat(29), fc.integer({ min: -1, max: 29 })), { maxLength: 10 }),
        fc.array(fc.nat(29), { maxLength: 10 }),
        (parents, moves, left) => {
          const table = treeOf(parents);
          const removed = new Uint8Array(table.count);
          for (const row of left) if (row < table.count) removed[row] = 1;
          const inside = moves.filter(
            ([row, to]) => row < table.count && to < table.count && removed[row] === 0,
          );
          const result = rearrangeTable(table, { parents: new Map(inside), removed });
          const kept = [...table.keys].filter((_, row) => removed[row] === 0);
          expect([...result.keys].sort((a, b) => a - b)).toEqual(kept.sort((a, b) => a - b));
          expectPreorder(result);
        },
      ),
    );
  });
});
