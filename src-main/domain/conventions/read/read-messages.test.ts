import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue, Message, MessageRole } from '../../messages';
import { readMessages } from './read-messages';

/** Role, then a short form of each part: enough to see what was understood. */
function shortOf(messages: readonly Message[]): unknown[] {
  return messages.map(({ role, parts }) => [
    role,
    ...parts.map((part) => {
      switch (part.type) {
        case 'text':
          return part.text;
        case 'reasoning':
          return { thinks: part.isHidden ? null : part.text };
        case 'toolCall':
          return { calls: part.name, id: part.id, args: part.args, ...server(part) };
        case 'toolResult':
          return {
            result: part.result,
            id: part.id,
            ...(part.isError ? { isError: true } : {}),
            ...server(part),
          };
        case 'media':
          return { [part.modality]: part.uri ?? part.fileId ?? part.base64, mime: part.mime };
        case 'document':
          return { document: part.content };
        case 'compaction':
          return { compacted: part.summary };
        case 'unknown':
          return { unknown: part.typeRaw };
      }
    }),
  ]);
}

function server(part: { isServerSide: boolean }): object {
  return part.isServerSide ? { isServerSide: true } : {};
}

function read(value: JsonValue, role: MessageRole = 'user'): unknown[] {
  return shortOf(readMessages(value, role));
}

const args = { city: 'Oslo' };
const call = { calls: 'get_weather', id: 'c1', args };
const result = { result: 'snow', id: 'c1' };

