/** Messages of any dialect, of several, and of none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../messages';
import { readMessages } from './read-messages';
import { read, shortOf } from './test-support/short-messages';

const args = { city: 'Oslo' };
const call = { calls: 'get_weather', id: 'c1', args };
const result = { result: 'snow', id: 'c1' };

describe('messages of any dialect', () => {
  it('LangChain, as it serialises and as it dumps', () => {
    const of = (className: string, kwargs: JsonValue): JsonValue => ({
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'schema', 'messages', className],
      kwargs,
    });
    expect(
      read([
        of('SystemMessage', { content: 'Be brief.' }),
        of('HumanMessage', { content: 'Hello', type: 'human' }),
        of('AIMessage', {
          content: '',
          tool_calls: [{ name: 'get_weather', args, id: 'c1', type: 'tool_call' }],
        }),
        of('ToolMessage', { content: 'snow', tool_call_id: 'c1', status: 'success', type: 'tool' }),
        { type: 'human', data: { content: 'Again', type: 'human' } },
        { type: 'ai', content: 'Done', additional_kwargs: {} },
        ['system', 'In short.'],
      ]),
    ).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Hello'],
      ['assistant', call],
      ['tool', result],
      ['user', 'Again'],
      ['assistant', 'Done'],
      ['system', 'In short.'],
    ]);
  });

  it('choices and candidates, with why they ended', () => {
    const messages = readMessages(
      [
        { index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', content: 'a' } },
        {
          index: 1,
          finishReason: 'MAX_TOKENS',
          content: { role: 'model', parts: [{ text: 'b' }] },
        },
      ],
      'assistant',
    );
    expect(messages.map(({ choiceIndex, finishReason }) => [choiceIndex, finishReason])).toEqual([
      [0, 'tool_calls'],
      [1, 'length'],
    ]);
    expect(shortOf(messages)).toEqual([
      ['assistant', 'a'],
      ['assistant', 'b'],
    ]);
  });

  it('plain texts and lone parts', () => {
    expect(read('Hello')).toEqual([['user', 'Hello']]);
    expect(read(['a', 'b'])).toEqual([['user', 'a', 'b']]);
    expect(read([{ type: 'text', content: 'Be brief.' }], 'system')).toEqual([
      ['system', 'Be brief.'],
    ]);
    expect(read(null)).toEqual([]);
  });

  it('keeps the name of the participant and the word for the role', () => {
    const [message] = readMessages([{ role: 'human', name: 'Ada', content: 'Hello' }], 'user');
    expect(message).toMatchObject({ role: 'user', roleRaw: 'human', name: 'Ada' });
  });
});

const wildKey = fc.constantFrom(
  'role',
  'type',
  'content',
  'parts',
  'text',
  'tool_calls',
  'function',
  'arguments',
  'name',
  'id',
  'message',
  'kwargs',
  'data',
  'image_url',
  'source',
  'kind',
  'part_kind',
  'index',
  '__proto__',
);
const wildWord = fc.constantFrom(
  'user',
  'model',
  'tool',
  'text',
  'tool_use',
  'tool_result',
  'reasoning',
  'request',
  'image',
  'blob',
  'web_search_call',
  '',
  '[{"a":1}]',
);
const wild = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    wildWord,
    fc.constantFrom(null, true, 0, -1, 1.5),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(wildKey, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('messages of no dialect', () => {
  it('never throws, and never gives a part without a known type', () => {
    const known = new Set([
      'text',
      'reasoning',
      'toolCall',
      'toolResult',
      'media',
      'document',
      'compaction',
      'unknown',
    ]);
    fc.assert(
      fc.property(wild, (value) => {
        for (const { parts } of readMessages(value, 'user')) {
          for (const part of parts) expect(known).toContain(part.type);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads 20,000 messages, and no more than that, without delay that grows with their square', () => {
    const many = Array.from({ length: 30_000 }, (_, at) => ({ role: 'user', content: `${at}` }));
    expect(readMessages(many, 'user')).toHaveLength(20_000);
  });
});
