import { expect, it } from 'vitest';

import { assessmentWords, isLongText, sourceText, valueWords } from './assessment-words';
import { assessment } from './test-support/fake-assessments';

it('says values in a few characters', () => {
  const words: readonly (readonly [string, unknown, string])[] = [
    ['helpful', true, 'Yes'],
    ['helpful', false, 'No'],
    ['right', true, 'True'],
    ['score', 0.123456, '0.1235'],
    ['score', 1e-7, '1.00e-7'],
    ['score', 12_345, '12,345'],
    ['score', -2, '−2'],
    ['score', 0, '0'],
    ['cause', 'timeout', 'timeout'],
    ['parts', { a: [1, null] }, '{"a":[1,null]}'],
    ['none', null, 'none'],
  ];
  for (const [name, value, text] of words) expect(valueWords(name, value as never)).toBe(text);
  expect(valueWords('score', null, true)).toBe('Error');
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
