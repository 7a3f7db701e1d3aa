import { describe, expect, it } from 'vitest';

import type { DiffPair, PairDifference } from '@contract/diff';
import type { Sameness } from '@domain/diff/compare-facets';
import { diffContent } from '@domain/diff/diff-content';
import type { JsonValue } from '@domain/messages';

import { describeChanges, pairItems } from './pair-items';

const differs = (before: JsonValue, after: JsonValue, more: Partial<PairDifference> = {}) => ({
  field: 'result' as const,
  part: null,
  order: 0,
  before,
  after,
  scrubbing: 'content' as const,
  isCut: false,
  ...more,
});
const same = (order: number, more: Partial<Sameness> = {}): Sameness => ({
  field: 'input',
  part: { role: 'user', type: 'text', name: null },
  order,
  tokenEstimate: 10,
  isButForIds: false,
  ...more,
});
const told = (parts: Partial<DiffPair>) =>
  pairItems({ a: null, b: null, differences: [], same: [], isUnknown: false, ...parts }).map(
    (item) => (item.type === 'same' ? item.text : `≠ ${item.title} ${item.name}`.trim()),
  );

describe('pairItems', () => {
  it('keeps the order of reading', () => {
    expect(
      told({
        differences: [
          differs('a', 'b', { field: 'system', order: 0 }),
          differs('a', 'b', { order: 2 }),
        ],
        same: [same(1)],
      }),
    ).toEqual(['≠ System prompt', 'User message is the same, 10 tokens', '≠ Result']);
  });

  it('names parts by what they are', () => {
    const part = (role: 'assistant' | 'tool', type: 'text' | 'toolResult' | 'reasoning') =>
      ({ role, type, name: type === 'toolResult' ? 'search' : null }) as const;
    expect(
      told({
        differences: [
          differs('a', 'b', { field: 'input', order: 0, part: part('assistant', 'text') }),
          differs('a', 'b', { field: 'input', order: 1, part: part('tool', 'toolResult') }),
          differs('a', 'b', { field: 'output', order: 2, part: part('assistant', 'reasoning') }),
          differs('a', 'b', { field: 'output', order: 3, part: part('assistant', 'text') }),
        ],
      }),
    ).toEqual(['≠ Assistant message', '≠ Tool result search', '≠ Reasoning', '≠ Output text']);
  });

  it('tells many that are the same in one line, and nothing of what the head says', () => {
    expect(told({ same: [same(0), same(1), same(2), same(3, { isButForIds: true })] })).toEqual([
      '4 parts are the same but for ids or times, 40 tokens',
    ]);
    expect(told({ same: [same(0, { field: 'model', part: null, tokenEstimate: 1 })] })).toEqual([]);
    expect(told({ same: [same(0, { field: 'tools', part: null, tokenEstimate: 1 })] })).toEqual([
      'Tools offered are the same, 1 token',
    ]);
  });
});

describe('describeChanges', () => {
  const chip = (before: JsonValue, after: JsonValue, more: Partial<PairDifference> = {}) =>
    describeChanges(
      differs(before, after, more),
      diffContent({ before, after, showsIgnored: false, scrubbing: 'content' }),
    );

  it.each<[string, JsonValue, JsonValue]>([
    ['changed', 'one line', 'one word'],
    ['1 line added', 'a\nb', 'a\nnew\nb'],
    ['2 lines removed', 'a\nx\ny\nb', 'a\nb'],
    ['1 line changed, 1 added', 'read all files\nb', 'read all folders\nb\nc'],
    ['1 value changed', { a: 1 }, { a: 2 }],
    ['only in B', null, 'x'],
    ['only in A', { a: 1 }, null],
  ])('says %s', (expected, before, after) => {
    expect(chip(before, after)).toBe(expected);
  });

  it('calls the values of a call arguments', () => {
    expect(chip({ a: 1 }, { b: 1, c: 1 }, { field: 'arguments' })).toBe(
      '2 arguments added, 1 removed',
    );
    const part = { role: 'assistant', type: 'toolCall', name: 'f' } as const;
    expect(chip({}, { b: 1 }, { field: 'output', part })).toBe('1 argument added');
  });

  it('says nothing while it is being compared', () => {
    expect(describeChanges(differs('a', 'b'), null)).toBe('');
  });
});
