/** Real runs, compared with themselves while they arrive. */
import { expect, it } from 'vitest';

import { buildDiffTree, type DiffSpan } from '@domain/diff/diff-tree';
import { judgeRun, type ComparedRun } from '@domain/diff/judge-run';
import { anotherRun } from './another-run';
import { Random } from './random';
import { comparedRun, realRuns } from './run';

it('takes no real run to have parted from itself, however much of it has arrived', () => {
  const parted: string[] = [];
  let count = 0;
  for (const run of realRuns()) {
    const baseline = buildDiffTree(comparedRun(anotherRun(run, new Random(2))).spans);
    const { spans } = comparedRun(anotherRun(run, new Random(3)));
    const byEnd = [...spans.keys()].sort((x, y) => endOf(spans[x]) - endOf(spans[y]));
    for (let ended = 0; ended <= spans.length; ended++) {
      count++;
      const { parting } = judgeRun(baseline, ofThese(spans, byEnd.slice(0, ended)), true);
      if (parting !== null) parted.push(`${run.name} at ${ended} of ${spans.length}`);
    }
  }
  expect(count).toBeGreaterThan(500);
  expect(parted).toEqual([]);
}, 60_000);

function endOf(span: DiffSpan | undefined): number {
  return span?.endNs ?? Infinity;
}

/** The run as it is when these of its spans have arrived. */
function ofThese(spans: readonly DiffSpan[], arrived: readonly number[]): ComparedRun {
  const order = [...arrived].sort((x, y) => x - y);
  const places = new Map(order.map((at, place) => [at, place]));
  const kept = order.flatMap((at) => spans[at] ?? []);
  return {
    tree: buildDiffTree(kept.map((span) => ({ ...span, parent: places.get(span.parent) ?? -1 }))),
    missingParents: kept.map(({ parent }) =>
      parent === -1 || places.has(parent) ? null : `span ${parent}`,
    ),
    areOpen: kept.map(() => false),
  };
}
