import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { alignTrees } from './align';
import { buildDiffTree, type DiffTree } from './diff-tree';
import { explain, verdicts } from './explain';
import { mergeRows, type MergedRows } from './merge-rows';
import {
  agent,
  anySpans,
  call,
  slower,
  spansOf,
  tool,
  type Sketched,
} from './test-support/diff-trees';

function diffOf(a: DiffTree, b: DiffTree) {
  const alignment = alignTrees(a, b);
  const rows = mergeRows(a, b, alignment);
  return { rows, ...explain(a, b, rows, alignment) };
}

function rowOf(side: Int32Array): Map<number, number> {
  const found = new Map<number, number>();
  side.forEach((at, row) => at !== -1 && found.set(at, row));
  return found;
}

function expectAncestors(tree: DiffTree, side: Int32Array, { parents }: MergedRows): void {
  const rows = rowOf(side);
  for (const [at, row] of rows) {
    const above = tree.parents[at] ?? -1;
    if (above === -1) continue;
    const wanted = rows.get(above);
    let ancestor = parents[row] ?? -1;
    while (ancestor !== -1 && ancestor !== wanted) ancestor = parents[ancestor] ?? -1;
    expect(ancestor).toBe(wanted);
  }
}

describe('mergeRows', () => {
  it('has every span in exactly one row, below all its ancestors', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (x, y) => {
        const [a, b] = [buildDiffTree(x), buildDiffTree(y)];
        const { rows } = diffOf(a, b);
        for (const [tree, side] of [
          [a, rows.a],
          [b, rows.b],
        ] as const) {
          expect(rowOf(side).size).toBe(tree.count);
          expect(side.filter((at) => at !== -1)).toHaveLength(tree.count);
          expectAncestors(tree, side, rows);
        }
      }),
    );
  });

  it('is a tree in preorder', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (x, y) => {
        const { rows } = diffOf(buildDiffTree(x), buildDiffTree(y));
        for (let row = 0; row < rows.count; row++) {
          const parent = rows.parents[row] ?? -1;
          expect(parent).toBeLessThan(row);
          if (parent !== -1)
            expect(rows.subtreeEnds[parent]).toBeGreaterThanOrEqual(rows.subtreeEnds[row] ?? 0);
        }
      }),
    );
  });
});

describe('explain', () => {
  const diff = (a: readonly Sketched[], b: readonly Sketched[]) => {
    const trees = [
      buildDiffTree(spansOf(agent('x', ...a))),
      buildDiffTree(spansOf(agent('x', ...b))),
    ] as const;
    const found = diffOf(...trees);
    const names = [...found.verdicts].map((each) => verdicts[each]);
    return { ...found, names };
  };
  const run = [call(1, 1), tool('t', 1, 1), call(2, 2), tool('u', 3, 3)];

  it.each([1, 2])('finds nothing between a trace and itself, %i times as slow', (factor) => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = buildDiffTree(spans);
        const other = buildDiffTree(slower(spans, factor));
        const { headline, verdicts: found, changedBelow } = diffOf(tree, other);
        expect(headline).toBe(-1);
        expect([...found].every((each) => ['same', 'unknown'].includes(verdicts[each] ?? ''))).toBe(
          true,
        );
        expect(Math.max(0, ...changedBelow)).toBe(0);
      }),
    );
  });

  it('calls the same prompt with another answer a decision, and what follows consequences', () => {
    const other = [call(1, 1), tool('t', 1, 1), call(2, 8), tool('u', 9, 9)];
    const { names, headline, causes } = diff(run, other);
    expect(names).toEqual(['inside', 'same', 'same', 'decision', 'consequence']);
    expect(headline).toBe(3);
    expect(causes[4]).toBe(3);
  });

  it('calls the same arguments with another result a change of the world', () => {
    const other = [call(1, 1), tool('t', 1, 9), call(9, 2), tool('u', 3, 3)];
    expect(diff(run, other).names).toEqual([
      'inside',
      'same',
      'environment',
      'consequence',
      'same',
    ]);
  });

  it('names an edit of the system prompt and another model first', () => {
    const [first, ...rest] = run;
    const edited = { ...first!, system: 5, output: 7 };
    expect(diff([{ ...first!, system: 4 }, ...rest], [edited, ...rest]).names[1]).toBe(
      'promptEdit',
    );
    // It is told once: later calls with that prompt follow from the first.
    const again = (system: number) =>
      [call(1, 1), tool('t', 1, 1), call(2, 2)].map((each) => ({ ...each, system }));
    expect(diff(again(4), again(5)).names).toEqual(['inside', 'promptEdit', 'same', 'consequence']);
    const asked = { ...first!, model: 'm2' };
    expect(diff([{ ...first!, model: 'm1' }, ...rest], [asked, ...rest]).names[1]).toBe(
      'modelChange',
    );
  });

  it('knows an attempt that failed and was tried again', () => {
    const failed = tool('t', 1, 0, { output: null, isError: true });
    const { names, headline } = diff(run, [run[0]!, failed, ...run.slice(1)]);
    expect(names).toEqual(['inside', 'same', 'retry', 'same', 'same', 'same']);
    expect(headline).toBe(2);
  });

  it('knows a span around steps that both have', () => {
    const [first, ...rest] = run;
    const { names } = diff(run, [first!, { label: 'guard', within: rest }]);
    expect(names).toEqual(['inside', 'same', 'wrapper', 'same', 'same', 'same']);
  });

  it('says unknown where nothing was recorded', () => {
    const silent = [{ kind: 'llm' as const, label: 'call' }];
    expect(diff(silent, silent).names).toEqual(['same', 'unknown']);
  });
});

describe('swapping sides', () => {
  const swapped: Readonly<Partial<Record<string, string>>> = { onlyA: 'onlyB', onlyB: 'onlyA' };
  const nameOf = (verdict: number): string => verdicts[verdict] ?? '';

  it('mirrors rows, verdicts, causes and the headline', () => {
    fc.assert(
      fc.property(anySpans, anySpans, fc.integer({ min: 1, max: 3 }), (x, y, factor) => {
        const [a, b] = [buildDiffTree(x), buildDiffTree(slower(y, factor))];
        const [there, back] = [diffOf(a, b), diffOf(b, a)];
        expect(back.rows).toEqual({ ...there.rows, a: there.rows.b, b: there.rows.a });
        expect([...back.verdicts].map(nameOf)).toEqual(
          [...there.verdicts].map(nameOf).map((name) => swapped[name] ?? name),
        );
        expect(back.causes).toEqual(there.causes);
        expect(back.headline).toBe(there.headline);
        expect(back.changedBelow).toEqual(there.changedBelow);
      }),
    );
  });
});
