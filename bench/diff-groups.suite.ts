/** How long it takes to align many runs, as many as are taken at once. */
import type { DiffSpan } from '@domain/diff/diff-tree';
import { buildConsensus, groupRun, type GroupRun } from '@domain/diff/groups/consensus';
import { GroupBudget } from '@domain/diff/groups/group-budget';
import type { StepFigures } from '@domain/diff/groups/step-figures';
import { largeRun } from './diff/large';
import { median, type Suite } from './measurement';

interface Size {
  readonly name: string;
  readonly runs: number;
  readonly spans: number;
  /** Steps have names of their own, so that none folds into another. */
  readonly isUnlike?: boolean;
  readonly aim?: number;
}

const sizes: readonly Size[] = [
  { name: 'diff groups: 400 runs of 100 spans', runs: 400, spans: 100, aim: 3000 },
  { name: 'diff groups: 20 runs of 10,000 spans', runs: 20, spans: 10_000 },
  { name: 'diff groups: 400 runs of 100 unlike spans', runs: 400, spans: 100, isUnlike: true },
  { name: 'diff groups: 20 runs of 10,000 unlike spans', runs: 20, spans: 10_000, isUnlike: true },
];

const ROUNDS = 3;

export const diffGroupsSuite: Suite = {
  names: sizes.map(({ name }) => name),

  async run(wanted, report) {
    for (const { name, runs, spans, isUnlike = false, aim } of sizes) {
      if (!wanted(name)) continue;
      const drawn = Array.from({ length: runs }, (_, run) => {
        const ofRun = largeRun(spans, (run % 40) / 100);
        return isUnlike ? ofRun.map(withOwnName) : ofRun;
      });
      const times = Array.from({ length: ROUNDS }, () => {
        const startMs = performance.now();
        const budget = new GroupBudget();
        const taken = drawn
          .map((ofRun, run): GroupRun => groupRun(String(run), ofRun, ofRun.map(figuresOf)))
          .filter((run) => budget.takes(run));
        buildConsensus(taken);
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

/** The same in every run that has the step. */
function withOwnName(span: DiffSpan): DiffSpan {
  return { ...span, label: `${span.label} ${span.sketch?.high ?? 0}` };
}

function figuresOf({ label, startNs, endNs }: DiffSpan): StepFigures {
  return {
    times: 1,
    durationNs: endNs - startNs,
    tokens: Number.NaN,
    costUsd: Number.NaN,
    errors: 0,
    spanId: '',
    name: label,
    label: '',
    model: '',
  };
}
