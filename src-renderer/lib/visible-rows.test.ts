import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SpanTable } from '@domain/span-table';

import { tableOf, treeOf } from './test-support/tables';
import { allFolded, carryFolds, revealing, unfolded, withFold, withSubtreeFold } from './folds';
import { SpanRowIndex } from './span-row-index';
import {
  computeVisibleRows,
  guidesOf,
  nearestRow,
  rowOfSpan,
  siblingRow,
  type VisibleRows,
} from './visible-rows';

interface NaiveRow {
  readonly span: number;
  readonly parent: number;
  readonly depth: number;
  readonly position: number;
  readonly setSize: number;
}

/** The same by recursion over parents, one span at a time. */
function naiveRows(table: SpanTable, folded: Uint8Array, hidden: number): NaiveRow[] {
  const isHidden = (span: number): boolean => (hidden & (1 << table.categories[span]!)) !== 0;
  const childrenOf = (parent: number): number[] =>
    [...table.parents.keys()].filter((span) => table.parents[span] === parent);
  const shownBelow = (parent: number): number[] =>
    childrenOf(parent).flatMap((child) => (isHidden(child) ? shownBelow(child) : [child]));
  const rows: NaiveRow[] = [];
  const visit = (spans: number[], parentRow: number, depth: number): void => {
    spans.forEach((span, at) => {
      const row =
        rows.push({ span, parent: parentRow, depth, position: at + 1, setSize: spans.length }) - 1;
      if (folded[span] === 0) visit(shownBelow(span), row, depth + 1);
    });
  };
  visit(shownBelow(-1), -1, 0);
  return rows;
}

function asObjects(rows: VisibleRows): NaiveRow[] {
  return [...rows.spans].map((span, row) => ({
    span,
    parent: rows.parents[row]!,
    depth: rows.depths[row]!,
    position: rows.positions[row]!,
    setSize: rows.setSizes[row]!,
  }));
}

const forest = fc
  .array(fc.tuple(fc.nat(), fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 40 })
  .map((seeds) => ({
    table: treeOf(
      seeds.map(([seed], i) => (seed % (i + 1)) - 1),
      seeds.map(([, category]) => category),
    ),
    folded: Uint8Array.from(seeds, ([, , fold]) => (fold ? 1 : 0)),
  }));

const small = tableOf({
  name: 'root',
  children: [
    { name: 'a', children: [{ name: 'a1' }, { name: 'a2', children: [{ name: 'a2x' }] }] },
    { name: 'b', children: [{ name: 'b1' }] },
    { name: 'c' },
  ],
});

describe('computeVisibleRows', () => {
  it('gives the rows a recursive walk gives, whatever is folded and hidden', () => {
    fc.assert(
      fc.property(forest, fc.nat(15), ({ table, folded }, hidden) => {
        const usable = folded.map((fold, span) => (table.descendants[span]! > 0 ? fold : 0));
        expect(asObjects(computeVisibleRows(table, usable, hidden))).toEqual(
          naiveRows(table, usable, hidden),
        );
      }),
    );
  });

  it('has no rows for a trace without spans', () => {
    const rows = computeVisibleRows(treeOf([]), new Uint8Array(0));
    expect(rows.count).toBe(0);
    expect(nearestRow(rows, 0)).toBe(-1);
  });
});

describe('finding rows', () => {
  const folds = withFold(small, unfolded(small), 1, true);
  const rows = computeVisibleRows(small, folds);

  it('finds the row of a span that is shown, and none for one that is folded away', () => {
    expect(rowOfSpan(rows, 5)).toBe(2);
    expect(rowOfSpan(rows, 3)).toBe(-1);
  });

  it('leads to the folded ancestor of a span that is folded away', () => {
    expect(nearestRow(rows, 4)).toBe(1);
  });

  it('steps over the children of a sibling', () => {
    expect(siblingRow(rows, 1, 1)).toBe(2);
    expect(siblingRow(rows, 4, -1)).toBe(2);
    expect(siblingRow(rows, 4, 1)).toBe(-1);
    expect(siblingRow(rows, 0, 1)).toBe(-1);
  });
});

describe('guidesOf', () => {
  const rows = computeVisibleRows(small, unfolded(small));

  it('runs a line while siblings follow and ends it at the last', () => {
    expect(guidesOf(rows, 0, 9)).toEqual([]);
    expect(guidesOf(rows, 1, 9)).toEqual(['line']);
    expect(guidesOf(rows, 3, 9)).toEqual(['line', 'last']);
    expect(guidesOf(rows, 4, 9)).toEqual(['line', 'none', 'last']);
    expect(guidesOf(rows, 7, 9)).toEqual(['last']);
  });

  it('keeps the innermost levels where a trace is too deep to draw', () => {
    expect(guidesOf(rows, 4, 2)).toEqual(['none', 'last']);
  });
});

describe('folds', () => {
  it('folds and unfolds a whole subtree', () => {
    const folded = withSubtreeFold(small, unfolded(small), 0, true);
    expect(folded).toEqual(allFolded(small));
    expect(withSubtreeFold(small, folded, 0, false)).toEqual(unfolded(small));
  });

  it('leaves a span without children unfolded', () => {
    const folds = unfolded(small);
    expect(withFold(small, folds, 7, true)).toBe(folds);
  });

  it('reveals a span by unfolding its ancestors only', () => {
    const folds = revealing(small, allFolded(small), 4);
    expect([...folds]).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
    expect(revealing(small, folds, 4)).toBe(folds);
  });

  it('follows the span ids into a newer table', () => {
    const before = tableOf({ name: 'root', children: [{ name: 'a', children: [{ name: 'x' }] }] });
    const after = tableOf({
      name: 'root',
      children: [{ name: 'new' }, { name: 'a', children: [{ name: 'x' }] }],
    });
    // In `after` the span `a` has moved to row 2 and keeps its id.
    after.spanIds.set(before.spanIds.subarray(8, 16), 16);
    after.spanIds.set(Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9), 8);
    const folds = withFold(before, unfolded(before), 1, true);
    expect([...carryFolds(before, folds, after, new SpanRowIndex(after))]).toEqual([0, 0, 1, 0]);
  });
});
