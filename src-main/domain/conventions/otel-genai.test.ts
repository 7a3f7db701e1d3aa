import { describe, expect, it } from 'vitest';

import { toFacetRow } from '../facets/to-facet-row';
import { normaliseSpan } from './normalise-span';
import { facetsOf, inputOf } from './test-support/sources';

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };

describe('kinds (reference §3)', () => {
  it.each([
    ['chat', 'llm'],
    ['generate_content', 'llm'],
    ['text_completion', 'llm'],
    ['embeddings', 'embedding'],
    ['invoke_agent', 'agent'],
    ['create_agent', 'agentCreate'],
    ['agent_step', 'step'],
    ['execute_tool', 'tool'],
    ['invoke_workflow', 'chain'],
    ['retrieval', 'retriever'],
    ['rerank', 'reranker'],
    ['plan', 'planner'],
    ['search_memory', 'memory'],
    ['delete_memory_store', 'memory'],
    ['llm_call', 'llm'],
    ['tool_call', 'tool'],
    ['agent_call', 'agent'],
  ])('%s is %s', (operation, kind) => {
    const facets = facetsOf({ attributes: { 'gen_ai.operation.name': operation } });
    expect([facets.kind, facets.kindRaw]).toEqual([kind, operation]);
  });

  it('tells tools by their keys, and model calls by a model alone only where no agent or tool is named', () => {
    expect(facetsOf({ attributes: { 'gen_ai.tool.name': 'search' } }).kind).toBe('tool');
    expect(facetsOf({ attributes: { 'gen_ai.request.model': 'm' } }).kind).toBe('llm');
    expect(
      facetsOf({ attributes: { 'gen_ai.request.model': 'm', 'gen_ai.tool.name': 'search' } }).kind,
    ).toBe('tool');
    expect(
      facetsOf({ attributes: { 'gen_ai.request.model': 'm', 'gen_ai.agent.name': 'Planner' } })
        .kind,
    ).toBe('span');
  });
});

