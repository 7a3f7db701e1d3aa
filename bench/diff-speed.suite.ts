/** How long it takes to align two long runs, by what is read of them. */
import { alignTrees } from '@domain/diff/align';
import { buildDiffTree } from '@domain/diff/diff-tree';
import { explain } from '@domain/diff/explain';
import { mergeRows } from '@domain/diff/merge-rows';
import { largeRun } from './diff/large';
import { median, type Suite } from './measurement';

const sizes = [
  { name: 'diff: 10,000 spans a side', spans: 10_000, aim: 1000 },
  { name: 'diff: 100,000 spans a side', spans: 100_000, aim: undefined },
] as const;

/** Of all steps, how many did something else. */
const SHARE = 0.2;
const ROUNDS = 5;

export const diffSpeedSuite: Suite = {
  names: sizes.map(({ name }) => name),

  async run(wanted, report) {
    for (const { name, spans, aim } of sizes) {
      if (!wanted(name)) continue;
      const a = largeRun(spans, 0);
      const b = largeRun(spans, SHARE);
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
