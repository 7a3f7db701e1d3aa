import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DiffSpan } from '../diff-tree';
import { agent, anySpans, call, spansOf, tool } from '../test-support/diff-trees';
import { buildConsensus, type Consensus } from './consensus';
import { foldRepeats } from './fold-repeats';
import { runOf, sketchedRun } from './test-support/group-runs';

const anyRuns = fc.array(anySpans, { maxLength: 6 });

/** Rows as `label times,times,…`, indented; `-` for a run without the step. */
function drawn({ steps, entries }: Consensus, runCount: number): string[] {
  const depths: number[] = [];
  return steps.map(({ parent, label }, row) => {
    depths[row] = parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
    const times = Array.from(
      { length: runCount },
      (_, run) => entries[row]?.get(run)?.times ?? '-',
    );
    return `${'  '.repeat(depths[row])}${label} ${times.join()}`;
  });
}

describe('foldRepeats', () => {
  it('makes one node of siblings that are one step, and keeps every ancestor', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { spans: folded, nodeOf } = foldRepeats(spans, () => true);
        const keys = new Set<string>();
        folded.forEach(({ parent, kind, label, system }, at) => {
          expect(parent).toBeLessThan(at);
          keys.add(`${parent} ${kind} ${label} ${system}`);
        });
        expect(keys.size).toBe(folded.length);
        spans.forEach(({ parent }, at) => {
          const node = folded[nodeOf[at] ?? -1];
          expect(node?.parent).toBe(parent === -1 ? -1 : nodeOf[parent]);
        });
      }),
    );
  });

  it('is in preorder where a later repeat adds a step', () => {
    const spans = spansOf(
      { label: 'x', within: [{ label: 'p' }] },
      { label: 'y' },
      { label: 'x', within: [{ label: 'q' }] },
    );
    const { spans: folded } = foldRepeats(spans, () => true);
    expect(folded.map(({ label }) => label)).toEqual(['x', 'p', 'q', 'y']);
  });
});

