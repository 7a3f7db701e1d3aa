import { expect, it } from 'vitest';

import { mergedDiff } from './test-support/merged';
import { fromStarts, originsAt } from './time-axis';

const { columns } = mergedDiff([
  { depth: 0, name: 'run', a: [0, 100], b: [5, 90] },
  { depth: 1, name: 'plan', a: [10, 20], b: [8, 12] },
  { depth: 1, name: 'chat', a: [20, 30], b: [15, 40] },
  { depth: 1, name: 'tool', a: [30, 40], b: null },
]);

it('has both runs reach a pair at the same time', () => {
  expect(originsAt(columns, 2)).toEqual({ aNs: 20e6, bNs: 15e6 });
});

it('takes the end of the pair before a step of one side, or the start of what it is in', () => {
  expect(originsAt(columns, 3)).toEqual({ aNs: 30e6, bNs: 40e6 });
  const first = mergedDiff([
    { depth: 0, name: 'run', a: [0, 100], b: [5, 90] },
    { depth: 1, name: 'tool', a: [30, 40], b: null },
  ]);
  expect(originsAt(first.columns, 1)).toEqual({ aNs: 0, bNs: 5e6 });
});

it('keeps to the starts where nothing is paired', () => {
  const { columns: alone } = mergedDiff([{ depth: 0, name: 'run', b: null }]);
  expect(originsAt(alone, 0)).toEqual(fromStarts);
});
