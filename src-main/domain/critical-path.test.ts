import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { assembleTrace } from './assemble-trace';
import type { SpanTable } from './span-table';
import { criticalPieces, hasFlag, spanRows, type SpanSketch } from './test-support/span-rows';

const MS = 1e6;

function pathOf(sketches: readonly SpanSketch[]): string[] {
  return criticalPieces(assembleTrace(spanRows(sketches)));
}

describe('findCriticalPath', () => {
  it('alternates between a span and the children it waits for', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 10, end: 40 },
        { id: 3, parent: 1, start: 50, end: 90 },
      ]),
    ).toEqual(['1 0-10', '2 10-40', '1 40-50', '3 50-90', '1 90-100']);
  });

  it('follows the last of parallel children to finish', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 10, end: 60 },
        { id: 3, parent: 1, start: 10, end: 90 },
      ]),
    ).toEqual(['1 0-10', '3 10-90', '1 90-100']);
  });

  it('goes down to the leaves', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 10, end: 90 },
        { id: 3, parent: 2, start: 20, end: 80 },
      ]),
    ).toEqual(['1 0-10', '2 10-20', '3 20-80', '2 80-90', '1 90-100']);
  });

  it('takes one child after the other though their clock readings overlap a little', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 2000 },
        { id: 2, parent: 1, start: 0, end: 1005 },
        { id: 3, parent: 1, start: 1000, end: 2000 },
      ]),
    ).toEqual(['2 0-1000', '3 1000-2000']);
  });

  it('counts a child that outlives its parent for the ancestor that waits for it', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 10, end: 20 },
        { id: 3, parent: 2, start: 15, end: 90 },
      ]),
    ).toEqual(['1 0-10', '2 10-15', '3 15-90', '1 90-100']);
  });

  it('leaves out a child that outlives the root: nobody waited for it', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 50, end: 300 },
        { id: 3, parent: 1, start: 150, end: 400 },
      ]),
    ).toEqual(['1 0-100']);
  });

  it('clips a child whose clock differs to its parent', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 * MS, resource: 1 },
        { id: 2, parent: 1, start: 30 * MS, end: 110 * MS, resource: 2 },
      ]),
    ).toEqual([`1 0-${30 * MS}`, `2 ${30 * MS}-${100 * MS}`]);
  });

  it('follows a running span to the end of the trace', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: null },
        { id: 2, parent: 1, start: 10, end: 40 },
        { id: 3, parent: 1, start: 60, end: null },
        { id: 4, parent: 3, start: 70, end: 80 },
      ]),
    ).toEqual(['1 0-10', '2 10-40', '1 40-60', '3 60-70', '4 70-80']);
  });

  it('covers a trace of several roots by whichever ran last', () => {
    expect(
      pathOf([
        { id: 1, start: 0, end: 100 },
        { id: 2, start: 60, end: 110 },
        { id: 3, start: 120, end: 130 },
      ]),
    ).toEqual(['1 0-60', '2 60-110', '3 120-130']);
  });

  it('goes through a placeholder to the spans below it', () => {
    expect(
      pathOf([
        { id: 2, parent: 99, start: 0, end: 40 },
        { id: 3, parent: 99, start: 50, end: 90 },
      ]),
    ).toEqual(['2 0-40', '99 40-50', '3 50-90']);
  });

  it('is empty where no time passes', () => {
    expect(pathOf([{ id: 1, start: 5, end: 5 }])).toEqual([]);
    expect(pathOf([{ id: 1, start: null, end: null }])).toEqual([]);
    expect(pathOf([])).toEqual([]);
  });
});

const anySpans = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 25 }),
    parent: fc.integer({ min: 0, max: 25 }),
    start: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 10 }),
    end: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 10 }),
  }),
  { maxLength: 40 },
);

/** One root and descendants that lie anywhere, as long as the root is the whole trace. */
const oneRoot = fc
  .array(
    fc.record({
      below: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      start: fc.integer({ min: 0, max: 100 }),
      length: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 40 },
  )
  .map((children): SpanSketch[] => [
    { id: 1, start: 0, end: 100 },
    ...children.map(({ below, start, length }, i) => ({
      id: i + 2,
      parent: 1 + Math.floor(below * (i + 1)),
      start,
      end: Math.min(100, start + length),
    })),
  ]);

describe('any spans', () => {
  const piecesOf = (table: SpanTable) =>
    Array.from(table.criticalRows, (row, i) => ({
      row,
      from: table.criticalFromNs[i] ?? Number.NaN,
      to: table.criticalToNs[i] ?? Number.NaN,
    }));

  it('yields disjoint pieces in time order, each within the trace and within its span', () => {
    fc.assert(
      fc.property(anySpans, (sketches) => {
        const table = assembleTrace(spanRows(sketches));
        let previousTo = 0;
        for (const { row, from, to } of piecesOf(table)) {
          const start = table.startNs[row] ?? 0;
          const end = start + (table.durationsNs[row] ?? 0);
          expect(from).toBeGreaterThanOrEqual(previousTo);
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(start);
          expect(to).toBeLessThanOrEqual(hasFlag(table, row, 'zeroEnd') ? table.durationNs : end);
          previousTo = to;
        }
        expect(previousTo).toBeLessThanOrEqual(table.durationNs);
      }),
      { numRuns: 1000 },
    );
  });

  it('flags exactly the rows that have a piece', () => {
    fc.assert(
      fc.property(anySpans, (sketches) => {
        const table = assembleTrace(spanRows(sketches));
        const flagged = Array.from({ length: table.count }, (_, row) => row).filter((row) =>
          hasFlag(table, row, 'critical'),
        );
        expect(flagged).toEqual([...new Set(table.criticalRows)].sort((a, b) => a - b));
      }),
    );
  });

  it('covers the whole time of a single root, no more and no less', () => {
    fc.assert(
      fc.property(oneRoot, (sketches) => {
        const table = assembleTrace(spanRows(sketches));
        const sum = piecesOf(table).reduce((total, { from, to }) => total + to - from, 0);
        expect(sum).toBe(100);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays linear where every span of a deep chain has a leaf that outlives all', () => {
    const depth = 30_000;
    const chain = Array.from({ length: depth }, (_, i) => ({
      id: i + 1,
      parent: i,
      start: i,
      end: 4 * depth - i,
    }));
    const leaves = Array.from({ length: depth }, (_, i) => ({
      id: depth + i + 1,
      parent: depth,
      start: depth,
      end: 5 * depth + i,
    }));
    const table = assembleTrace(spanRows([...chain, ...leaves]));
    expect(table.criticalRows.length).toBe(2 * depth - 1);
  });
});
