import { expect, it } from 'vitest';

import type { GroupRunState, GroupsRuns } from '@contract/groups';

import { stateOf } from '../test-support/groups-chunks';
import { newsOf, newsWords } from './groups-news';

const runsOf = (good: readonly GroupRunState[], bad: readonly GroupRunState[]): GroupsRuns => ({
  good: { runs: good, total: good.length },
  bad: { runs: bad, total: bad.length },
});

it('counts runs that have come, left, and grown, each once', () => {
  const before = runsOf([stateOf(0), stateOf(1)], [stateOf(1), stateOf(2)]);
  expect(newsWords(newsOf(before, before))).toBe('');
  const grown = runsOf([stateOf(0), stateOf(1, 2)], [stateOf(1, 2), stateOf(2)]);
  expect(newsOf(before, grown)).toEqual({ newCount: 0, goneCount: 0, changedCount: 1 });
  const others = runsOf([stateOf(0), stateOf(7)], [stateOf(7), stateOf(2, 5)]);
  expect(newsOf(before, others)).toEqual({ newCount: 1, goneCount: 1, changedCount: 1 });
  const understood = { ...stateOf(0), facetRevision: 2 };
  expect(newsOf(before, runsOf([understood, stateOf(1)], before.bad.runs)).changedCount).toBe(1);
});

it.each([
  [1, 0, 0, '1 new run'],
  [3, 0, 2, '3 new runs, 2 changed'],
  [0, 1, 0, '1 run gone'],
  [0, 2, 1, '2 runs gone, 1 changed'],
  [0, 0, 1, '1 run changed'],
])('says %i new, %i gone and %i changed', (newCount, goneCount, changedCount, words) => {
  expect(newsWords({ newCount, goneCount, changedCount })).toBe(words);
});
