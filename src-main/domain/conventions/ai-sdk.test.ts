import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('AI SDK 3 to 6', () => {
  it.each([
    ['ai.generateText', 'agent'],
    ['ai.streamText', 'agent'],
    ['ai.generateText.doGenerate', 'llm'],
    ['ai.streamText.doStream', 'llm'],
    ['ai.streamObject.doStream', 'llm'],
    ['ai.toolCall', 'tool'],
    ['ai.embed.doEmbed', 'embedding'],
    ['ai.embedMany', 'step'],
    ['ai.rerank.doRerank', 'reranker'],
  ])('takes %s for %s, by either key', (operation, kind) => {
    expect(facetsOf({ attributes: { 'ai.operationId': operation } }).kind).toBe(kind);
    expect(facetsOf({ attributes: { 'operation.name': `${operation} my-function` } }).kind).toBe(
      kind,
    );
  });

  it.each([
    [{ 'ai.telemetry.functionId': 'weather-agent', 'resource.name': 'other' }],
    [{ 'resource.name': 'weather-agent' }],
    [{ 'operation.name': 'ai.generateText weather-agent' }],
  ])('names the agent by the id of its function', (told) => {
    const facets = facetsOf({ attributes: { 'ai.operationId': 'ai.generateText', ...told } });
    expect(facets).toMatchObject({ label: 'weather-agent', agent: { name: 'weather-agent' } });
    const step = facetsOf({ attributes: { 'ai.operationId': 'ai.embed', ...told } });
    expect(step.label).toBe('weather-agent');
  });

  it('reads a call: messages, tools, answer, tokens', () => {
    const facets = facetsOf({
      attributes: {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.provider': 'openai.responses',
        'ai.model.id': 'gpt-4o-mini',
        'ai.prompt.messages': JSON.stringify([
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
          {
            role: 'tool',
            content: [{ type: 'tool-result', toolCallId: 'c0', toolName: 'x', result: 1 }],
          },
        ]),
        'ai.prompt.tools': [
          '{"type":"function","name":"getWeather","inputSchema":{"type":"object"}}',
        ],
        'ai.response.reasoning': 'Hm.',
        'ai.response.text': 'I look.',
        'ai.response.toolCalls':
          '[{"toolCallId":"c1","toolName":"getWeather","input":"{\\"city\\":\\"Oslo\\"}"}]',
        'ai.response.finishReason': 'tool-calls',
        'ai.response.msToFirstChunk': 13.5,
        'ai.usage.inputTokens': 401,
        'ai.usage.outputTokens': 31,
        'ai.usage.totalTokens': 432,
        'ai.usage.cachedInputTokens': 20,
        'ai.usage.inputTokenDetails.cacheReadTokens': 20,
        'ai.usage.reasoningTokens': 5,
        'ai.settings.temperature': 0.2,
        'ai.settings.maxOutputTokens': 100,
        'ai.telemetry.metadata.sessionId': 's1',
        'ai.telemetry.metadata.userId': 'u1',
        'ai.telemetry.metadata.tags': ['a'],
        'ai.telemetry.metadata.tenant': 'acme',
      },
    });
    expect(facets.model).toMatchObject({
      requestModel: 'gpt-4o-mini',
      provider: 'openai',
      isStream: true,
      finishReasons: ['tool_calls'],
      toolDefinitions: [{ name: 'getWeather', parameters: { type: 'object' } }],
      parameters: [
        { key: 'temperature', value: 0.2 },
        { key: 'max_tokens', value: 100 },
      ],
    });
    expect(facets.model?.input.map(({ role }) => role)).toEqual(['system', 'user', 'tool']);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [
        { type: 'reasoning', text: 'Hm.', isHidden: false },
        { type: 'text', text: 'I look.' },
        {
          type: 'toolCall',
          id: 'c1',
          name: 'getWeather',
          args: { city: 'Oslo' },
          isServerSide: false,
        },
      ],
    ]);
    expect(facets.usage).toMatchObject({
      input: 401,
      output: 31,
      total: 432,
      cacheRead: 20,
      reasoning: 5,
    });
    expect([facets.sessionId, facets.userId, facets.tags]).toEqual(['s1', 'u1', ['a']]);
    expect(facets.metadata).toEqual([{ key: 'tenant', value: 'acme' }]);
  });

  it('§8.1.7 reads msToFirstChunk as milliseconds', () => {
    for (const ms of [0.5, 13.5, 90_000]) {
      const facets = facetsOf({
        attributes: {
          'ai.operationId': 'ai.streamText.doStream',
          'ai.response.msToFirstChunk': ms,
        },
      });
      expect(facets.model?.timeToFirstTokenNs).toBe(ms * 1e6);
    }
  });

  it('reads the function around it as an agent with its name and its own account', () => {
    const facets = facetsOf({
      attributes: {
        'ai.operationId': 'ai.generateText',
        'ai.telemetry.functionId': 'weather-agent',
        'ai.prompt': '{"system":"Be brief.","prompt":"Weather?"}',
        'ai.response.text': 'Snow.',
        'ai.usage.promptTokens': 10,
        'ai.usage.completionTokens': 2,
      },
    });
    expect([facets.kind, facets.label, facets.agent?.name]).toEqual([
      'agent',
      'weather-agent',
      'weather-agent',
    ]);
    expect(facets.model?.system.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Be brief.' }],
    ]);
    expect(facets.model?.input.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Weather?' }],
    ]);
    expect(facets.usage).toMatchObject({ input: 10, output: 2, scope: 'aggregate' });
  });

  it('reads version 3: ai.result.*', () => {
    const facets = facetsOf({
      attributes: {
        'operation.name': 'ai.generateText.doGenerate',
        'ai.result.text': 'Snow.',
        'ai.finishReason': 'stop',
      },
    });
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Snow.' }],
    ]);
    expect(facets.model?.finishReasons).toEqual(['stop']);
  });

  it('§8.2 reads cache and reasoning in the provider’s words, and adds Anthropic’s cache until version 6', () => {
    const metadata = '{"anthropic":{"cacheReadInputTokens":500,"cacheCreationInputTokens":20}}';
    const attributes = {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.usage.inputTokens': 8,
      'ai.usage.outputTokens': 2,
      'ai.response.providerMetadata': metadata,
    };
    expect(facetsOf({ attributes }).usage).toMatchObject({
      input: 528,
      cacheRead: 500,
      cacheWrite: 20,
      inputIncludedCache: false,
    });
    const version6 = facetsOf({
      attributes: {
        ...attributes,
        'ai.usage.inputTokens': 528,
        'ai.usage.inputTokenDetails.noCacheTokens': 8,
      },
    });
    expect(version6.usage).toMatchObject({ input: 528, cacheRead: 500, inputIncludedCache: true });
  });

  it('reads tools and texts to embed', () => {
    const tool = facetsOf({
      attributes: {
        'ai.operationId': 'ai.toolCall',
        'ai.toolCall.name': 'getWeather',
        'ai.toolCall.id': 'c1',
        'ai.toolCall.args': '{"city":"Oslo"}',
        'ai.toolCall.result': '{"sky":"clear"}',
      },
    });
    expect(tool.tool).toMatchObject({
      name: 'getWeather',
      callId: 'c1',
      args: { value: { city: 'Oslo' } },
      result: { value: { sky: 'clear' } },
    });
    const embedding = facetsOf({
      attributes: {
        'ai.operationId': 'ai.embedMany.doEmbed',
        'ai.values': ['"first"', '"second"'],
        'ai.usage.tokens': 9,
      },
    });
    expect(embedding.embedding?.texts).toEqual(['first', 'second']);
    expect(embedding.usage).toMatchObject({ input: 9, scope: 'call' });
  });
});

