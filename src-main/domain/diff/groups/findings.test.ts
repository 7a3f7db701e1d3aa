import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { agent, anySpans, call, spansOf, tool, type Sketched } from '../test-support/diff-trees';
import { defaultTolerances } from '../tolerances';
import type { GroupRun } from './consensus';
import { findDifferences as findWithin, type Finding, type Findings } from './findings';
import { findingWords, sampleWords } from './finding-words';
import { namesOfRow, type GroupTable } from './group-table';
import type { StepFigures } from './step-figures';
import { runOf, sketchedRun, tableOf } from './test-support/group-runs';

const findDifferences = (table: GroupTable): Findings => findWithin(table, defaultTolerances);

const anyRuns = fc.array(anySpans, { minLength: 1, maxLength: 5 });
const withIds = (runs: readonly Parameters<typeof runOf>[1][]): GroupRun[] =>
  runs.map((spans, at) => runOf(`${at}`, spans));

/** `count` runs of an agent. */
function runs(count: number, within: (at: number) => readonly Sketched[]): GroupRun[] {
  return Array.from({ length: count }, (_, at) => sketchedRun(agent('x', ...within(at))));
}

function told(good: readonly GroupRun[], bad: readonly GroupRun[]): string[] {
  const table = tableOf(good, bad);
  const { ofRows, ranking, scores } = findDifferences(table);
  return ranking
    .filter((row) => (scores[row] ?? 0) > 0)
    .map((row) => {
      const [first] = ofRows[row] ?? [];
      const words = findingWords(first as Finding, good.length, bad.length);
      return `${namesOfRow(table, row).name}: ${words}`;
    });
}

const lasting = (label: string, ms: number, at = 1): Sketched =>
  tool(label, 1, 1, { at: [at, at + ms * 1e6] });

