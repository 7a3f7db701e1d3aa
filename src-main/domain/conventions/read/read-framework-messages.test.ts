/** Messages as the conventions and frameworks write them. */
import { describe, expect, it } from 'vitest';

import { read } from './test-support/short-messages';

const args = { city: 'Oslo' };
const call = { calls: 'get_weather', id: 'c1', args };
const result = { result: 'snow', id: 'c1' };

describe('messages of a convention or framework', () => {
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
});