describe('AI SDK 7', () => {
  const scope = 'gen_ai';

  it('reads the program’s context and what it adds to the semantic conventions', () => {
    const facets = facetsOf({
      scope,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.client.operation.time_to_first_chunk': 0.25,
        'ai.settings.context.sessionId': 's1',
        'ai.settings.context.tenant': 'acme',
        'ai.usage.outputTokenDetails.reasoningTokens': 53,
        'gen_ai.usage.output_tokens': 100,
      },
    });
    expect(facets.conventions.map(({ id }) => id)).toEqual(['otel-genai', 'ai-sdk-v7']);
    expect(facets.model).toMatchObject({ isStream: true, timeToFirstTokenNs: 250_000_000 });
    expect(facets.usage).toMatchObject({ output: 100, reasoning: 53 });
    expect([facets.sessionId, facets.metadata]).toEqual(['s1', [{ key: 'tenant', value: 'acme' }]]);
  });

  it('§8.3.5 takes the inner of two spans of one embedding for the call', () => {
    const attributes = {
      'gen_ai.operation.name': 'embeddings',
      'ai.values': ['"x"'],
      'ai.embeddings': ['[1]'],
    };
    expect(facetsOf({ scope, attributes }).kind).toBe('step');
    const inner = facetsOf({
      scope,
      attributes: { ...attributes, 'gen_ai.usage.input_tokens': 9 },
    });
    expect([inner.kind, inner.embedding?.texts]).toEqual(['embedding', ['x']]);
  });
});
