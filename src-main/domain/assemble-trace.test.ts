import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { assembleTrace } from './assemble-trace';
import { SpanFlag, type SpanTable } from './span-table';
import {
  flagsOf,
  hasFlag,
  idsOf,
  outline,
  spanRows,
  type SpanSketch,
} from './test-support/span-rows';

const MS = 1e6;

describe('tree', () => {
  it('B2 puts parents before children whatever the order of arrival', () => {
    const table = assembleTrace(
      spanRows([
        { id: 4, parent: 2, start: 30, end: 40 },
        { id: 3, parent: 1, start: 50, end: 90 },
        { id: 2, parent: 1, start: 10, end: 45 },
        { id: 1, start: 0, end: 100 },
      ]),
    );
    expect(outline(table)).toEqual(['1 0+100', '  2 10+35', '    4 30+10', '  3 50+40']);
    expect([...table.parents]).toEqual([-1, 0, 1, 0]);
    expect([...table.descendants]).toEqual([3, 1, 0, 0]);
    expect([...table.keys]).toEqual([4, 3, 1, 2]);
  });

  it('orders siblings that start together by arrival', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 9 },
        { id: 9, parent: 1, start: 5, end: 6 },
        { id: 2, parent: 1, start: 5, end: 6 },
      ]),
    );
    expect(idsOf(table)).toEqual([1, 9, 2]);
  });

  it('hangs spans of one missing parent under one placeholder that covers them', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 77, start: 40, end: 60, name: 'b' },
        { id: 3, parent: 77, start: 20, end: 50 },
        { id: 4, parent: 88, start: 70, end: 80 },
      ]),
    );
    expect(outline(table)).toEqual([
      '1 0+100',
      '[77] 20+40',
      '  3 20+30',
      '  2 40+20',
      '[88] 70+10',
      '  4 70+10',
    ]);
    expect(flagsOf(table, 77)).toEqual(['placeholder']);
    expect(flagsOf(table, 3)).toEqual(['orphan']);
    const placeholder = idsOf(table).indexOf(77);
    expect(table.keys[placeholder]).toBe(0);
    expect(table.names[table.nameIds[placeholder] ?? -1]).toBe('');
    expect(table.services[table.serviceIds[placeholder] ?? -1]).toBe('');
  });

  it('keeps several roots, by start', () => {
    const table = assembleTrace(
      spanRows([
        { id: 2, start: 50, end: 60 },
        { id: 1, start: 0, end: 10 },
      ]),
    );
    expect([...table.parents]).toEqual([-1, -1]);
    expect(idsOf(table)).toEqual([1, 2]);
  });

  it('cuts a cycle at its earliest span and leaves what hangs below it in place', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, parent: 3, start: 20, end: 30 },
        { id: 2, parent: 1, start: 10, end: 40 },
        { id: 3, parent: 2, start: 15, end: 35 },
        { id: 4, parent: 3, start: 16, end: 17 },
      ]),
    );
    expect(outline(table)).toEqual(['2 0+30', '  3 5+20', '    4 6+1', '    1 10+10']);
    expect(flagsOf(table, 2)).toEqual(['cycle']);
    expect(flagsOf(table, 3)).toEqual([]);
  });

  it('makes a span that is its own parent a root', () => {
    const table = assembleTrace(spanRows([{ id: 1, parent: 1, start: 0, end: 5 }]));
    expect([...table.parents]).toEqual([-1]);
    expect(flagsOf(table, 1)).toEqual(['cycle']);
  });

  it('keeps both of two rows with one id', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 9 },
        { id: 1, start: 3, end: 9 },
        { id: 2, parent: 1, start: 4, end: 5 },
      ]),
    );
    expect(outline(table)).toEqual(['1 0+9', '  2 4+1', '1 3+6']);
  });

  it('assembles a trace without spans', () => {
    const table = assembleTrace(spanRows([]));
    expect(table.count).toBe(0);
    expect(table.durationNs).toBe(0);
  });

  it('assembles a chain of 100,000 nested spans; depths stop at 65,535', () => {
    const count = 100_000;
    const table = assembleTrace(
      spanRows(
        Array.from({ length: count }, (_, i) => ({
          id: i + 1,
          parent: i,
          start: i,
          end: 2 * count - i,
        })),
      ),
    );
    expect(table.descendants[0]).toBe(count - 1);
    expect(table.depths[65_535]).toBe(65_535);
    expect(table.depths[count - 1]).toBe(65_535);
    expect(table.parents[count - 1]).toBe(count - 2);
    expect(table.selfNs[0]).toBe(2);
    expect(table.criticalRows.length).toBe(2 * count - 1);
  });
});

