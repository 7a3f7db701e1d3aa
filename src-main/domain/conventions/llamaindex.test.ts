import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('LlamaIndex’s own spans, reference §6', () => {
  it('takes no preparation for a model call that OpenInference calls one', () => {
    const scope = 'openinference.instrumentation.llama_index';
    const attributes = { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-5-mini' };
    const kind = (name: string) => facetsOf({ name, scope, attributes }).kind;
    expect(kind('OpenAI._prepare_chat_with_tools')).toBe('span');
    expect(kind('OpenAI.achat')).toBe('llm');
    const stream = facetsOf({ name: 'OpenAI.stream_chat', scope, attributes });
    expect(stream).toMatchObject({ kind: 'llm', model: { isStream: true } });
    expect(stream.conventions[0]?.id).toBe('openinference');
  });

  it('takes what a tool was given and returned out of the objects they come in', () => {
    const output = {
      blocks: [{ text: 'snow' }],
      tool_name: 'weather',
      raw_input: { args: [], kwargs: { city: 'Oslo' } },
      raw_output: 'snow',
      is_error: false,
    };
    const { tool } = facetsOf({
      name: 'FunctionTool.acall',
      scope: 'openinference.instrumentation.llama_index',
      attributes: {
        'openinference.span.kind': 'TOOL',
        'tool.name': 'weather',
        'input.value': '{"kwargs": {"city": "Oslo"}}',
        'output.value': JSON.stringify(output),
      },
    });
    expect(tool).toMatchObject({ args: { value: { city: 'Oslo' } }, result: { value: 'snow' } });
  });

  const scope = 'llamaindex.opentelemetry.tracer';

  it('shows names without the UUID of older versions', () => {
    const name = 'OpenAI.chat-0f0e6c1a-1111-4222-8333-444455556666';
    expect(facetsOf({ scope, name }).label).toBe('OpenAI.chat');
  });

  it('reads a call out of events named after classes, flattened', () => {
    const { kind, model, usage } = facetsOf({
      scope,
      name: 'OpenAI.chat',
      events: [
        {
          name: 'LLMChatStartEvent',
          attributes: {
            messages: '[{"role":"user","blocks":[{"block_type":"text","text":"Hi"}]}]',
            'model_dict.model_name': 'gpt-4o-mini',
            'model_dict.class_name': 'openai_llm',
          },
        },
        {
          name: 'LLMChatEndEvent',
          attributes: {
            'response.message.role': 'assistant',
            'response.message.blocks': '[{"block_type":"text","text":"Hello"}]',
            'response.raw.model': 'gpt-4o-mini-2024-07-18',
            'response.raw.choices': '[{"finish_reason":"stop"}]',
            'response.raw.usage.prompt_tokens': 401,
            'response.raw.usage.completion_tokens': 31,
          },
        },
      ],
    });
    expect(kind).toBe('llm');
    expect(model).toMatchObject({
      requestModel: 'gpt-4o-mini',
      responseModel: 'gpt-4o-mini-2024-07-18',
      provider: 'openai',
      input: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Hello' }] }],
      finishReasons: ['stop'],
    });
    expect(usage).toMatchObject({ input: 401, output: 31 });
  });

  it('leaves methods that only sound like work plain', () => {
    for (const name of ['VectorIndexRetriever._retrieve', 'OpenAIEmbedding._get_query_embedding']) {
      expect(facetsOf({ scope, name }).kind).toBe('span');
    }
  });

  it('survives members that would reach a prototype', () => {
    const { model } = facetsOf({
      scope,
      name: 'OpenAI.chat',
      events: [
        {
          name: 'LLMChatStartEvent',
          attributes: { 'model_dict.__proto__.polluted': 'yes', 'model_dict.model': 'm' },
        },
      ],
    });
    expect(model?.requestModel).toBe('m');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
