import { describe, expect, it } from 'vitest';

import { plainFacets } from '../facets/plain-facets';
import type { ModelCall, Payload, SpanFacets } from '../facets/span-facets';
import type { Message, MessagePart } from '../messages';
import { understoodSpan } from './understood-span';

const from = { key: 'k', convention: 'otel-genai', place: 'attribute' } as const;

function payload(value: Payload['value']): Payload {
  return { value, mime: null, isTruncated: false, isRedacted: false, from };
}

function message(role: Message['role'], ...parts: MessagePart[]): Message {
  return { role, roleRaw: role, name: null, parts, choiceIndex: null, finishReason: null };
}

const call: ModelCall = {
  requestModel: 'gpt-4o',
  responseModel: 'gpt-4o-2026',
  provider: 'openai',
  responseId: null,
  parameters: [],
  system: [message('system', { type: 'text', text: 'Be brief.' })],
  input: [
    message('user', { type: 'text', text: 'Hi' }),
    message('assistant', {
      type: 'toolCall',
      id: 'c1',
      name: 'search',
      args: { q: 1 },
      isServerSide: false,
    }),
    message('tool', {
      type: 'toolResult',
      id: 'c1',
      name: null,
      result: { found: true },
      isError: false,
      isServerSide: false,
    }),
  ],
  output: [message('assistant', { type: 'text', text: 'Hello' })],
  toolDefinitions: [{ name: 'search', description: null, parameters: {}, type: 'function' }],
  finishReasons: ['stop'],
  isStream: null,
  timeToFirstTokenNs: null,
  serviceTier: null,
  isCompacted: false,
  chunks: [],
};

function understood(facets: Partial<SpanFacets>) {
  return understoodSpan({ ...plainFacets, ...facets });
}

describe('understoodSpan', () => {
  it('writes messages as OpenAI has them', () => {
    const span = understood({
      kind: 'llm',
      model: call,
      usage: {
        input: 3,
        output: 4,
        total: null,
        cacheRead: 1,
        cacheWrite: null,
        reasoning: null,
        inputIncludedCache: true,
        outputIncludedReasoning: true,
        scope: 'call',
        extra: [],
      },
    });
    expect(span).toEqual({
      spanType: 'CHAT_MODEL',
      model: 'gpt-4o-2026',
      provider: 'openai',
      tokenUsage: {
        input_tokens: 3,
        output_tokens: 4,
        total_tokens: 7,
        cache_read_input_tokens: 1,
      },
      inputs: {
        model: 'gpt-4o',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hi' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":1}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: '{"found":true}' },
        ],
        tools: [
          { type: 'function', function: { name: 'search', description: null, parameters: {} } },
        ],
      },
      outputs: {
        model: 'gpt-4o-2026',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
        ],
      },
    });
  });

  it('gives a tool what it was given and gave', () => {
    const tool = {
      name: 'search',
      callId: null,
      type: null,
      description: null,
      args: payload({ q: 1 }),
      result: payload(null),
      isError: false,
      mcp: null,
    };
    expect(understood({ kind: 'tool', tool })).toMatchObject({
      spanType: 'TOOL',
      inputs: { q: 1 },
      outputs: null,
    });
  });

  it('gives a retriever documents as MLflow has them', () => {
    const documents = [{ id: 'd1', content: 'text', score: 0.5, metadata: { page: 1 } }];
    const retrieval = { query: 'q', documents, inputDocuments: [], topK: null };
    expect(understood({ kind: 'retriever', retrieval })).toMatchObject({
      spanType: 'RETRIEVER',
      inputs: { query: 'q' },
      outputs: [{ page_content: 'text', metadata: { page: 1, score: 0.5 }, id: 'd1' }],
    });
  });

  it('says nothing of a span it knows nothing of', () => {
    const { inputs, outputs, tokenUsage, model } = understood({ kind: 'http' });
    expect([inputs, outputs, tokenUsage, model]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(understood({ input: [payload('in')], output: [payload('out')] })).toMatchObject({
      inputs: 'in',
      outputs: 'out',
    });
  });
});
