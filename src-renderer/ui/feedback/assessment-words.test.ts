import { expect, it } from 'vitest';

import { assessmentWords, isLongText, sourceText, valueWords } from './assessment-words';
import { assessment } from './test-support/fake-assessments';

it('says values in a few characters', () => {
  const words: readonly (readonly [unknown, string])[] = [
    [true, 'Yes'],
    [false, 'No'],
    [0.123456, '0.1235'],
    [1e-7, '1.00e-7'],
    [12_345, '12,345'],
    [-2, '−2'],
    [0, '0'],
    ['timeout', 'timeout'],
    [{ a: [1, null] }, '{"a":[1,null]}'],
    [null, 'none'],
  ];
  for (const [value, text] of words) expect(valueWords(value as never)).toBe(text);
  expect(valueWords(null, true)).toBe('Error');
});

it('says who it was', () => {
  expect(sourceText({ type: 'HUMAN', id: 'you' })).toBe('You');
  expect(sourceText({ type: 'HUMAN', id: 'ana@example.org' })).toBe('ana@example.org');
  expect(sourceText({ type: 'HUMAN', id: 'default' })).toBe('Human');
  expect(sourceText({ type: 'LLM_JUDGE', id: 'faithfulness' })).toBe('LLM judge faithfulness');
  expect(sourceText({ type: 'CODE', id: '' })).toBe('Code check');
});

it('names what it is', () => {
  expect(assessmentWords(assessment())).toBe('The feedback “helpful”');
  expect(assessmentWords(assessment({ kind: 'expectation' }))).toBe('The expectation “helpful”');
  expect(assessmentWords(assessment({ name: 'note', value: 'text' }))).toBe('The note');
  expect(isLongText('a\nb')).toBe(true);
  expect(isLongText('short')).toBe(false);
});