describe('times', () => {
  it('counts from the earliest start', () => {
    const base = 1_787_000_000_123_456_789n;
    const table = assembleTrace(
      spanRows(
        [
          { id: 1, start: 500, end: 900 },
          { id: 2, parent: 1, start: 600, end: 700 },
        ],
        base,
      ),
    );
    expect(table.baseNs).toBe(base + 500n);
    expect(table.durationNs).toBe(400);
    expect([...table.startNs]).toEqual([0, 100]);
  });

  it('B5 keeps zero times off the axis: the trace does not begin in 1970', () => {
    const base = 1_787_000_000_000_000_000n;
    const table = assembleTrace(
      spanRows(
        [
          { id: 1, start: 1000, end: 2000 },
          { id: 2, parent: 1, start: null, end: 1700 },
          { id: 3, parent: 1, start: null, end: null },
          { id: 4, parent: 1, start: 1500, end: null },
        ],
        base,
      ),
    );
    expect(table.baseNs).toBe(base + 1000n);
    expect(table.durationNs).toBe(1000);
    expect(outline(table)).toEqual(['1 0+1000', '  3 0+0', '  4 500+0', '  2 700+0']);
    expect(flagsOf(table, 2)).toEqual(['zeroStart']);
    expect(flagsOf(table, 3)).toEqual(['zeroStart', 'zeroEnd']);
    expect(flagsOf(table, 4)).toEqual(['zeroEnd']);
  });

  it('assembles a trace in which no time is known', () => {
    const table = assembleTrace(spanRows([{ id: 2, parent: 1, start: null, end: null }], 7n));
    expect(outline(table)).toEqual(['[1] 0+0', '  2 0+0']);
    expect(table.baseNs).toBe(7n);
    expect(table.durationNs).toBe(0);
  });

  it('B5 keeps an end before the start as it was sent', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 60, end: 40 },
      ]),
    );
    expect(table.durationsNs[1]).toBe(-20);
    expect(table.selfNs[1]).toBe(0);
    expect(flagsOf(table, 2)).toEqual(['endBeforeStart']);
  });

  it('B5 flags an empty name', () => {
    const table = assembleTrace(spanRows([{ id: 1, name: '', end: 1 }]));
    expect(flagsOf(table, 1)).toEqual(['emptyName']);
  });
});

describe('clock skew', () => {
  const parent = { id: 1, start: 0, end: 100 * MS, resource: 1, kind: 3 };
  const flagsOfChild = (child: Partial<SpanSketch>, of: Partial<SpanSketch> = {}): string[] => {
    const sketch = { id: 2, parent: 1, start: 10 * MS, end: 90 * MS, resource: 2, kind: 2 };
    return flagsOf(
      assembleTrace(
        spanRows([
          { ...parent, ...of },
          { ...sketch, ...child },
        ]),
      ),
      2,
    );
  };

  it.each([
    ['starts before its parent', { start: -3 * MS }, {}],
    ['ends after a parent it would fit into', { start: 50 * MS, end: 103 * MS }, {}],
  ])('is seen where a child of another process %s', (_, child, of) => {
    expect(flagsOfChild(child, of)).toEqual(['clockSkew']);
  });

  it.each([
    ['the child lies within its parent', {}, {}],
    ['the difference is within 2 ms', { start: -2 * MS, end: 98 * MS }, {}],
    ['both come from one process', { start: -3 * MS, resource: 1 }, {}],
    ['a longer child goes on after its parent', { start: 50 * MS, end: 300 * MS }, {}],
    ['a consumer ends later', { start: 50 * MS, end: 103 * MS, kind: 5 }, {}],
    ['the parent only produced a message', { start: 50 * MS, end: 103 * MS }, { kind: 4 }],
    ['the parent still runs', { end: 103 * MS }, { end: null }],
  ])('is not seen where %s', (_, child, of) => {
    expect(flagsOfChild(child, of)).not.toContain('clockSkew');
  });
});

describe('self time', () => {
  it('is what the union of the children leaves, clipped to the span', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 10, end: 40 },
        { id: 3, parent: 1, start: 20, end: 30 },
        { id: 4, parent: 1, start: 35, end: 50 },
        { id: 5, parent: 1, start: 90, end: 150 },
      ]),
    );
    expect([...table.selfNs]).toEqual([50, 30, 10, 15, 60]);
  });

  it('ends where a child still runs', () => {
    const table = assembleTrace(
      spanRows([
        { id: 1, start: 0, end: 100 },
        { id: 2, parent: 1, start: 30, end: null },
      ]),
    );
    expect([...table.selfNs]).toEqual([30, 0]);
  });
});

/** Any spans at all: small ids so that parents, cycles and duplicates come up often. */
const anySpans = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 30 }),
    parent: fc.integer({ min: 0, max: 30 }),
    start: fc.option(fc.integer({ min: 0, max: 50 }), { freq: 8 }),
    end: fc.option(fc.integer({ min: 0, max: 50 }), { freq: 8 }),
    resource: fc.integer({ min: 1, max: 2 }),
    kind: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 40 },
);