describe('fields (reference §5)', () => {
  it('§8.1.4 takes the newest key of each and the older where there is no other', () => {
    const newest = facetsOf({
      attributes: {
        ...chat,
        'gen_ai.provider.name': 'gcp.gemini',
        'gen_ai.system': 'vertex_ai',
        'gen_ai.usage.input_tokens': 100,
        'gen_ai.usage.prompt_tokens': 100,
        'gen_ai.usage.output_tokens': '7',
        'gen_ai.usage.cache_read.input_tokens': 50,
        'gen_ai.usage.cache_write.input_tokens': 20,
        'gen_ai.usage.cache_creation.input_tokens': 20,
        'gen_ai.usage.reasoning.output_tokens': 3,
        'gen_ai.usage.text.input_tokens': 99,
      },
    });
    expect(newest.usage).toMatchObject({
      input: 100,
      output: 7,
      cacheRead: 50,
      cacheWrite: 20,
      reasoning: 3,
    });
    expect(newest.usage?.extra).toEqual([{ key: 'text.input_tokens', value: 99 }]);
    expect(newest.model?.provider).toBe('gcp.gemini');
    const oldest = facetsOf({
      attributes: {
        ...chat,
        'gen_ai.system': 'openai',
        'gen_ai.usage.prompt_tokens': 100,
        'gen_ai.usage.completion_tokens': 7,
        'gen_ai.usage.cache_creation_input_tokens': 20,
        'gen_ai.usage.cache_read_input_tokens': 50,
        'gen_ai.usage.reasoning_tokens': 3,
      },
    });
    expect(oldest.usage).toMatchObject({
      input: 100,
      output: 7,
      cacheRead: 50,
      cacheWrite: 20,
      reasoning: 3,
    });
    expect(oldest.model?.provider).toBe('openai');
  });

  it('§8.1.7 reads the time to the first chunk as seconds, whatever its size', () => {
    for (const [seconds, ns] of [
      [0.25, 250_000_000],
      [120, 120_000_000_000],
    ]) {
      const facets = facetsOf({
        attributes: { ...chat, 'gen_ai.response.time_to_first_chunk': seconds ?? 0 },
      });
      expect(facets.model?.timeToFirstTokenNs).toBe(ns);
    }
  });

  it('reads parameters, finish reasons as list or text, tools, and ids', () => {
    const facets = facetsOf({
      attributes: {
        ...chat,
        'gen_ai.request.temperature': 0.2,
        'gen_ai.request.max_tokens': 500,
        'gen_ai.request.stop_sequences': '["a","b"]',
        'gen_ai.request.stream': true,
        'gen_ai.response.model': 'gpt-4o-2024',
        'gen_ai.response.id': 'r1',
        'gen_ai.response.finish_reasons': '["end_turn"]',
        'gen_ai.conversation.id': 's1',
        'gen_ai.tool.definitions':
          '[{"type":"function","name":"f","parameters":{"type":"object"}}]',
        'gen_ai.prompt.name': 'greeting',
        'gen_ai.prompt.version': '3',
        'gen_ai.prompt.variable.city': 'Oslo',
      },
    });
    expect(facets.model).toMatchObject({
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024',
      responseId: 'r1',
      finishReasons: ['stop'],
      isStream: true,
      parameters: [
        { key: 'temperature', value: 0.2 },
        { key: 'max_tokens', value: 500 },
        { key: 'stop_sequences', value: ['a', 'b'] },
      ],
      toolDefinitions: [{ name: 'f', type: 'function', parameters: { type: 'object' } }],
    });
    expect(facets.sessionId).toBe('s1');
    expect(facets.prompt).toEqual({
      name: 'greeting',
      version: '3',
      variables: [{ key: 'city', value: 'Oslo' }],
    });
  });

  it("takes a framework's name for no provider", () => {
    const facets = facetsOf({ attributes: { ...chat, 'gen_ai.system': 'strands-agents' } });
    expect(facets.model?.provider).toBeNull();
  });

  it('reads tools: arguments and result, whether JSON text or structured', () => {
    for (const args of ['{"city":"Oslo"}', { city: 'Oslo' }]) {
      const facets = facetsOf({
        name: 'execute_tool get_weather',
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'get_weather',
          'gen_ai.tool.call.id': 'c1',
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.call.arguments': args,
          'gen_ai.tool.call.result': 'snow',
        },
      });
      expect(facets.tool).toMatchObject({
        name: 'get_weather',
        callId: 'c1',
        type: 'function',
        args: { value: { city: 'Oslo' } },
        result: { value: 'snow' },
      });
      expect(facets.model).toBeNull();
    }
  });

  it('reads the events of a tool as its arguments and result, not as messages', () => {
    const facets = facetsOf({
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'get_weather' },
      events: [
        {
          name: 'gen_ai.tool.message',
          attributes: { role: 'tool', content: '{"city":"Oslo"}', id: 'c1' },
        },
        { name: 'gen_ai.choice', attributes: { message: '[{"text":"snow"}]', id: 'c1' } },
      ],
    });
    expect(facets.tool?.args?.value).toEqual({ city: 'Oslo' });
    expect(facets.tool?.result?.value).toEqual([{ text: 'snow' }]);
    expect(facets.model).toBeNull();
  });

  it('reads retrieval, with top_k of the request for it alone', () => {
    const facets = facetsOf({
      attributes: {
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.retrieval.query.text': 'office hours',
        'gen_ai.request.top_k': 3,
        'gen_ai.retrieval.documents': '[{"id":"d1","score":0.9,"content":"Opens at nine."}]',
      },
    });
    expect(facets.retrieval).toEqual({
      query: 'office hours',
      topK: 3,
      documents: [{ id: 'd1', score: 0.9, content: 'Opens at nine.', metadata: null }],
      inputDocuments: [],
    });
  });

  it('reads what an evaluation judges: a response, or the span it stands on', () => {
    const result = { 'gen_ai.evaluation.name': 'fit', 'gen_ai.evaluation.score.value': 1 };
    const of = (more: Record<string, string>) =>
      facetsOf({
        attributes: { 'gen_ai.operation.name': 'evaluation' },
        events: [{ name: 'gen_ai.evaluation.result', attributes: { ...result, ...more } }],
      }).evaluations[0]?.target;
    expect(of({ 'gen_ai.response.id': 'r1' })).toEqual({
      scope: 'response',
      id: 'r1',
      traceId: null,
    });
    expect(of({})?.scope).toBe('span');
  });

  it('reads evaluations and exceptions from events and log records', () => {
    const evaluation = {
      'gen_ai.evaluation.name': 'relevance',
      'gen_ai.evaluation.score.value': 0.7,
      'gen_ai.evaluation.score.label': 'good',
      'gen_ai.evaluation.explanation': 'It fits.',
    };
    const target = { scope: 'span', id: null, traceId: null };
    const expected = {
      name: 'relevance',
      score: 0.7,
      label: 'good',
      explanation: 'It fits.',
      target,
    };
    const asEvent = facetsOf({
      attributes: chat,
      events: [{ name: 'gen_ai.evaluation.result', attributes: evaluation }],
    });
    const asLog = facetsOf({
      attributes: chat,
      logs: [{ attributes: { 'event.name': 'gen_ai.evaluation.result', ...evaluation } }],
    });
    expect([asEvent.evaluations, asLog.evaluations]).toEqual([[expected], [expected]]);
    const failed = facetsOf({
      attributes: chat,
      logs: [
        {
          eventName: 'gen_ai.client.operation.exception',
          attributes: {
            'exception.type': 'RateLimitError',
            'exception.message': 'Slow down',
            'exception.stacktrace': 'at x',
          },
        },
      ],
    });
    expect(failed.error).toEqual({
      type: 'RateLimitError',
      message: 'Slow down',
      stack: 'at x',
      httpStatus: null,
    });
  });

  it('§8.3.1 takes aggregated usage for the sum of others, and only where there is no own', () => {
    const agent = facetsOf({
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.aggregated_usage.input_tokens': 500,
        'gen_ai.aggregated_usage.output_tokens': 20,
      },
    });
    expect(agent.usage).toMatchObject({ input: 500, output: 20, scope: 'aggregate' });
  });

  it.each([
    [{ 'gen_ai.openai.response.service_tier': 'batch' }, { isBatch: true }],
    [{ 'gen_ai.openai.request.service_tier': 'auto' }, {}],
    [{ 'gen_ai.conversation.compacted': true }, { isCompacted: true }],
    [
      {
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'compaction', content: 'What was before.' }] },
        ]),
      },
      { isCompacted: true },
    ],
  ])('rows know what prices and contexts depend on: %j', (attributes, expected) => {
    const row = toFacetRow(
      normaliseSpan(inputOf({ attributes: { ...chat, ...attributes } }), 'row'),
    );
    const { isBatch, isCompacted } = row;
    expect(JSON.parse(JSON.stringify({ isBatch, isCompacted }))).toEqual(expected);
  });

  it('tells the version by its schema URL, else by the newest key', () => {
    const versionOf = (shape: Parameters<typeof facetsOf>[0]) =>
      facetsOf(shape).conventions[0]?.version;
    expect(
      versionOf({ attributes: chat, schemaUrl: 'https://opentelemetry.io/schemas/1.36.0' }),
    ).toBe('1.36');
    expect(
      versionOf({
        attributes: chat,
        schemaUrl: 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev',
      }),
    ).toBe('1.42');
    expect(versionOf({ attributes: { ...chat, 'gen_ai.provider.name': 'openai' } })).toBe('1.37');
    expect(versionOf({ attributes: { ...chat, 'gen_ai.usage.prompt_tokens': 1 } })).toBe('1.26');
    const events = [{ name: 'gen_ai.user.message' }];
    expect(versionOf({ attributes: chat, events })).toBe('1.28');
    expect(versionOf({ attributes: chat, logs: [{ eventName: 'gen_ai.choice' }] })).toBe('1.28');
    expect(versionOf({ attributes: { ...chat, 'gen_ai.provider.name': 'x' }, events })).toBe(
      '1.37',
    );
    expect(versionOf({ attributes: chat, events: [{ name: 'queue.message' }] })).toBeNull();
    expect(versionOf({ attributes: { 'gen_ai.operation.name': 'invoke_agent' } })).toBe('1.33');
    expect(versionOf({ attributes: { 'gen_ai.operation.name': 'execute_tool' } })).toBe('1.31');
    expect(versionOf({ attributes: chat, events: [{ name: 'gen_ai.content.prompt' }] })).toBe(
      '1.26',
    );
  });
});
