import type { SpanId } from '@domain/units';
import { describe, expect, it } from 'vitest';

import { fromStarts } from '@domain/diff/time-axis';
import { mergedDiff } from '@domain/diff/test-support/merged';
import { diffModel, headerOf, ID_A, ID_B } from '../test-support/models';
import { keptWith, noPairs, pairsOf, withBroken, withPinned } from '../../../stores/chosen-pairs';
import { DiffBuilder } from './diff-builder';
import { linkOf, rowAt, rowKey } from './diff-model';
import { nextChange } from './row-filter';
import { timeLimits } from './time-limits';

const id = (number: number): SpanId => number.toString(16).padStart(16, '0') as SpanId;

describe('pairs chosen by hand', () => {
  it('are kept for two traces, whichever is A', () => {
    const pairs = withBroken(withPinned(noPairs, [id(1), id(2)]), [id(3), id(4)]);
    const kept = keptWith([], ID_A, ID_B, pairs);
    expect(pairsOf(kept, ID_A, ID_B)).toMatchObject(pairs);
    expect(pairsOf(kept, ID_B, ID_A)).toEqual({
      pinned: [[id(2), id(1)]],
      broken: [[id(4), id(3)]],
    });
    expect(keptWith(kept, ID_B, ID_A, noPairs)).toEqual([]);
  });

  it('give way to what is said later of the same spans', () => {
    const pinned = withPinned(withPinned(noPairs, [id(1), id(2)]), [id(1), id(5)]);
    expect(pinned.pinned).toEqual([[id(1), id(5)]]);
    const broken = withBroken(pinned, [id(1), id(5)]);
    expect(broken).toEqual({ pinned: [], broken: [[id(1), id(5)]] });
    expect(withPinned(broken, [id(1), id(5)]).broken).toEqual([]);
  });

  it('are forgotten for the comparisons longest ago', () => {
    const pairs = withPinned(noPairs, [id(1), id(2)]);
    let kept = keptWith([], ID_A, ID_B, pairs);
    for (let at = 0; at < 200; at += 1) {
      const other = (at + 1).toString(16).padStart(32, '0') as typeof ID_A;
      kept = keptWith(kept, other, ID_B, pairs);
    }
    expect(kept).toHaveLength(200);
    expect(pairsOf(kept, ID_A, ID_B)).toEqual(noPairs);
  });
});

describe('rows', () => {
  const model = diffModel([
    { depth: 0, name: 'run', verdict: 'inside', a: [0, 50], b: [0, 80] },
    { depth: 1, name: 'a', verdict: 'onlyA', b: null, a: [1, 5] },
    { depth: 1, name: 'b', verdict: 'onlyB', a: null, b: [1, 5] },
    { depth: 1, name: 'c', verdict: 'consequence', cause: 1 },
  ]);

  it('are found by the spans that links name', () => {
    expect(linkOf(model, 0)).toEqual({ side: 'a', spanId: id(1) });
    expect(linkOf(model, 2)).toEqual({ side: 'b', spanId: id(1003) });
    expect(rowAt(model, { side: 'b', spanId: id(1003) })).toBe(2);
    expect(rowAt(model, { side: 'b', spanId: id(1001) })).toBe(0);
    expect(rowAt(model, { side: 'a', spanId: id(77) })).toBe(-1);
    expect([0, 1, 2].map((row) => rowKey(model.columns, row))).toEqual([1, 2, -1003]);
  });

  it('are counted by kind, and stepped through', () => {
    expect(model.counts).toEqual({ all: 4, changed: 1, onlyA: 1, onlyB: 1 });
    expect(nextChange(model, 0, 1, 'all')).toBe(1);
    expect(nextChange(model, 1, 1, 'changed')).toBe(3);
    expect(nextChange(model, 3, 1, 'all')).toBe(-1);
    expect(nextChange(model, 3, -1, 'onlyA')).toBe(1);
  });

  it('take up the time of both runs', () => {
    const limits = timeLimits(model.columns, model.count, { aNs: 10e6, bNs: 0 });
    expect(limits.fromNs).toBe(-10e6);
    expect(limits.toNs).toBeGreaterThan(80e6);
    expect(timeLimits(model.columns, 0, fromStarts)).toEqual({ fromNs: 0, toNs: 1000 });
  });
});

it('puts a comparison together from chunks, and notices what is missing', () => {
  const diff = mergedDiff([
    { depth: 0, name: 'run' },
    { depth: 1, name: 'step', label: 'x' },
  ]);
  const one = mergedDiff([{ depth: 0, name: 'run' }]);
  const builder = new DiffBuilder();
  const { names, count: rowCount } = diff;
  builder.add({ type: 'header', ...headerOf(), names, rowCount });
  builder.add({ type: 'rows', from: 0, count: 1, columns: one.columns });
  expect(() => builder.finish()).toThrow('after 1 of 2 rows');
  builder.add({ type: 'header', ...headerOf(), names, rowCount });
  builder.add({ type: 'rows', from: 0, count: 2, columns: diff.columns });
  const { diff: built } = builder.finish();
  expect(built).toEqual(diff);
});
