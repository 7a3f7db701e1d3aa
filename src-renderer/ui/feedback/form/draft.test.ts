import { describe, expect, it } from 'vitest';

import { SESSION_METADATA } from '@domain/annotations/assessment';

import { assessment } from '../test-support/fake-assessments';
import { draftOf, emptyDraft, isWritten, parseDraft, type FeedbackDraft } from './draft';

const parse = (changes: Partial<FeedbackDraft>) =>
  parseDraft({ ...emptyDraft, name: 'score', ...changes });
const parsed = (changes: Partial<FeedbackDraft>) => {
  const result = parse(changes);
  return 'parsed' in result ? result.parsed : result.problems;
};

describe('a draft', () => {
  it('becomes a value of its type', () => {
    const values: readonly (readonly [Partial<FeedbackDraft>, unknown])[] = [
      [{ valueType: 'boolean', isYes: false }, false],
      [{ valueType: 'number', number: ' -0.50 ' }, -0.5],
      [{ valueType: 'number', number: '1e3' }, 1000],
      [{ valueType: 'text', text: ' as it is ' }, ' as it is '],
      [{ valueType: 'json', json: ' ["a", 1] ' }, ['a', 1]],
      [{ valueType: 'json', json: '{"a": {"b": null}}' }, { a: { b: null } }],
    ];
    for (const [changes, value] of values) expect(parsed(changes)).toMatchObject({ value });
  });

  it('is refused with what is wrong at the field', () => {
    const problems: readonly (readonly [Partial<FeedbackDraft>, object])[] = [
      [{ isYes: true, name: ' ' }, { name: 'Give it a name, such as helpful.' }],
      [{ isYes: true, name: 'x'.repeat(251) }, { name: 'A name has 250 characters at most.' }],
      [{}, { value: 'Choose Yes or No.' }],
      [
        { valueType: 'number', number: '0,8' },
        { value: 'Write a number in decimals, such as 0.8 or 4.' },
      ],
      [
        { valueType: 'number', number: 'Infinity' },
        { value: 'Write a number in decimals, such as 0.8 or 4.' },
      ],
      [{ valueType: 'text', text: '  ' }, { value: 'Write a text.' }],
      [{ valueType: 'json', json: '' }, { value: expect.stringContaining('Write a list') }],
      [{ valueType: 'json', json: '3' }, { value: expect.stringContaining('single value') }],
      [{ valueType: 'number', number: '0x10' }, { value: expect.stringContaining('in decimals') }],
      [{ valueType: 'number', number: '1e999' }, { value: expect.stringContaining('too large') }],
      [
        { valueType: 'number', number: '9007199254740993' },
        { value: expect.stringContaining('cannot be kept exactly') },
      ],
      [
        { valueType: 'json', json: '{"a": 1,\n "b": {"a": 1, "a": 2}}' },
        { value: 'The key “a” is there twice (line 2, column 16).' },
      ],
      [
        { valueType: 'json', json: '{"big": 12345678901234567890}' },
        {
          value:
            '12345678901234567890 cannot be kept exactly: integers are kept up to 9007199254740991.',
        },
      ],
      [
        { valueType: 'json', json: '{bad' },
        { value: 'A key in double quotes is expected (line 1, column 2).' },
      ],
      [{ valueType: 'json', json: '{"a"' }, { value: 'A : is missing (line 1, column 5).' }],
      [{ isYes: true, metadata: 'a=1\nb' }, { metadata: '“b” is no key=value.' }],
      [{ isYes: true, metadata: 'a=1\na=2' }, { metadata: 'The key a is there twice.' }],
      [
        { isYes: true, metadata: `${SESSION_METADATA}=s` },
        { metadata: expect.stringContaining('choose Session') },
      ],
    ];
    for (const [changes, problem] of problems) expect(parsed(changes)).toEqual(problem);
  });

  it('tells source, reason and metadata, and who where nobody is named', () => {
    expect(
      parsed({
        isYes: true,
        rationale: ' since it is so ',
        metadata: 'a = 1=2 \n\nb=',
        sourceType: 'LLM_JUDGE',
        sourceId: ' gpt ',
      }),
    ).toEqual({
      name: 'score',
      kind: 'feedback',
      value: true,
      rationale: 'since it is so',
      source: { type: 'LLM_JUDGE', id: 'gpt' },
      metadata: { a: '1=2', b: '' },
      overrides: null,
    });
    expect(parsed({ isYes: true })).toMatchObject({ source: { type: 'HUMAN', id: 'you' } });
    expect(parsed({ isYes: true, sourceType: 'CODE' })).toMatchObject({
      source: { type: 'CODE', id: 'default' },
    });
  });

  it('of a note is a text without a reason, of an expectation has none either', () => {
    expect(parsed({ kind: 'note', name: '', text: 'Ask again.', rationale: 'x' })).toMatchObject({
      name: 'note',
      kind: 'feedback',
      value: 'Ask again.',
      rationale: null,
    });
    expect(parsed({ kind: 'expectation', isYes: true, rationale: 'x' })).toMatchObject({
      kind: 'expectation',
      rationale: null,
    });
  });

  it('is filled with what it is to replace', () => {
    const before = assessment({
      value: { a: [1] },
      rationale: 'why',
      metadata: { [SESSION_METADATA]: 's', since: 'v13' },
      source: { type: 'CODE', id: 'check' },
    });
    const draft = draftOf(before);
    expect(draft).toMatchObject({ target: 'session', valueType: 'json', metadata: 'since=v13' });
    expect(parseDraft(draft)).toEqual({
      parsed: {
        name: 'helpful',
        kind: 'feedback',
        value: { a: [1] },
        rationale: 'why',
        source: { type: 'HUMAN', id: 'you' },
        metadata: { since: 'v13' },
        overrides: 'a-1',
      },
    });
    expect(draftOf(assessment({ name: 'note', value: 'text' })).kind).toBe('note');
    expect(draftOf(assessment({ value: 0.5 }))).toMatchObject({ target: 'trace', number: '0.5' });
  });

  it('is missed only where something was written', () => {
    expect(isWritten(emptyDraft)).toBe(false);
    expect(isWritten({ ...emptyDraft, kind: 'note' })).toBe(false);
    expect(isWritten({ ...emptyDraft, rationale: 'x' })).toBe(true);
  });
});
