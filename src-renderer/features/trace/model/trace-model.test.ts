import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SpanFlag } from '@domain/span-table';
import { categoryNumber } from '@domain/span-category';
import { parseSpanId } from '@domain/units';

import { tableOf } from '../../../lib/test-support/tables';
import { BarPieces } from './bar-pieces';
import { findSpans } from './find-spans';
import { placeLabel } from './label-place';
import { splitSpanName } from '../../../lib/span-name';
import { buildTraceModel, errorsBelow, nextError } from './trace-model';

const table = tableOf(
  {
    name: 'invoke_agent coder',
    category: 'agent',
    start: 0,
    duration: 100,
    critical: [
      [0, 10],
      [90, 100],
    ],
    children: [
      { name: 'chat gpt', category: 'llm', start: 10, duration: 30, critical: [[10, 40]] },
      {
        name: 'execute_tool run',
        category: 'tool',
        service: 'Tools',
        start: 30,
        duration: 60,
        status: 2,
        critical: [[40, 60]],
        children: [{ name: 'process', start: 60, duration: 30, status: 2, critical: [[60, 90]] }],
      },
    ],
  },
  { name: 'late', start: 95, duration: 0, flags: SpanFlag.zeroEnd },
  { name: '', start: 0, duration: 0, flags: SpanFlag.placeholder },
);
const model = buildTraceModel(table);

describe('buildTraceModel', () => {
  it('counts what arrived, not what stands in for a missing span', () => {
    expect(model.spanCount).toBe(5);
    expect(model.placeholderCount).toBe(1);
    expect(model.runningCount).toBe(1);
    expect(model.serviceCount).toBe(2);
    expect(model.categoryCounts[categoryNumber('llm')]).toBe(1);
    expect(model.categoryCounts[categoryNumber('other')]).toBe(2);
  });

  it('counts errors below a span without the span itself', () => {
    expect(errorsBelow(model, 0)).toBe(2);
    expect(errorsBelow(model, 2)).toBe(1);
    expect(errorsBelow(model, 3)).toBe(0);
  });

  it('goes around the ends from error to error', () => {
    expect(nextError(model, -1, 1)).toBe(2);
    expect(nextError(model, 2, 1)).toBe(3);
    expect(nextError(model, 3, 1)).toBe(2);
    expect(nextError(model, 2, -1)).toBe(3);
    expect(nextError(buildTraceModel(tableOf({ name: 'fine' })), 0, 1)).toBe(-1);
  });

  it('keeps the pieces of the critical path together by row', () => {
    const { firstPiece, fromNs, toNs } = model.critical;
    const piecesOf = (first: number, last: number): number[][] =>
      [...fromNs.subarray(firstPiece[first], firstPiece[last + 1])].map((from, i) => [
        from,
        toNs[firstPiece[first]! + i]!,
      ]);
    expect(piecesOf(0, 0)).toEqual([
      [0, 10],
      [90, 100],
    ]);
    expect(piecesOf(2, 3)).toEqual([
      [40, 60],
      [60, 90],
    ]);
  });

  it('draws a running span to the latest time known', () => {
    expect(model.endsNs[4]).toBe(100);
    expect(model.endsNs[1]).toBe(40);
  });
});

describe('BarPieces', () => {
  const pieces = new BarPieces(model);

  it('finds own time between and after overlapping children', () => {
    const own = pieces.ownTime(0);
    expect([...own.fromNs]).toEqual([0, 90]);
    expect([...own.toNs]).toEqual([10, 100]);
  });

  it('takes all of a leaf as own time', () => {
    expect([...pieces.ownTime(3).fromNs]).toEqual([60]);
    expect([...pieces.ownTime(3).toNs]).toEqual([90]);
  });

  it('sums up a folded span by its leaves', () => {
    const leaves = pieces.leaves(0);
    expect([...leaves.fromNs]).toEqual([10, 60]);
    expect([...(leaves.categories ?? [])]).toEqual([categoryNumber('llm'), 0]);
  });
});

describe('findSpans', () => {
  const find = (text: string): number[] => [...findSpans(table, model.ids, text)];

  it('matches names and services in any case', () => {
    expect(find('GPT')).toEqual([1]);
    expect(find('tool')).toEqual([2]);
    expect(find('SVC')).toEqual([0, 1, 3, 4, 5]);
    expect(find('  ')).toEqual([]);
    expect(find('nothing')).toEqual([]);
  });

  it('finds a span by its id', () => {
    expect(find('0000000000000004')).toEqual([3]);
    expect(parseSpanId('0000000000000004')).not.toBeNull();
  });

  it('finds spans by the beginning of their ids, of four digits and more', () => {
    const { count } = table;
    expect(find('0000')).toHaveLength(count);
    expect(find('00000000000000')).toHaveLength(count);
    expect(find('0001')).toEqual([]);
    expect(find('000')).toEqual([]);
  });
});

describe('placeLabel', () => {
  it('writes after the bar, else before it, else on it, else not at all', () => {
    expect(placeLabel(0, 50, 200, 40)).toEqual({ side: 'after', x: 56 });
    expect(placeLabel(150, 190, 200, 40)).toEqual({ side: 'before', x: 104 });
    expect(placeLabel(-20, 400, 200, 40)).toEqual({ side: 'on', x: 154 });
    expect(placeLabel(20, 40, 50, 40)).toBeNull();
    expect(placeLabel(300, 400, 200, 40)).toBeNull();
    expect(placeLabel(-90, -10, 200, 40)).toBeNull();
  });

  it('never leaves the track', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 100 }),
        (left, width, track, text) => {
          const place = placeLabel(left, left + width, track, text);
          if (place === null) return;
          expect(place.x).toBeGreaterThanOrEqual(0);
          expect(place.x + text).toBeLessThanOrEqual(track);
        },
      ),
    );
  });
});

describe('splitSpanName', () => {
  it('parts a known operation from its target and leaves other names whole', () => {
    expect(splitSpanName('chat gpt-4.1')).toEqual({ operation: 'chat ', target: 'gpt-4.1' });
    expect(splitSpanName('GET /items/{id}')).toEqual({ operation: 'GET ', target: '/items/{id}' });
    expect(splitSpanName('Order created')).toEqual({ operation: '', target: 'Order created' });
    expect(splitSpanName('chat ')).toEqual({ operation: '', target: 'chat ' });
    expect(splitSpanName('chat')).toEqual({ operation: '', target: 'chat' });
  });
});