describe('any spans', () => {
  const holds = (check: (table: SpanTable, sketches: readonly SpanSketch[]) => void): void => {
    fc.assert(
      fc.property(anySpans, (sketches) => check(assembleTrace(spanRows(sketches, 9n)), sketches)),
      { numRuns: 500 },
    );
  };

  it('gives every row exactly once, and a placeholder for each missing parent', () => {
    holds((table, sketches) => {
      const keys = [...table.keys].filter((key) => key !== 0).sort((a, b) => a - b);
      expect(keys).toEqual(sketches.map((_, i) => i + 1));
      const present = new Set(sketches.map(({ id }) => id));
      const missing = new Set(sketches.map(({ parent = 0 }) => parent));
      const expected = [...missing].filter((id) => id !== 0 && !present.has(id));
      const ids = idsOf(table).filter((_, row) => hasFlag(table, row, 'placeholder'));
      expect(ids.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
    });
  });

  it('puts each span under the parent it names, unless it was cut out of a cycle', () => {
    holds((table, sketches) => {
      const ids = idsOf(table);
      for (let row = 0; row < table.count; row += 1) {
        const key = table.keys[row] ?? 0;
        const parent = table.parents[row] ?? -1;
        const isTop = key === 0 || hasFlag(table, row, 'cycle');
        expect(parent === -1 ? 0 : ids[parent]).toBe(isTop ? 0 : sketches[key - 1]?.parent);
      }
    });
  });

  it('stands in preorder with depths and descendants that agree', () => {
    holds((table) => {
      const descendants = Array.from({ length: table.count }, () => 0);
      let isInRange = true;
      for (let row = table.count - 1; row >= 0; row -= 1) {
        const parent = table.parents[row] ?? -1;
        expect(parent).toBeLessThan(row);
        expect(table.depths[row]).toBe(parent === -1 ? 0 : (table.depths[parent] ?? 0) + 1);
        if (parent === -1) continue;
        descendants[parent] = (descendants[parent] ?? 0) + (descendants[row] ?? 0) + 1;
        isInRange &&= row <= parent + (table.descendants[parent] ?? 0);
      }
      expect([...table.descendants]).toEqual(descendants);
      expect(isInRange).toBe(true);
    });
  });

  it('orders siblings and roots by start', () => {
    holds((table) => {
      const lastStart = new Map<number, number>();
      for (let row = 0; row < table.count; row += 1) {
        const parent = table.parents[row] ?? -1;
        const start = table.startNs[row] ?? 0;
        expect(start).toBeGreaterThanOrEqual(lastStart.get(parent) ?? 0);
        lastStart.set(parent, start);
      }
    });
  });

  it('keeps all on an axis that begins and ends with what is known', () => {
    holds((table, sketches) => {
      const times = sketches.flatMap(({ start, end }) => [start ?? end ?? null, end ?? null]);
      const known = times.filter((time) => time !== null);
      const starts = sketches.map(({ start, end }) => start ?? end ?? null);
      const origin = Math.min(...starts.filter((time) => time !== null));
      expect(table.durationNs).toBe(known.length === 0 ? 0 : Math.max(...known) - origin);
      for (let row = 0; row < table.count; row += 1) {
        const start = table.startNs[row] ?? -1;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + (table.durationsNs[row] ?? 0)).toBeLessThanOrEqual(table.durationNs);
      }
    });
  });

  it('counts as self time every moment that no child covers', () => {
    holds((table) => {
      for (let row = 0; row < table.count; row += 1) {
        const start = table.startNs[row] ?? 0;
        const end = start + (table.durationsNs[row] ?? 0);
        let self = 0;
        for (let moment = start; moment < end; moment += 1) {
          if (!isCoveredByChild(table, row, moment)) self += 1;
        }
        expect(table.selfNs[row]).toBe(self);
        expect(self).toBeLessThanOrEqual(Math.max(0, table.durationsNs[row] ?? 0));
      }
    });
  });

  it('does not depend on the order of arrival, ties aside', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 }).chain((ids) =>
          fc.record({
            sketches: fc.constant(
              ids.map((id, i) => ({ id, parent: (id * 7) % 31, start: id, end: id + 10 + i })),
            ),
            order: fc.shuffledSubarray(
              ids.map((_, i) => i),
              { minLength: ids.length },
            ),
          }),
        ),
        ({ sketches, order }) => {
          const shuffled = order.flatMap((i) => sketches[i] ?? []);
          expect(outline(assembleTrace(spanRows(shuffled)))).toEqual(
            outline(assembleTrace(spanRows(sketches))),
          );
        },
      ),
    );
  });
});

function isCoveredByChild(table: SpanTable, parent: number, moment: number): boolean {
  for (let row = parent + 1; row < table.count; row += 1) {
    if (table.parents[row] !== parent) continue;
    const flags = table.flags[row] ?? 0;
    const isRunning = (flags & SpanFlag.zeroEnd) !== 0 && (flags & SpanFlag.zeroStart) === 0;
    const start = table.startNs[row] ?? 0;
    const end = isRunning ? table.durationNs : start + (table.durationsNs[row] ?? 0);
    if (start <= moment && moment < end) return true;
  }
  return false;
}
