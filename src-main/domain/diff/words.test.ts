import { expect, it } from 'vitest';

import { likenessOf, sameWords } from './describe-headline';
import {
  changeWords,
  formatChange,
  formatChangeOf,
  formatCoverage,
  toleranceWords,
} from './figure-words';
import { mergedDiff } from './test-support/merged';
import { defaultTolerances } from './tolerances';
import { pairingWords, verdictSentence, verdictWords } from './verdict-words';

it('says in a few words what a row differs in', () => {
  const { columns } = mergedDiff([
    { depth: 0, name: 'run', verdict: 'inside' },
    { depth: 1, name: 'chat', verdict: 'promptEdit' },
    { depth: 2, name: 'http', verdict: 'environment' },
    { depth: 1, name: 'tool', verdict: 'retry', b: null },
    { depth: 1, name: 'same' },
    { depth: 1, name: 'chat', verdict: 'promptEdit', hasOtherModel: true },
  ]);
  expect([0, 1, 2, 3, 4, 5].map((row) => verdictWords(columns, row))).toEqual([
    '4 inside',
    'system prompt, 1 inside',
    'other result',
    'failed try in A',
    '',
    'prompt, model',
  ]);
  expect(verdictSentence(columns, 5)).toBe(
    'The system prompt was edited, and another model was asked.',
  );
  expect(pairingWords(columns, 1)).toBe('Paired by place and likeness, 75% sure');
  expect(pairingWords(columns, 3)).toBe('No partner');
});

it('says that ids and times differ where nothing else does', () => {
  const same = { depth: 0, name: 'run' } as const;
  const words = (...rows: Parameters<typeof mergedDiff>[0]) =>
    sameWords(likenessOf(mergedDiff(rows).columns));
  expect(words(same)).toBe('The two runs did the same.');
  expect(words(same, { ...same, isButForIds: true })).toBe(
    'The two runs did the same, but for ids and times.',
  );
  expect(words({ ...same, isButForIds: true }, { ...same, verdict: 'unknown' })).toBe(
    'The two runs took the same steps, but for ids and times. What 1 of them got or gave was not recorded.',
  );
  const { columns } = mergedDiff([same, { ...same, isButForIds: true }]);
  expect([0, 1].map((row) => verdictSentence(columns, row))).toEqual([
    'Given the same, it gave the same.',
    'Given the same, it gave the same, but for ids and times.',
  ]);
});

it('tells changes from nothing in their unit, and small ones where they count', () => {
  const words = (...args: Parameters<typeof formatChangeOf>) =>
    formatChangeOf(...args).replaceAll('\u00a0', ' ');
  expect(words('time', 0, 2.7e9, 'more')).toBe('▴ 2.70 s');
  expect(words('cost', 0, 0.5, 'more')).toBe('▴ $0.5000');
  expect(words('time', 0, 0, 'same')).toBe('same');
  expect(words('time', 1000e6, 1010e6, 'same')).toBe('same');
  expect(words('time', 1000e6, 1010e6, 'more')).toBe('▴ 1.0%');
  expect(words('tokens', 100_000, 99_999, 'less')).toBe('▾ <0.1%');
  expect(words('count', 2, 3, 'more')).toBe('▴ 1');
});

it('says how much a figure changed, and whether that is more than chance', () => {
  const judgements = { same: 'neither', less: 'better', more: 'worse' } as const;
  const words = (a: number | null, b: number | null, direction: 'same' | 'less' | 'more') =>
    changeWords({ name: 'tokens', a, b, direction, judgement: judgements[direction] }).replace(
      '\u00a0',
      ' ',
    );
  // Of a run that goes on nobody says yet that it took fewer.
  const soFar = { name: 'tokens', a: 100, b: 81, direction: 'less', judgement: 'neither' } as const;
  expect(changeWords(soFar)).toBe('▾\u00a019%');
  expect(words(100, 81, 'less')).toBe('▾ 19%, fewer');
  expect(words(100, 104, 'same')).toBe('▴ 4%');
  expect(words(100, 101, 'same')).toBe('same');
  expect(words(0, 30, 'more')).toBe('▴ 30, more');
  expect(words(null, 30, 'more')).toBe('');
  expect(formatChange(3, 1, false)).toBe('▾\u00a02');
  expect(formatChange(10, 300, true)).toBe('▴\u00a0×30');
  expect(toleranceWords('duration', defaultTolerances)).toBe(
    'Up to 20% or 1.0\u00a0ms counts as chance',
  );
  expect([formatCoverage(1), formatCoverage(0.9989)]).toEqual(['100%', '99%']);
  expect(toleranceWords('errors', defaultTolerances)).toBe('Every difference counts');
});
