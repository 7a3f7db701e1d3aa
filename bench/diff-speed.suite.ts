/** How long it takes to align two long runs, by what is read of them. */
import { alignTrees } from '@domain/diff/align';
import { buildDiffTree } from '@domain/diff/diff-tree';
import { explain } from '@domain/diff/explain';
import { mergeRows } from '@domain/diff/merge-rows';
import { largeRun } from './diff/large';
import { flatAndNested, shiftedLoop, type WorstCase } from './diff/worst';
import { median, type Suite } from './measurement';

const cases = [
  { name: 'diff: 10,000 spans a side', make: () => runs(10_000), aim: 1000 },
  { name: 'diff: 100,000 spans a side', make: () => runs(100_000), aim: undefined },
  { name: 'diff: 9,000 flat and 10,000 nested', make: flatAndNested, aim: 1000 },
  { name: 'diff: 10,000 of a loop, shifted', make: shiftedLoop, aim: 1000 },
] as const;

/** Of all steps, how many did something else. */
const SHARE = 0.2;
const ROUNDS = 5;

function runs(spans: number): WorstCase {
  return { a: largeRun(spans, 0), b: largeRun(spans, SHARE) };
}

export const diffSpeedSuite: Suite = {
  names: cases.map(({ name }) => name),

  async run(wanted, report) {
    for (const { name, make, aim } of cases) {
      if (!wanted(name)) continue;
      const { a, b } = make();
      const times = Array.from({ length: ROUNDS }, () => {
        const startMs = performance.now();
        const [treeA, treeB] = [buildDiffTree(a), buildDiffTree(b)];
        const alignment = alignTrees(treeA, treeB);
        explain(treeA, treeB, mergeRows(treeA, treeB, alignment), alignment);
        return performance.now() - startMs;
      });
      report({
        name,
        value: median(times),
        unit: 'ms',
        lessIsBetter: true,
        ...(aim === undefined ? {} : { aim }),
      });
    }
  },
};
