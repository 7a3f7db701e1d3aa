/** Messages as the providers’ APIs have them. */
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../messages';
import { readMessages } from './read-messages';
import { read } from './test-support/short-messages';

const args = { city: 'Oslo' };
const call = { calls: 'get_weather', id: 'c1', args };
const result = { result: 'snow', id: 'c1' };

describe('media of a provider', () => {
  const mediaOf = (...content: JsonValue[]) =>
    readMessages([{ role: 'user', content }], 'user')[0]?.parts;

  it('have the name that they were sent under', () => {
    const data = 'data:application/pdf;base64,QUJD';
    const source = { type: 'base64', media_type: 'application/pdf', data: 'QUJD' };
    expect(
      mediaOf(
        { type: 'file', file: { filename: 'a.pdf', file_data: data } },
        { type: 'input_file', filename: 'b.pdf', file_data: data },
        { type: 'document', title: 'C', source },
        { inlineData: { mimeType: 'application/pdf', data: 'QUJD', displayName: 'd.pdf' } },
        { inlineData: { mimeType: 'audio/wav', data: 'QUJD' } },
        { type: 'document', title: 'E', source: { type: 'text', data: 'All of it.' } },
      ),
    ).toMatchObject([
      { modality: 'file', mime: 'application/pdf', name: 'a.pdf', base64: 'QUJD' },
      { modality: 'file', mime: 'application/pdf', name: 'b.pdf' },
      { modality: 'file', mime: 'application/pdf', name: 'C' },
      { modality: 'file', mime: 'application/pdf', name: 'd.pdf' },
      { modality: 'audio', mime: 'audio/wav', name: null },
      { type: 'document', content: 'All of it.', metadata: { title: 'E' } },
    ]);
  });

  it('may be data URLs of text', () => {
    const url = (text: string) => ({ type: 'file', file: { file_data: text } });
    expect(
      mediaOf(
        url('data:text/plain,a%20note%2C%20%C3%A9'),
        url('data:text/plain;charset=utf-8,é\ud800'),
      ),
    ).toMatchObject([
      { mime: 'text/plain', base64: Buffer.from('a note, é').toString('base64') },
      { mime: 'text/plain', base64: Buffer.from('é\ufffd').toString('base64') },
    ]);
  });
});

describe('messages of a provider', () => {
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
});
