import { expect, it } from 'vitest';

import { diffReport, type ReportFacts } from './diff-report';
import { mergedDiff, type RowSpec } from './test-support/merged';
import { defaultTolerances } from './tolerances';

const run = (traceId: string) => ({ name: 'invoke_agent `x`', traceId, started: '14:32:07' });
const facts = (rows: readonly RowSpec[], more: Partial<ReportFacts> = {}): ReportFacts => ({
  a: run('aa'),
  b: run('bb'),
  figures: [
    { name: 'duration', a: 2e9, b: 1e9, direction: 'less', judgement: 'better' },
    { name: 'cost', a: null, b: 0.5, direction: 'unknown', judgement: 'neither' },
  ],
  headline: 'Step 1: same prompt, planner chose `b` instead of `a`.',
  coverage: 0.5,
  tolerances: defaultTolerances,
  isComplete: true,
  diff: mergedDiff(rows),
  ...more,
});

it('tells figures, the first divergence and what differs', () => {
  const report = diffReport(
    facts([
      { depth: 0, name: 'run', verdict: 'inside' },
      { depth: 1, name: 'chat gpt', verdict: 'decision', a: [0, 10], b: [0, 20] },
      { depth: 1, name: 'same', verdict: 'same' },
      { depth: 1, name: 'claude_code.tool', label: 'grep', verdict: 'onlyA', cause: 1, b: null },
    ]),
  );
  expect(report.replaceAll('\u00a0', ' ')).toBe(`# Two runs of \`invoke_agent 'x'\`

- **A**: \`invoke_agent 'x'\`, 14:32:07, trace \`aa\`
- **B**: \`invoke_agent 'x'\`, 14:32:07, trace \`bb\`

**First divergence:** Step 1: same prompt, planner chose \`b\` instead of \`a\`.

| | A | B | Change |
|---|---:|---:|---|
| Duration | 2.00 s | 1.00 s | ▾ 50%, faster |
| Cost | — | $0.5000 |  |

Up to 20% or 1.0 ms of time, 5% of tokens and 5% of cost count as chance.

## What differs

- \`run\`: 2 inside
  - **≠** \`chat gpt\`: decided otherwise (time ▴ 100%)
  - **A** \`grep\` \`claude_code.tool\`: only in A, after \`chat gpt\` (10 ms)

50% of the spans have a partner on the other side.
`);
});

it('says that nothing differs', () => {
  const report = diffReport(facts([{ depth: 0, name: 'run' }], { headline: null, coverage: 1 }));
  expect(report).toContain('**No divergence:** The two runs did the same.');
  expect(report).not.toContain('What differs');
  expect(report).not.toContain('not yet read');
});

it('does not say that what was not recorded or not read yet is the same', () => {
  const report = diffReport(
    facts([{ depth: 0, name: 'chat', verdict: 'unknown' }], { headline: null, isComplete: false }),
  );
  expect(report).toContain('What 1 of them got or gave was not recorded.');
  expect(report).toContain('Spans that had just arrived were not yet read');
});

it('leaves out what nobody would read, and says how much', () => {
  const rows = Array.from({ length: 250 }, (_, at) => ({
    depth: 0,
    name: `step ${at}`,
    verdict: 'onlyB' as const,
    a: null,
  }));
  const report = diffReport(facts(rows));
  expect(report).toContain('`step 199`');
  expect(report).not.toContain('`step 200`');
  expect(report).toContain('… and 50 more that differ');
});
