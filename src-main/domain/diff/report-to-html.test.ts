import { expect, it } from 'vitest';

import type { ReportFacts } from './diff-report';
import { htmlReportOf } from './report-to-html';
import { mergedDiff } from './test-support/merged';
import { defaultTolerances } from './tolerances';

const run = (traceId: string) => ({ name: 'coder', traceId, started: '14:32:07' });
const facts: ReportFacts = {
  a: run('aa'),
  b: run('bb'),
  figures: [{ name: 'duration', a: 2e9, b: 1e9, direction: 'less', judgement: 'better' }],
  headline: 'Step 1: `planner` chose otherwise.',
  coverage: 0.5,
  tolerances: { ...defaultTolerances, durationShare: 0.1 },
  isComplete: true,
  diff: mergedDiff([
    { depth: 0, name: 'run', verdict: 'inside' },
    { depth: 1, name: 'chat gpt', verdict: 'decision', a: [0, 10], b: [0, 20] },
    { depth: 1, name: 'same', verdict: 'same' },
    { depth: 1, name: 'claude_code.tool', label: 'grep', verdict: 'onlyA', cause: 1, b: null },
  ]),
};

it('tells what the Markdown report tells, with what was said', () => {
  const contents = [{ title: 'Output', before: 'yes', after: 'no', scrubbing: 'content' as const }];
  const report = htmlReportOf(
    facts,
    new Map([
      [1, contents],
      [3, null],
    ]),
  );
  expect(report).toMatchObject({ a: run('aa'), b: run('bb'), headline: facts.headline });
  expect(report.tolerances).toContain('Up to 10% or');
  expect(report.figures).toEqual([
    {
      title: 'Duration',
      a: '2.00\u00a0s',
      b: '1.00\u00a0s',
      change: '▾\u00a050%, faster',
      judgement: 'better',
    },
  ]);
  const none = { time: '', contents: [] };
  expect(report.steps).toEqual([
    { ...none, depth: 0, side: 'both', name: 'run', words: '' },
    {
      depth: 1,
      side: 'both',
      name: 'chat gpt',
      words: 'decided otherwise',
      time: 'time ▴\u00a0100%',
      contents,
    },
    {
      ...none,
      depth: 1,
      side: 'a',
      name: 'grep claude_code.tool',
      words: 'only in A, after chat gpt, contents left out',
      time: '10\u00a0ms',
    },
  ]);
});

it('says how many steps are left out', () => {
  const rows = Array.from({ length: 250 }, () => ({
    depth: 0,
    name: 'step',
    verdict: 'onlyB' as const,
    a: null,
  }));
  const report = htmlReportOf({ ...facts, diff: mergedDiff(rows) }, new Map());
  expect(report.steps).toHaveLength(200);
  expect(report.leftOut).toBe(50);
});
