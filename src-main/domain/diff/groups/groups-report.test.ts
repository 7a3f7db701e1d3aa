import { expect, it } from 'vitest';

import { formatDurationNs } from '../../format';
import { agent, tool } from '../test-support/diff-trees';
import { defaultTolerances } from '../tolerances';
import { findDifferences } from './findings';
import { findingWords } from './finding-words';
import { namesOfRow } from './group-table';
import { groupsReport, type ReportFacts } from './groups-report';
import { spreadOf } from './statistics';
import { sketchedRun, tableOf } from './test-support/group-runs';

const good = Array.from({ length: 4 }, () => sketchedRun(agent('x', tool('a', 1, 1))));
const bad = Array.from({ length: 3 }, () =>
  sketchedRun(agent('x', tool('a', 1, 1), tool('b`\n', 1, 1))),
);
const table = tableOf(good, bad);
const facts: ReportFacts = {
  root: 'invoke_agent x',
  good: { text: 'v1', condition: 'noErrors', isChosen: false, count: 4, total: 9 },
  bad: { text: '', condition: 'any', isChosen: true, count: 3, total: 3 },
  figures: [
    { title: 'Duration', good: spreadOf([1e9, 2e9, 3e9]), bad: null, format: formatDurationNs },
  ],
  table,
  findings: findDifferences(table, defaultTolerances),
  tolerances: { ...defaultTolerances, durationShare: 0.3 },
  nameOf: (row) => namesOfRow(table, row).name,
  pathOf: (row) => (row === 0 ? '' : 'x'),
  isComplete: true,
};

it('tells the sets, their medians and the steps that tell them apart', () => {
  expect(groupsReport(facts).split('\n')).toEqual([
    '# Good and bad runs of `invoke_agent x`',
    '',
    '- **Good**: 4 runs without errors, matching `v1`, the newest of 9',
    '- **Bad**: 3 runs, chosen one by one',
    '',
    'With 4 against 3 runs nothing is certain: any of this may be chance.',
    '',
    '| Median (middle half) | Good | Bad |',
    '|---|---:|---:|',
    '| Duration | 2.00\u00a0s (1.50\u00a0s to 2.50\u00a0s) | — |',
    '',
    'Up to 30% or 1.0\u00a0ms of time, 5% of tokens and 5% of cost count as chance.',
    '',
    '## What tells them apart',
    '',
    "1. **`b' `** in `x`: in 3 of 3 bad runs, in none of 4 good ones (may be chance). In 0/4 good, 3/3 bad.",
    '',
  ]);
});

it('says that nothing tells them apart, and that spans were missing', () => {
  const same = tableOf(good, good);
  const text = groupsReport({
    ...facts,
    table: same,
    findings: findDifferences(same, defaultTolerances),
    isComplete: false,
  });
  expect(text).toContain('**No step tells the two apart.**');
  expect(text).toContain('were not yet read');
});

it('says figures as one would', () => {
  const say = (measure: 'duration' | 'cost' | 'tokens', before: number, after: number) =>
    findingWords(
      {
        measure,
        effect: after > before ? 1 : -1,
        p: 0.01,
        certainty: 'clear',
        good: before,
        bad: after,
        isMean: false,
        follows: -1,
      },
      9,
      9,
    );
  expect(say('duration', 100, 320)).toBe('usually 3.2× slower');
  expect(say('duration', 320, 100)).toBe('usually 3.2× faster');
  expect(say('cost', 1, 1.5)).toBe('usually 50% dearer');
  expect(say('tokens', 200, 100)).toBe('usually 2× fewer tokens');
  expect(say('tokens', 0, 1200)).toBe('usually 1.2k, not 0');
});