describe('findDifferences', () => {
  it('finds nothing between a set and itself', () => {
    fc.assert(
      fc.property(anyRuns, (drawn) => {
        const set = withIds(drawn);
        const { ofRows, scores } = findDifferences(tableOf(set, set));
        expect(ofRows.flat()).toEqual([]);
        expect(scores.every((score) => score === 0)).toBe(true);
      }),
    );
  });

  it('mirrors where good and bad are swapped', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (x, y) => {
        const [good, bad] = [withIds(x), y.map((spans, at) => runOf(`b${at}`, spans))];
        const there = findDifferences(tableOf(good, bad));
        const back = findDifferences(tableOf(bad, good));
        expect(back.ranking).toEqual(there.ranking);
        there.ofRows.forEach((ofRow, row) => {
          ofRow.forEach((finding, at) => {
            const other = back.ofRows[row]?.[at];
            expect(other?.measure).toBe(finding.measure);
            expect(other?.effect).toBeCloseTo(-finding.effect, 9);
            expect(other?.good).toBe(finding.bad);
          });
        });
      }),
    );
  });

  it('has effects and chances within their bounds', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (x, y) => {
        const { ofRows, scores } = findDifferences(
          tableOf(
            withIds(x),
            y.map((spans, at) => runOf(`b${at}`, spans)),
          ),
        );
        for (const { effect, p } of ofRows.flat()) {
          expect(Math.abs(effect)).toBeLessThanOrEqual(1);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });

  it('puts a planted step first, once, though it has others within', () => {
    const good = runs(10, (at) => [call(1, 1), ...(at < 2 ? [lookup()] : [])]);
    const bad = runs(10, (at) => [call(1, 1), ...(at < 9 ? [lookup()] : [])]);
    expect(told(good, bad)).toEqual(['lookup: in 9 of 10 bad runs, in 2 of 10 good ones']);
  });

  it('says where a failure begins', () => {
    const good = runs(6, () => [tool('search', 1, 1)]);
    const bad = runs(6, () => [tool('search', 1, 1, { isError: true })]);
    expect(told(good, bad)).toEqual(['search: failed in 6 of 6 bad runs, in none of 6 good ones']);
  });

  it('says that an agent goes in circles', () => {
    const good = runs(6, () => [tool('search', 1, 1)]);
    const bad = runs(6, () => [1, 2, 3, 4].map((each) => tool('search', each, each)));
    expect(told(good, bad)[0]).toBe('search: usually 4× a run, not 1×');
  });

  it('says that some of the bad runs go in circles, though most do not', () => {
    const times = (count: number) => [1, 2, 3, 4, 5].slice(0, count);
    const loop = (count: number) => times(count).map((each) => tool('search', each, each));
    const good = runs(20, () => loop(1));
    const bad = runs(12, (at) => loop(at % 3 === 0 ? 5 : 1));
    expect(told(good, bad)).toEqual(['search: on average 2.3× a run, not 1×']);
  });

  it('says what is slower, and not that of what it is in', () => {
    const of = (ms: number) => (at: number) =>
      [lasting('search', ms + at), lasting('read', 20 + at, 1e9)] as const;
    expect(told(runs(6, of(100)), runs(6, of(320)))).toEqual(['search: usually 3.1× slower']);
  });

  it('does not take a small difference for one, however certain', () => {
    const of = (ms: number) => (at: number) => [lasting('search', ms + at / 10)];
    expect(told(runs(20, of(100)), runs(20, of(110)))).toEqual([]);
  });

  it('leaves what is slower where it is, when a step within takes as long', () => {
    // Few good runs have the step, so that over all runs what is within takes longer too.
    const research = (ownNs: number, at: number): Sketched => ({
      label: 'research',
      at: [1, 5e9 + ownNs + at * 1e6],
      within: [tool('fetch', 1, 1, { at: [1, 5e9] })],
    });
    const good = runs(10, (at) => (at < 3 ? [research(1e9, at)] : []));
    const bad = runs(10, (at) => [research(2.6e9, at)]);
    const table = tableOf(good, bad);
    const slower = findWithin(table, { ...defaultTolerances, durationShare: 0.1 })
      .ofRows.flat()
      .find(({ measure, good: goodNs }) => measure === 'duration' && goodNs > 5.5e9);
    expect(slower).toMatchObject({ follows: -1 });
  });

  it('lays what is slower to a step within that runs with the outer one lack or have', () => {
    const research = (hasFetch: boolean, at: number): Sketched => ({
      label: 'research',
      at: [1, (hasFetch ? 6e9 : 1e9) + at * 1e6],
      within: hasFetch ? [tool('fetch', 1, 1, { at: [1, 5e9] })] : [],
    });
    const table = tableOf(
      runs(6, (at) => [research(false, at)]),
      runs(6, (at) => [research(true, at)]),
    );
    const fetch = Array.from({ length: table.count }, (_, row) => row).find(
      (row) => namesOfRow(table, row).name === 'fetch',
    );
    const slower = findDifferences(table)
      .ofRows.flat()
      .find(({ measure, follows }) => measure === 'duration' && follows === fetch);
    expect(slower?.effect).toBe(1);
  });

  it('does not take prompts for roles since a run is in both sets', () => {
    const dated = (id: string, from: number): GroupRun =>
      runOf(id, spansOf(agent('x', ...[1, 2, 3].map((at) => call(at, at, { system: from + at })))));
    const good = Array.from({ length: 8 }, (_, at) => dated(`g${at}`, 100 * at));
    const bad = Array.from({ length: 8 }, (_, at) => dated(`b${at}`, 10_000 + 100 * at));
    expect(told([...good, ...bad], bad)).toEqual(told(good, bad));
    const table = tableOf([...good, ...bad], bad);
    expect(table.count).toBe(2);
    expect([...table.columns.entryCounts]).toEqual([24, 24]);
  });

  it('has the same rows however often a run is given', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (x, y) => {
        const [few, more] = [withIds(x), y.map((spans, at) => runOf(`m${at}`, spans))];
        const [both, apart] = [tableOf([...few, ...more], more), tableOf(few, more)];
        // The rows are those of the runs there are, however often each is counted.
        expect(both.columns.parents).toEqual(apart.columns.parents);
      }),
    );
  });

  it('tells tokens and cost of the runs that know theirs', () => {
    const spending = (id: string, tokens: number, costUsd: number): GroupRun => {
      const run = runOf(id, spansOf(agent('x', call(1, 1, { system: 1 }))));
      const figures = run.figures.map((each, step): StepFigures =>
        step === 0 ? each : { ...each, tokens, costUsd },
      );
      return { ...run, figures };
    };
    const set = (side: string, tokens: number, usd: number): GroupRun[] =>
      Array.from({ length: 8 }, (_, at) =>
        spending(`${side}${at}`, at === 0 ? Number.NaN : tokens + at, usd + at / 1e6),
      );
    const { ofRows } = findDifferences(tableOf(set('g', 100, 0.001), set('b', 300, 0.002)));
    expect(ofRows.flat()).toMatchObject([
      { measure: 'cost', effect: 1, certainty: 'clear' },
      { measure: 'tokens', effect: 1, good: 104, bad: 304, certainty: 'clear' },
    ]);
  });

  it('takes for chance what the reader does', () => {
    const of = (ms: number) => runs(20, (at) => [lasting('search', ms + at / 10)]);
    const table = tableOf(of(100), of(110));
    const strict = { ...defaultTolerances, durationShare: 0.01 };
    expect(findWithin(table, strict).ofRows.flat().length).toBeGreaterThan(0);
    expect(findDifferences(table).ofRows.flat()).toEqual([]);
  });

  it('is sure of nothing with two against two', () => {
    const table = tableOf(
      runs(2, () => [tool('a', 1, 1)]),
      runs(2, () => [tool('a', 1, 1), tool('b', 1, 1)]),
    );
    expect(findDifferences(table).ofRows.flat()).toMatchObject([
      { measure: 'presence', effect: 1, certainty: 'unsure' },
    ]);
    expect(sampleWords(2, 2)).toContain('nothing is certain');
    expect(sampleWords(6, 20)).toBe('');
  });
});

function lookup(): Sketched {
  return { label: 'lookup', within: [{ label: 'cache' }, { label: 'store' }] };
}
