import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { defaultTolerances } from './tolerances';
import type { MergedDiff } from './diff-columns';
import { changeOfBlock, icicleMeasures, layOutIcicle, type IcicleLayout } from './icicle-layout';
import { mergedDiff, type RowSpec } from './test-support/merged';

const MS = 1e6;

describe('the icicle', () => {
  it('gives a step of one side alone its place', () => {
    const diff = mergedDiff([
      { depth: 0, name: 'run', a: [0, 100], b: [0, 60] },
      { depth: 1, name: 'gone', a: [0, 50], b: null },
      { depth: 1, name: 'kept', a: [50, 90], b: [0, 40] },
      { depth: 1, name: 'new', a: null, b: [40, 60] },
    ]);
    const layout = layOutIcicle(diff, 'time', false);
    // 50 that only A has, 40 of both and 20 that only B has are more than either run took.
    expect(inMs(layout.widths)).toEqual([110, 50, 40, 20]);
    expect(inMs(layout.starts)).toEqual([0, 0, 50, 90]);
    expect([0, 1, 2, 3].map((at) => changeOfBlock(layout, at, 'time', defaultTolerances))).toEqual([
      'shrank',
      'onlyA',
      'same',
      'onlyB',
    ]);
  });

  it('takes the sum of what ran at the same time, and of a run that has no end yet', () => {
    const diff = mergedDiff([
      { depth: 0, name: 'run', a: [0, 50], b: [0, Number.NaN] },
      { depth: 1, name: 'x', a: [0, 40], b: [0, 30] },
      { depth: 1, name: 'y', a: [0, 40], b: [0, 30] },
    ]);
    const { totalsA, totalsB } = layOutIcicle(diff, 'time', false);
    expect([totalsA[0], totalsB[0]]).toEqual([80 * MS, 60 * MS]);
  });

  it('sums up tokens, which each step has for itself', () => {
    const diff = mergedDiff([
      { depth: 0, name: 'run' },
      { depth: 1, name: 'chat', tokens: [100, 300] },
      { depth: 2, name: 'chat', tokens: [50, 20] },
    ]);
    const layout = layOutIcicle(diff, 'tokens', false);
    expect([...layout.totalsA]).toEqual([150, 150, 50]);
    expect([...layout.widths]).toEqual([320, 320, 50]);
    expect(changeOfBlock(layout, 0, 'tokens', defaultTolerances)).toBe('grew');
  });

  it('merges siblings of one name and what is within them', () => {
    const diff = mergedDiff([
      { depth: 0, name: 'run' },
      { depth: 1, name: 'turn', a: [0, 10], b: [0, 10] },
      { depth: 2, name: 'chat', a: [0, 5], b: [0, 5] },
      { depth: 1, name: 'other', a: [10, 20], b: [10, 20] },
      { depth: 1, name: 'turn', a: [20, 30], b: null },
      { depth: 2, name: 'chat', a: [20, 25], b: null },
    ]);
    const layout = layOutIcicle(diff, 'time', true);
    expect([...layout.rows]).toEqual([0, 1, 2, 3]);
    expect([...layout.countsA]).toEqual([1, 2, 2, 1]);
    expect([...layout.countsB]).toEqual([1, 1, 1, 1]);
    expect(inMs(layout.widths).slice(1)).toEqual([20, 10, 10]);
    expect(changeOfBlock(layout, 1, 'time', defaultTolerances)).toBe('shrank');
  });
});

function inMs(values: Float64Array): number[] {
  return Array.from(values, (value) => value / MS);
}

const arbTime = fc
  .tuple(fc.nat(100), fc.nat(100))
  .map(([from, length]) => [from, from + length] as const);
const arbDiff = fc
  .array(
    fc.record({
      up: fc.nat(3),
      name: fc.constantFrom('chat', 'tool', 'run'),
      a: fc.option(arbTime),
      b: fc.option(arbTime),
      tokens: fc.tuple(fc.nat(50), fc.nat(50)),
      costsUsd: fc.tuple(fc.nat(9), fc.nat(9)),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let depth = -1;
    return rows.map(({ up, a, b, ...row }): RowSpec => {
      depth = Math.max(0, Math.min(depth + 1, depth + 2 - up));
      return { ...row, depth, a, b: a === null ? (b ?? [0, 1]) : b };
    });
  })
  .map(mergedDiff);

const arbLayout = fc.tuple(arbDiff, fc.constantFrom(...icicleMeasures), fc.boolean());

it('has every row in one block, in the block of its parent', () => {
  fc.assert(
    fc.property(arbLayout, ([diff, measure, merges]) => {
      const layout = layOutIcicle(diff, measure, merges);
      const steps = [...layout.countsA, ...layout.countsB].reduce((sum, count) => sum + count, 0);
      const keys = [...diff.columns.keysA, ...diff.columns.keysB].filter((key) => key !== 0);
      expect(steps).toBe(keys.length);
      for (let row = 0; row < diff.count; row++) {
        const block = layout.blocksOfRows[row] ?? -1;
        const above = diff.columns.parents[row] ?? -1;
        expect(layout.parents[block]).toBe(above === -1 ? -1 : layout.blocksOfRows[above]);
        if (!merges) expect(layout.rows[block]).toBe(row);
      }
    }),
  );
});

it('fits both sides and all that is within into each block, siblings beside each other', () => {
  fc.assert(
    fc.property(arbLayout, ([diff, measure, merges]) => {
      const layout = layOutIcicle(diff, measure, merges);
      let roots = 0;
      for (let block = 0; block < layout.count; block++) {
        const width = layout.widths[block] ?? 0;
        const children = childrenOf(layout, block);
        const within = children.reduce((sum, child) => sum + (layout.widths[child] ?? 0), 0);
        const [a, b] = [layout.totalsA[block] ?? 0, layout.totalsB[block] ?? 0];
        expect(width).toBe(Math.max(a, b, within));
        let left = layout.starts[block] ?? 0;
        for (const child of children) {
          expect(layout.parents[child]).toBe(block);
          expect(layout.starts[child]).toBe(left);
          left += layout.widths[child] ?? 0;
        }
        if (layout.parents[block] === -1) roots += width;
      }
      expect(layout.totalWidth).toBe(roots);
    }),
  );
});

it('is the same with the sides turned around', () => {
  fc.assert(
    fc.property(arbLayout, ([diff, measure, merges]) => {
      const there = layOutIcicle(diff, measure, merges);
      const back = layOutIcicle(turned(diff), measure, merges);
      expect(back.widths).toEqual(there.widths);
      expect(back.starts).toEqual(there.starts);
      expect([back.totalsA, back.totalsB]).toEqual([there.totalsB, there.totalsA]);
      expect([back.countsA, back.countsB]).toEqual([there.countsB, there.countsA]);
    }),
  );
});

function childrenOf({ firstChildren, nextSiblings }: IcicleLayout, block: number): number[] {
  const children: number[] = [];
  for (let at = firstChildren[block] ?? -1; at !== -1; at = nextSiblings[at] ?? -1) {
    children.push(at);
  }
  return children;
}

function turned(diff: MergedDiff): MergedDiff {
  const { columns } = diff;
  return {
    ...diff,
    columns: {
      ...columns,
      keysA: columns.keysB,
      keysB: columns.keysA,
      startsA: columns.startsB,
      startsB: columns.startsA,
      endsA: columns.endsB,
      endsB: columns.endsA,
      tokensA: columns.tokensB,
      tokensB: columns.tokensA,
      costsUsdA: columns.costsUsdB,
      costsUsdB: columns.costsUsdA,
    },
  };
}
