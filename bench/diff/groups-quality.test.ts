import { expect, it } from 'vitest';

import type { DiffSpan } from '@domain/diff/diff-tree';
import { buildConsensus, groupRun, type GroupRun } from '@domain/diff/groups/consensus';
import { Random } from './random';
import { comparedRun, realRuns } from './run';

const traces = realRuns().map((run) => ({ name: run.name, spans: comparedRun(run).spans }));
const RUNS = 4;

/** The same steps, none of which was given or gave what it was and did in another run. */
function withOtherContents(spans: readonly DiffSpan[], random: Random): DiffSpan[] {
  const other = (hash: number | null): number | null =>
    hash === null ? null : random.below(2 ** 32);
  return spans.map((span) => ({
    ...span,
    input: other(span.input),
    output: other(span.output),
    sketch: span.sketch && { high: random.below(2 ** 32), low: random.below(2 ** 32) },
  }));
}

function without(spans: readonly DiffSpan[], leaf: number): DiffSpan[] {
  return spans
    .filter((_, at) => at !== leaf)
    .map((span) => ({ ...span, parent: span.parent > leaf ? span.parent - 1 : span.parent }));
}

function runOf(id: number, spans: readonly DiffSpan[]): GroupRun {
  const figures = spans.map(({ label }) => ({
    times: 1,
    durationNs: 1,
    tokens: Number.NaN,
    costUsd: Number.NaN,
    errors: 0,
    spanId: '',
    name: label,
    label: '',
    model: '',
  }));
  return groupRun(String(id), spans, figures);
}

it('has one row a step for runs of real agents that said other things', () => {
  const random = new Random(3);
  for (const { name, spans } of traces) {
    const runs = Array.from({ length: RUNS }, (_, at) =>
      runOf(at, withOtherContents(spans, random)),
    );
    const { entries } = buildConsensus(runs);
    expect([name, ...entries.filter(({ size }) => size !== RUNS)]).toEqual([name]);
  }
});

it('knows in real traces which runs lack a step', () => {
  const random = new Random(5);
  let planted = 0;
  for (const { name, spans } of traces) {
    const leaf = spans.findIndex((_, at) => isLoneLeaf(spans, at));
    if (leaf === -1) continue;
    planted++;
    const runs = Array.from({ length: RUNS }, (_, at) => {
      const other = withOtherContents(spans, random);
      return runOf(at, at % 2 === 0 ? other : without(other, leaf));
    });
    const { entries, steps } = buildConsensus(runs);
    const partial = steps.filter((_, row) => entries[row]?.size !== RUNS);
    expect([name, ...partial.map(({ label }) => label)]).toEqual([name, spans[leaf]?.label]);
  }
  expect(planted).toBeGreaterThan(50);
});

/** Whether nothing is within a step, and neither it nor what it is in is repeated. */
function isLoneLeaf(spans: readonly DiffSpan[], at: number): boolean {
  if (at === 0 || spans.some(({ parent }) => parent === at)) return false;
  for (let each = at; each !== -1; each = spans[each]?.parent ?? -1) {
    const { parent, label, kind } = spans[each] ?? {};
    const like = spans.filter(
      (span) => span.parent === parent && span.label === label && span.kind === kind,
    );
    if (like.length > 1) return false;
  }
  return true;
}
