import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('Logfire, reference §6', () => {
  it('takes a pending span for a placeholder of its parent', () => {
    const { pending } = facetsOf({
      scope: 'logfire',
      attributes: {
        'logfire.span_type': 'pending_span',
        'logfire.pending_parent_id': '00f067aa0ba902b7',
      },
    });
    expect(pending).toMatchObject({ realParentSpanId: '00f067aa0ba902b7' });
    expect(
      facetsOf({ scope: 'logfire', attributes: { 'logfire.span_type': 'span' } }).pending,
    ).toBe(null);
  });

  it('is about its message, not the template', () => {
    const { label } = facetsOf({
      scope: 'logfire',
      name: 'get_weather {city}',
      attributes: { 'logfire.msg': 'get_weather Oslo' },
    });
    expect(label).toBe('get_weather Oslo');
  });

  it('reads bodies of requests and answers; totals by its own rule, details by the provider’s', () => {
    const { kind, model, usage, tags } = facetsOf({
      scope: 'logfire.anthropic',
      name: 'Message with {request_data[model]!r}',
      attributes: {
        request_data: JSON.stringify({
          model: 'claude-sonnet-4-5',
          max_tokens: 500,
          system: 'You help.',
          messages: [{ role: 'user', content: 'Oslo?' }],
        }),
        response_data: JSON.stringify({
          message: {
            role: 'assistant',
            tool_calls: [
              { id: 't1', function: { name: 'weather', arguments: '{"input":{"city":"Oslo"}}' } },
            ],
          },
          usage: { input_tokens: 8, cache_read_input_tokens: 1187, output_tokens: 9 },
        }),
        'gen_ai.usage.input_tokens': 1195,
        'gen_ai.usage.output_tokens': 9,
        'logfire.tags': ['LLM', 'mine'],
      },
    });
    expect(kind).toBe('llm');
    expect(usage).toMatchObject({ input: 1195, cacheRead: 1187, inputIncludedCache: true });
    expect(model?.output[0]?.parts).toMatchObject([
      { type: 'toolCall', id: 't1', name: 'weather', args: { city: 'Oslo' } },
    ]);
    expect(model?.system[0]?.parts).toEqual([{ type: 'text', text: 'You help.' }]);
    expect(tags).toEqual(['mine']);
  });

  it('adds the cache where Anthropic’s usage is all there is', () => {
    const { usage } = facetsOf({
      scope: 'logfire.anthropic',
      attributes: {
        request_data: '{"model":"claude","messages":[{"role":"user","content":"x"}]}',
        response_data:
          '{"message":{"role":"assistant","content":"y"},"usage":{"input_tokens":8,"cache_read_input_tokens":1187,"output_tokens":9}}',
      },
    });
    expect(usage).toMatchObject({ input: 1195, cacheRead: 1187, inputIncludedCache: false });
  });
});