describe('buildConsensus', () => {
  it('has every span of every run in exactly one row', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const { entries, steps } = buildConsensus(runs.map((spans, at) => runOf(`${at}`, spans)));
        expect(entries).toHaveLength(steps.length);
        runs.forEach((spans, run) => {
          const times = entries.reduce((sum, ofRow) => sum + (ofRow.get(run)?.times ?? 0), 0);
          expect(times).toBe(spans.length);
        });
        expect(entries.every(({ size }) => size > 0 && size <= runs.length)).toBe(true);
      }),
    );
  });

  it('keeps steps below what they were in', () => {
    // Labels tell which span is which: none occurs twice in a run.
    const named = anySpans.map((spans) =>
      spans.map((span, at): DiffSpan => ({ ...span, label: `${span.label}${at % 7}-${at}` })),
    );
    fc.assert(
      fc.property(fc.array(named, { maxLength: 4 }), (runs) => {
        const { entries, steps } = buildConsensus(runs.map((spans, at) => runOf(`${at}`, spans)));
        runs.forEach((spans, run) => {
          const rowOf = new Map<string, number>();
          entries.forEach((ofRow, row) => {
            const name = ofRow.get(run)?.name;
            if (name !== undefined) rowOf.set(name, row);
          });
          for (const { label, parent } of spans) {
            const above = spans[parent];
            if (above === undefined) continue;
            const [row, wanted] = [rowOf.get(label) ?? -1, rowOf.get(above.label) ?? -2];
            let ancestor = steps[row]?.parent ?? -1;
            while (ancestor !== -1 && ancestor !== wanted) ancestor = steps[ancestor]?.parent ?? -1;
            expect(ancestor).toBe(wanted);
          }
        });
      }),
    );
  });

  it('does not depend on the order in which runs are given', () => {
    fc.assert(
      fc.property(anyRuns, (drawnRuns) => {
        const runs = drawnRuns.map((spans, at) => runOf(`${at}`, spans));
        const there = buildConsensus(runs);
        const back = buildConsensus([...runs].reverse());
        expect(back.steps).toEqual(there.steps);
        const turned = back.entries.map(
          (ofRow) => new Map([...ofRow].map(([run, each]) => [runs.length - 1 - run, each])),
        );
        expect(turned).toEqual(there.entries);
      }),
    );
  });

  it('makes one row of the turns of an agent, whatever their number', () => {
    const turns = (count: number) =>
      sketchedRun(
        agent(
          'x',
          ...Array.from({ length: count }, (_, at) => [
            call(at, at, { system: 1 }),
            tool('search', at, at),
          ]).flat(),
          call(99, 99, { system: 1 }),
        ),
      );
    expect(drawn(buildConsensus([turns(2), turns(5)]), 2)).toEqual([
      'x 1,1',
      '  call 3,6',
      '  search 2,5',
    ]);
  });

  it('tells calls of two roles apart by their system prompts', () => {
    const both = () =>
      sketchedRun(agent('x', call(1, 1, { system: 1 }), call(2, 2, { system: 2 })));
    const one = sketchedRun(agent('x', call(3, 3, { system: 2 })));
    const { entries, steps } = buildConsensus([both(), both(), one]);
    expect(steps.map(({ system }) => system)).toEqual([null, 1, 2]);
    expect(entries.map((ofRow) => ofRow.has(2))).toEqual([true, false, true]);
  });

  it('does so only for prompts that runs share', () => {
    const dated = (from: number) =>
      sketchedRun(agent('x', ...[1, 2, 3].map((at) => call(at, at, { system: from + at }))));
    expect(drawn(buildConsensus([dated(10), dated(20)]), 2)).toEqual(['x 1,1', '  call 3,3']);
  });

  it('pairs steps that come in another order, or with a step around them', () => {
    const runs = [
      sketchedRun(agent('x', tool('a', 1, 1), tool('b', 2, 2))),
      sketchedRun(agent('x', tool('b', 3, 3), tool('a', 4, 4))),
      sketchedRun(agent('x', { label: 'guard', within: [tool('a', 5, 5), tool('b', 6, 6)] })),
    ];
    expect(drawn(buildConsensus(runs), 3)).toEqual([
      'x 1,1,1',
      '  guard -,-,1',
      '    a 1,1,1',
      '    b 1,1,1',
    ]);
  });

  it('aligns a run once that stands in several places', () => {
    fc.assert(
      fc.property(anyRuns, fc.array(fc.nat({ max: 5 }), { maxLength: 6 }), (drawnRuns, again) => {
        const runs = drawnRuns.map((spans, at) => runOf(`${at}`, spans));
        const more = again.flatMap((at) => runs[at] ?? []);
        const [once, twice] = [buildConsensus(runs), buildConsensus([...runs, ...more])];
        expect(twice.steps).toEqual(once.steps);
        twice.entries.forEach((ofRow, row) => {
          more.forEach(({ id }, at) => {
            expect(ofRow.get(runs.length + at)).toEqual(once.entries[row]?.get(Number(id)));
          });
        });
      }),
    );
  });

  it('tells how far it has come, and can be ended within a run', () => {
    const long = (from: number) =>
      sketchedRun(
        agent('x', ...Array.from({ length: 300 }, (_, at) => agent('y', tool('z', from + at, at)))),
        ...Array.from({ length: 300 }, (_, at) => ({
          label: `${'abcdefghij'[at % 10] ?? ''}${'klmnopqrst'[Math.floor(at / 10) % 10] ?? ''}${from === 0 ? 'u' : 'v'}`,
        })),
      );
    const runs = [long(0), long(1000)];
    const told: string[] = [];
    let checks = 0;
    buildConsensus(runs, {
      checkpoint: () => void checks++,
      onAligned: (done, total) => told.push(`${done}/${total}`),
    });
    expect(told).toEqual(['0/2', '1/2']);
    // More often than between runs alone.
    expect(checks).toBeGreaterThan(2 * runs.length);
    let left = checks - 1;
    const checkpoint = (): void => {
      if (--left < 0) throw new Error('ended');
    };
    expect(() => buildConsensus(runs, { checkpoint })).toThrow('ended');
  });

  it('is nothing of no runs', () => {
    expect(buildConsensus([])).toEqual({ count: 0, steps: [], entries: [] });
  });
});