describe('messages of any dialect', () => {
  it('OpenAI chat', () => {
    expect(
      read([
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And this?' },
            { type: 'image_url', image_url: { url: 'https://x.test/a.png', detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'QUJD', format: 'wav' } },
            { type: 'file', file: { file_id: 'file-1', filename: 'a.pdf' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Let me see.',
          tool_calls: [
            {
              id: 'c1',
              type: 'function',
              function: { name: 'get_weather', arguments: '{"city":"Oslo"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'snow' },
        { role: 'assistant', content: null, refusal: 'No.' },
        { role: 'assistant', content: null, function_call: { name: 'old', arguments: 'not json' } },
      ]),
    ).toEqual([
      ['developer', 'Be brief.'],
      [
        'user',
        'And this?',
        { image: 'https://x.test/a.png', mime: null },
        { audio: 'QUJD', mime: 'audio/wav' },
        { file: 'file-1', mime: null },
      ],
      ['assistant', { thinks: 'Let me see.' }, call],
      ['tool', result],
      ['assistant', 'No.'],
      ['assistant', { calls: 'old', id: null, args: 'not json' }],
    ]);
  });

  it('OpenAI responses', () => {
    expect(
      read([
        { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Think.' }] },
        { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'gAAA' },
        {
          type: 'function_call',
          call_id: 'c1',
          id: 'fc_1',
          name: 'get_weather',
          arguments: '{"city":"Oslo"}',
        },
        { type: 'function_call_output', call_id: 'c1', output: 'snow' },
        { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { query: 'Oslo' } },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Snow.' }] },
      ]),
    ).toEqual([
      ['user', 'Hello'],
      ['assistant', { thinks: 'Think.' }, { thinks: null }, call],
      ['tool', result],
      [
        'assistant',
        { calls: 'web_search', id: 'ws_1', args: { query: 'Oslo' }, isServerSide: true },
      ],
      ['assistant', 'Snow.'],
    ]);
  });

  it('Anthropic', () => {
    expect(
      read([
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
            { type: 'redacted_thinking', data: 'xyz' },
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'c1', name: 'get_weather', input: args },
            { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' } },
            {
              type: 'web_search_tool_result',
              tool_use_id: 's1',
              content: [{ type: 'web_search_result', url: 'u' }],
            },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'snow' }] },
            { type: 'tool_result', tool_use_id: 'c2', content: 'boom', is_error: true },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'QUJD' } },
            { type: 'document', source: { type: 'url', url: 'https://x.test/a.pdf' } },
            {
              type: 'document',
              source: { type: 'text', media_type: 'text/plain', data: 'All of it.' },
              title: 'T',
            },
          ],
        },
      ]),
    ).toEqual([
      ['user', 'Hello'],
      [
        'assistant',
        { thinks: 'Hm.' },
        { thinks: null },
        'I look.',
        call,
        { calls: 'web_search', id: 's1', args: { query: 'q' }, isServerSide: true },
        { result: [{ type: 'web_search_result', url: 'u' }], id: 's1', isServerSide: true },
      ],
      ['tool', result, { result: 'boom', id: 'c2', isError: true }],
      [
        'user',
        { image: 'QUJD', mime: 'image/png' },
        { file: 'https://x.test/a.pdf', mime: null },
        { document: 'All of it.' },
      ],
    ]);
  });

  it('Gemini', () => {
    expect(
      read([
        {
          role: 'user',
          parts: [{ text: 'Hello' }, { inlineData: { mimeType: 'image/png', data: 'QUJD' } }],
        },
        {
          role: 'model',
          parts: [
            { text: 'Hm.', thought: true },
            { functionCall: { id: 'c1', name: 'get_weather', args } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'c1', name: 'get_weather', response: { result: 'snow' } } },
          ],
        },
        {
          role: 'model',
          parts: [{ fileData: { fileUri: 'gs://b/a.mp4', mimeType: 'video/mp4' } }],
        },
      ]),
    ).toEqual([
      ['user', 'Hello', { image: 'QUJD', mime: 'image/png' }],
      ['assistant', { thinks: 'Hm.' }, call],
      ['tool', result],
      ['assistant', { video: 'gs://b/a.mp4', mime: 'video/mp4' }],
    ]);
  });

  it('Bedrock', () => {
    expect(
      read([
        {
          role: 'user',
          content: [{ text: 'Hello' }, { image: { format: 'png', source: { bytes: 'QUJD' } } }],
        },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'Hm.', signature: 's' } } },
            { toolUse: { toolUseId: 'c1', name: 'get_weather', input: args } },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'c1', content: [{ json: args }], status: 'error' } },
          ],
        },
      ]),
    ).toEqual([
      ['user', 'Hello', { image: 'QUJD', mime: 'image/png' }],
      ['assistant', { thinks: 'Hm.' }, call],
      ['tool', { result: args, id: 'c1', isError: true }],
    ]);
  });

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

  it('the semantic conventions, and the words Pydantic AI, ADK and the AI SDK use in them', () => {
    expect(
      read([
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', content: 'Hm.' },
            { type: 'thinking', content: 'Hm hm.' },
            { type: 'tool_call', id: 'c1', name: 'get_weather', arguments: args },
            {
              type: 'server_tool_call',
              id: 's1',
              name: 'code',
              server_tool_call: { type: 'code_interpreter', code: '1+1' },
            },
            { type: 'compaction', id: 'k', content: 'So far: nothing.' },
          ],
        },
        { role: 'user', parts: [{ type: 'tool_call_response', id: 'c1', response: 'snow' }] },
        { role: 'user', parts: [{ type: 'tool_call_response', id: 'c1', result: 'snow' }] },
        {
          role: 'user',
          parts: [
            { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'QUJD' },
            { type: 'blob', mime_type: 'audio/wav', data: 'QUJD' },
            { type: 'uri', modality: 'video', uri: 'https://x.test/v' },
            { type: 'file', modality: 'image', file_id: 'f1' },
            { type: 'file_data', mime_type: 'image/png', file_uri: 'gs://b/x.png' },
            { type: 'image-url', url: 'https://x.test/a.png' },
            { type: 'hologram', content: '?' },
          ],
        },
      ]),
    ).toEqual([
      [
        'assistant',
        { thinks: 'Hm.' },
        { thinks: 'Hm hm.' },
        call,
        { calls: 'code', id: 's1', args: { code: '1+1' }, isServerSide: true },
        { compacted: 'So far: nothing.' },
      ],
      ['tool', result],
      ['tool', result],
      [
        'user',
        { image: 'QUJD', mime: 'image/png' },
        { audio: 'QUJD', mime: 'audio/wav' },
        { video: 'https://x.test/v', mime: null },
        { image: 'f1', mime: null },
        { image: 'gs://b/x.png', mime: 'image/png' },
        { image: 'https://x.test/a.png', mime: null },
        { unknown: 'hologram' },
      ],
    ]);
  });

  it('Vercel AI SDK', () => {
    expect(
      read([
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Hm.' },
            { type: 'tool-call', toolCallId: 'c1', toolName: 'get_weather', input: args },
            { type: 'tool-call', toolCallId: 'c2', toolName: 'old', args: '{"a":1}' },
            { type: 'file', mediaType: 'image/png', data: 'QUJD' },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'c1',
              toolName: 'get_weather',
              output: { type: 'text', value: 'snow' },
            },
            {
              type: 'tool-result',
              toolCallId: 'c2',
              toolName: 'old',
              output: { type: 'error-text', value: 'boom' },
            },
          ],
        },
      ]),
    ).toEqual([
      [
        'assistant',
        { thinks: 'Hm.' },
        call,
        { calls: 'old', id: 'c2', args: { a: 1 } },
        { image: 'QUJD', mime: 'image/png' },
      ],
      ['tool', result, { result: 'boom', id: 'c2', isError: true }],
    ]);
  });

  it('Pydantic AI, LlamaIndex, Genkit and Haystack in their own forms', () => {
    expect(
      read([
        {
          kind: 'request',
          parts: [
            { part_kind: 'system-prompt', content: 'Be brief.' },
            { part_kind: 'user-prompt', content: 'Hello' },
          ],
        },
        {
          kind: 'response',
          parts: [
            { part_kind: 'text', content: 'I look.' },
            {
              part_kind: 'tool-call',
              tool_name: 'get_weather',
              tool_call_id: 'c1',
              args: '{"city":"Oslo"}',
            },
          ],
        },
        {
          kind: 'request',
          parts: [
            {
              part_kind: 'tool-return',
              tool_name: 'get_weather',
              tool_call_id: 'c1',
              content: 'snow',
            },
          ],
        },
        {
          role: 'user',
          blocks: [
            { block_type: 'text', text: 'Block' },
            { block_type: 'image', url: 'https://x.test/a.png' },
          ],
        },
        {
          role: 'model',
          content: [{ toolRequest: { ref: 'c1', name: 'get_weather', input: args } }],
        },
        {
          role: 'tool',
          content: [{ toolResponse: { ref: 'c1', name: 'get_weather', output: 'snow' } }],
        },
        {
          role: 'assistant',
          content: [{ tool_call: { id: 'c1', tool_name: 'get_weather', arguments: args } }],
        },
      ]),
    ).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Hello'],
      ['assistant', 'I look.', call],
      ['tool', result],
      ['user', 'Block', { image: 'https://x.test/a.png', mime: null }],
      ['assistant', call],
      ['tool', result],
      ['assistant', call],
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
