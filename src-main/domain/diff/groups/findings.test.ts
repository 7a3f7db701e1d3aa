import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { agent, anySpans, call, tool, type Sketched } from '../test-support/diff-trees';
import type { GroupRun } from './consensus';
import { findDifferences, type Finding } from './findings';
import { findingWords, sampleWords } from './finding-words';
import { namesOfRow } from './group-table';
import { runOf, sketchedRun, tableOf } from './test-support/group-runs';

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

  it('says what is slower, and not that of what it is in', () => {
    const of = (ms: number) => (at: number) =>
      [lasting('search', ms + at), lasting('read', 20 + at, 1e9)] as const;
    expect(told(runs(6, of(100)), runs(6, of(320)))).toEqual(['search: usually 3.1× slower']);
  });

  it('does not take a small difference for one, however certain', () => {
    const of = (ms: number) => (at: number) => [lasting('search', ms + at / 10)];
    expect(told(runs(20, of(100)), runs(20, of(110)))).toEqual([]);
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
