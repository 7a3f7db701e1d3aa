import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { PREVIEW_LENGTH } from './facet-row';
import { oneLine, previewOfJson, previewOfMessages, previewOfValue } from './preview';
import { message, toolCall } from './test-support/span-facets';

describe('oneLine', () => {
  it('is one line of at most 1,000 characters, cut as MLflow cuts', () => {
    expect(oneLine('  a\n\n b\tc ')).toBe('a b c');
    expect(oneLine(' \n ')).toBeNull();
    const cut = oneLine('x'.repeat(5000)) ?? '';
    expect(cut).toBe(`${'x'.repeat(997)}...`);
    expect(oneLine('x'.repeat(1000))).toBe('x'.repeat(1000));
  });

  it('never cuts a character in two', () => {
    const cut = oneLine(`a${'😀'.repeat(1000)}`) ?? '';
    expect(cut.endsWith('😀...')).toBe(true);
  });

  it('is short for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const line = oneLine(text) ?? '';
        expect(line.length).toBeLessThanOrEqual(PREVIEW_LENGTH);
        expect(line).not.toMatch(/\n/);
      }),
    );
  });
});

describe('previewOfMessages', () => {
  it('is the last message of the role, else the last one', () => {
    const messages = [
      message('system', 'Be brief.'),
      message('user', 'one'),
      message('user', 'two'),
      message('assistant', 'three'),
    ];
    expect(previewOfMessages(messages, 'user')).toBe('two');
    expect(previewOfMessages(messages.slice(0, 1), 'user')).toBe('Be brief.');
    expect(previewOfMessages([], 'user')).toBeNull();
  });

  it('leaves out the context that coding agents put before the user’s words', () => {
    const text = (words: string) => ({ type: 'text', text: words }) as const;
    const context = text('<session_context>\nThis is the Gemini CLI.\n</session_context>\n');
    const together = message('user', [context, text('Hi')]);
    expect(previewOfMessages([together], 'user')).toBe('Hi');
    const apart = message('user', [context]);
    expect(previewOfMessages([message('user', 'Hi'), apart], 'user')).toBe('Hi');
    expect(previewOfMessages([apart], 'user')).toMatch(/^<session_context> This is/);
    const asked = 'What is <session_context>?';
    expect(previewOfMessages([message('user', asked)], 'user')).toBe(asked);
  });

  it('tells calls where there is no text', () => {
    const call = message('assistant', [toolCall('get_weather', { city: 'Paris' })]);
    expect(previewOfMessages([call], 'assistant')).toBe('get_weather({"city":"Paris"})');
  });
});

describe('previewOfValue', () => {
  it.each<[JsonValue, 'user' | 'assistant', string | null]>([
    // What MLflow takes for chat-shaped
    [{ messages: [{ role: 'user', content: 'Hi' }] }, 'user', 'Hi'],
    [[{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }], 'user', 'Hi'],
    [{ choices: [{ message: { role: 'assistant', content: 'Yo' } }] }, 'assistant', 'Yo'],
    [
      {
        output: [
          { type: 'reasoning' },
          { type: 'message', role: 'assistant', content: [{ text: 'Yo' }] },
        ],
      },
      'assistant',
      'Yo',
    ],
    [{ request: { input: [{ role: 'user', content: 'Hi' }] } }, 'user', 'Hi'],
    // What frameworks put around it
    [
      {
        messages: [
          { type: 'human', content: 'Hi' },
          { type: 'ai', content: 'Yo' },
        ],
      },
      'user',
      'Hi',
    ],
    [{ messages: [{ type: 'ai', data: { content: 'Yo', type: 'ai' } }] }, 'assistant', 'Yo'],
    [
      {
        inputs: {
          messages: [
            { lc: 1, type: 'constructor', id: ['x'], kwargs: { content: 'Hi', type: 'human' } },
          ],
        },
      },
      'user',
      'Hi',
    ],
    [{ llm: { replies: [{ role: 'assistant', content: [{ text: 'Yo' }] }] } }, 'assistant', 'Yo'],
    [{ contents: { messages: [{ role: 'model', parts: [{ text: 'Yo' }] }] } }, 'assistant', 'Yo'],
    [{ question: 'Hi' }, 'user', 'Hi'],
    [{ args: ['Hi'], kwargs: {} }, 'user', 'Hi'],
    [{ task: 'Hi', stream: false, images: null }, 'user', 'Hi'],
    [{ embedder: { text: 'Hi' }, prompt: { question: 'Hi' } }, 'user', 'Hi'],
    [{ outputs: 'Yo', tags: [] }, 'assistant', 'Yo'],
    // Anything else is JSON
    ['Hi', 'user', 'Hi'],
    [{ question: 'Hi', user: 'ann' }, 'user', '{"question":"Hi","user":"ann"}'],
    [{ channel: 'radio' }, 'user', '{"channel":"radio"}'],
    [{ args: ['a', 'b'] }, 'user', '{"args":["a","b"]}'],
    [{ question: '' }, 'user', '{"question":""}'],
    [42, 'user', '42'],
    [null, 'user', null],
    ['null', 'assistant', null],
    [{}, 'assistant', null],
  ])('%j as %s', (value, role, expected) => {
    expect(previewOfValue(value, role)).toBe(expected);
  });

  it('takes any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('user', 'assistant'), (value, role) => {
        const preview = previewOfValue(value as JsonValue, role) ?? '';
        expect(preview.length).toBeLessThanOrEqual(PREVIEW_LENGTH);
      }),
    );
  });
});

describe('previewOfJson', () => {
  it('is the JSON text, and of a text the text itself', () => {
    expect(previewOfJson({ question: 'Hi', n: [1, null] })).toBe('{"question":"Hi","n":[1,null]}');
    expect(previewOfJson('Hi')).toBe('Hi');
  });
});
