/** How long it takes to judge a run against its baseline, by what is read of both. */
import { buildDiffTree, type DiffSpan } from '@domain/diff/diff-tree';
import { judgeRun, type ComparedRun } from '@domain/diff/judge-run';
import { largeRun } from './diff/large';
import { median, type Suite } from './measurement';

const SPANS = 10_000;
/** Of all steps, how many did something else. */
const SHARE = 0.2;
const ROUNDS = 5;

const cases = [
  { name: 'baseline: 10,000 spans, half arrived, the same', share: 0, goesOn: true, aim: 300 },
  { name: 'baseline: 10,000 spans, half arrived, parted', share: SHARE, goesOn: true, aim: 1000 },
  { name: 'baseline: 10,000 spans, over', share: SHARE, goesOn: false, aim: 1000 },
] as const;

export const baselineSuite: Suite = {
  names: cases.map(({ name }) => name),

  async run(wanted, report) {
    const baseline = buildDiffTree(largeRun(SPANS, 0));
    for (const { name, share, goesOn, aim } of cases) {
      if (!wanted(name)) continue;
      const spans = largeRun(SPANS, share);
      const times = Array.from({ length: ROUNDS }, () => {
        const startMs = performance.now();
        judgeRun(baseline, goesOn ? firstHalf(spans) : compared(spans), goesOn);
        return performance.now() - startMs;
      });
      report({ name, value: median(times), unit: 'ms', lessIsBetter: true, aim });
    }
  },
};

/** The root has not arrived, nor has the second half. */
function firstHalf(spans: readonly DiffSpan[]): ComparedRun {
  const arrived = spans.slice(1, spans.length / 2);
  return compared(
    arrived.map((span) => ({ ...span, parent: span.parent - 1 })),
    'root',
  );
}

function compared(spans: readonly DiffSpan[], missing: string | null = null): ComparedRun {
  return {
    tree: buildDiffTree(spans),
    missingParents: spans.map(({ parent }) => (parent === -1 ? missing : null)),
    areOpen: spans.map(() => false),
  };
}
