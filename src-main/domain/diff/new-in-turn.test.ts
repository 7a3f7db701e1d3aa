import { expect, it } from 'vitest';

import { facetsOf, message, modelOf } from '../facets/test-support/span-facets';
import { compareFacets } from './compare-facets';
import { plainFacets } from '../facets/plain-facets';
import { newInTurn, type Turn } from './new-in-turn';

const turn = (system: string, texts: readonly string[], knownMessageCount: number): Turn => ({
  facets: facetsOf({
    kind: 'llm',
    model: modelOf({
      system: [message('system', system)],
      input: texts.map((text) => message('user', text)),
    }),
  }),
  knownMessageCount,
});
const told = (a: Turn | null, b: Turn | null) => {
  const [newA, newB] = newInTurn(a, b);
  const { differences, same } = compareFacets(newA ?? plainFacets, newB ?? plainFacets);
  return {
    differences: differences.map(({ field, before, after }) => [field, before, after]),
    same: same.map(({ field }) => field),
  };
};

it('compares what is new on both sides', () => {
  expect(told(turn('s', ['a', 'b'], 2), turn('other', ['x', 'c'], 2))).toEqual({
    differences: [['input', 'b', 'c']],
    same: [],
  });
});

it('takes a system prompt for the same that one side has had before', () => {
  expect(told(turn('s', ['a', 'b'], 2), turn('s', ['b'], 0))).toEqual({
    differences: [],
    same: ['system', 'input'],
  });
  expect(told(turn('s', ['b'], 0), turn('other', ['a', 'b'], 2)).differences).toEqual([
    ['system', 's', 'other'],
  ]);
});

it('shows of one side alone what is new', () => {
  expect(told(null, turn('s', ['a', 'b'], 2)).differences).toEqual([['input', null, 'b']]);
});
