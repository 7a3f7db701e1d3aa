import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from './test-support/sources';

describe('Genkit, reference §3 to §5', () => {
  const action = (subtype: string, attributes: SpanShape['attributes']) =>
    facetsOf({
      scope: 'genkit-tracer',
      name: 'openai/gpt-4o-mini',
      attributes: {
        'genkit:type': 'action',
        'genkit:metadata:subtype': subtype,
        'genkit:name': 'openai/gpt-4o-mini',
        ...attributes,
      },
    });

  it('reads a model’s input and output, and trusts the provider on why it ended', () => {
    const { model, usage, kind } = action('model', {
      'genkit:input': JSON.stringify({
        messages: [{ role: 'user', content: [{ text: 'Oslo?' }] }],
        config: { temperature: 0.2 },
        tools: [{ name: 'weather', inputSchema: { type: 'object' } }],
      }),
      'genkit:output': JSON.stringify({
        finishReason: 'stop',
        message: {
          role: 'model',
          content: [{ toolRequest: { name: 'weather', ref: 'c1', input: { city: 'Oslo' } } }],
        },
        usage: { inputTokens: 211, outputTokens: 17, totalTokens: 228 },
        raw: { id: 'r1', model: 'gpt-4o-mini-2024', choices: [{ finish_reason: 'tool_calls' }] },
      }),
    });
    expect(kind).toBe('llm');
    expect(model).toMatchObject({
      requestModel: 'gpt-4o-mini',
      responseModel: 'gpt-4o-mini-2024',
      provider: 'openai',
      finishReasons: ['tool_calls'],
      output: [{ parts: [{ type: 'toolCall', id: 'c1', name: 'weather' }] }],
    });
    expect(usage).toMatchObject({ input: 211, output: 17 });
  });

  it('reads texts that are JSON, documents made of parts, and sessions of agents', () => {
    const flow = action('flow', {
      'genkit:input': '"When?"',
      'genkit:metadata:agent:sessionId': 's1',
    });
    expect(flow).toMatchObject({ kind: 'chain', input: [{ value: 'When?' }], sessionId: 's1' });
    const { retrieval } = action('retriever', {
      'genkit:input': '{"query":{"content":[{"text":"When?"}]}}',
      'genkit:output': '{"documents":[{"content":[{"text":"At nine."}]}]}',
    });
    expect(retrieval).toMatchObject({ query: 'When?', documents: [{ content: 'At nine.' }] });
  });
});
