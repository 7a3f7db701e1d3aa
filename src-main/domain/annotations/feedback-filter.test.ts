import { expect, it } from 'vitest';

import { readListQuery } from '../filter-language/list-query';
import { narrowedTo } from '../filter-language/tag-filter';
import { feedbackCondition, rangeCondition, textCondition } from './feedback-filter';

const feedback = (name: string) => ({ name, kind: 'feedback' }) as const;

it('asks for a value as the filter compares it', () => {
  expect(feedbackCondition(feedback('helpful'), true)).toBe("feedback.helpful = 'true'");
  expect(feedbackCondition(feedback('my score'), 0.5)).toBe("feedback.`my score` = '0.5'");
  expect(feedbackCondition(feedback('a`b'), "it's")).toBe("feedback.`a``b` = 'it''s'");
  expect(feedbackCondition(feedback('parts'), ['a'])).toBe(`feedback.parts = '["a"]'`);
  expect(feedbackCondition({ name: 'fact', kind: 'expectation' }, 'x')).toBe(
    "expectation.fact = 'x'",
  );
});

it('asks for a bucket of a distribution', () => {
  expect(textCondition(feedback('helpful'), 'false')).toBe("feedback.helpful = 'false'");
  const range = { from: 0.1, to: 0.2, isOpen: true };
  expect(rangeCondition(feedback('score'), range)).toBe(
    'feedback.score >= 0.1 AND feedback.score < 0.2',
  );
  expect(rangeCondition(feedback('score'), { ...range, isOpen: false })).toMatch(/<= 0\.2$/);
});

it('makes filters that can be read, and narrows with them once', () => {
  const range = rangeCondition(feedback('my score'), { from: -1, to: 1e-7, isOpen: true });
  expect(readListQuery(range).kind).toBe('filter');
  expect(narrowedTo('', range)).toBe(range);
  const narrowed = narrowedTo("status = 'ERROR'", range);
  expect(narrowed).toBe(`status = 'ERROR' AND ${range}`);
  expect(narrowedTo(narrowed, range)).toBe(narrowed);
});
