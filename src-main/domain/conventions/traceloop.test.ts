import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('OpenLLMetry', () => {
  it('reads flattened prompts, completions and functions', () => {
    const facets = facetsOf({
      name: 'openai.chat',
      attributes: {
        'llm.request.type': 'chat',
        'gen_ai.system': 'OpenAI',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': '[{"type":"text","text":"And this?"}]',
        'gen_ai.prompt.1.role': 'assistant',
        'gen_ai.prompt.1.tool_calls.0.id': 'c1',
        'gen_ai.prompt.1.tool_calls.0.name': 'get_weather',
        'gen_ai.prompt.1.tool_calls.0.arguments': '{"city":"Oslo"}',
        'gen_ai.prompt.2.role': 'tool',
        'gen_ai.prompt.2.tool_call_id': 'c1',
        'gen_ai.prompt.2.content': 'snow',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.content': '[1, 2]',
        'gen_ai.completion.0.finish_reason': 'stop',
        'llm.request.functions.0.name': 'get_weather',
        'llm.request.functions.0.description': 'Tells the weather.',
        'llm.request.functions.0.parameters': '{"type":"object"}',
        'llm.usage.total_tokens': 12,
        'gen_ai.usage.prompt_tokens': 10,
        'gen_ai.usage.completion_tokens': 2,
        'llm.is_streaming': false,
        'llm.top_k': 5,
      },
    });
    expect(facets.kind).toBe('llm');
    expect(facets.model?.input.map(({ role, parts }) => [role, ...parts])).toEqual([
      ['user', { type: 'text', text: 'And this?' }],
      [
        'assistant',
        {
          type: 'toolCall',
          id: 'c1',
          name: 'get_weather',
          args: { city: 'Oslo' },
          isServerSide: false,
        },
      ],
      [
        'tool',
        {
          type: 'toolResult',
          id: 'c1',
          name: null,
          result: 'snow',
          isError: false,
          isServerSide: false,
        },
      ],
    ]);
    // An answer that is JSON by chance is what the model said.
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: '[1, 2]' }],
    ]);
    expect(facets.model).toMatchObject({
      provider: 'openai',
      isStream: false,
      finishReasons: ['stop'],
      toolDefinitions: [
        { name: 'get_weather', description: 'Tells the weather.', parameters: { type: 'object' } },
      ],
      parameters: [{ key: 'top_k', value: 5 }],
    });
    expect(facets.usage).toMatchObject({ input: 10, output: 2, total: 12 });
  });

  it('reads texts to embed', () => {
    const facets = facetsOf({
      attributes: {
        'llm.request.type': 'embedding',
        'gen_ai.prompt.0.content': 'first',
        'gen_ai.prompt.1.content': 'second',
      },
    });
    expect(facets.kind).toBe('embedding');
    expect(facets.embedding?.texts).toEqual(['first', 'second']);
    expect(facets.model?.input).toEqual([]);
  });

  it('§8.1.3 takes its JSON messages where an instrumentation writes them', () => {
    const facets = facetsOf({
      attributes: {
        'traceloop.workflow.name': 'w',
        'gen_ai.operation.name': 'chat',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hello"}]}]',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Hello',
      },
    });
    expect(facets.provenance['model.input']?.key).toBe('gen_ai.input.messages');
    expect(facets.input).toEqual([]);
  });

  it('reads entities: JSON whatever they are, without what decorators wrap around', () => {
    const agent = facetsOf({
      name: 'planner.agent',
      attributes: {
        'traceloop.span.kind': 'agent',
        'traceloop.entity.name': 'planner',
        'traceloop.entity.input': '{"args": ["Hello"], "kwargs": {}}',
        'traceloop.entity.output': '"Hi there"',
      },
    });
    expect([agent.kind, agent.agent?.name, agent.label]).toEqual(['agent', 'planner', 'planner']);
    expect([agent.input[0]?.value, agent.output[0]?.value]).toEqual(['Hello', 'Hi there']);
    const tool = facetsOf({
      name: 'get_weather.tool',
      attributes: {
        'traceloop.span.kind': 'tool',
        'traceloop.entity.name': 'get_weather',
        'traceloop.entity.input': '{"args": [], "kwargs": {"city": "Oslo"}}',
        'traceloop.entity.output': '"snow"',
      },
    });
    expect(tool.tool).toMatchObject({
      name: 'get_weather',
      args: { value: { city: 'Oslo' } },
      result: { value: 'snow' },
    });
    const task = facetsOf({
      attributes: {
        'traceloop.span.kind': 'workflow',
        'traceloop.entity.name': 'travel',
        'traceloop.entity.input': '{"args": [], "kwargs": {}}',
        'traceloop.entity.output': 'null',
      },
    });
    expect([task.kind, task.label, task.input, task.output]).toEqual(['chain', 'travel', [], []]);
  });

  it('§8.1.6 reads session and user of association properties, and the rest as metadata', () => {
    const facets = facetsOf({
      attributes: {
        'traceloop.span.kind': 'task',
        'traceloop.association.properties.session_id': 's1',
        'traceloop.association.properties.user_id': 'u1',
        'traceloop.association.properties.tenant': 'acme',
      },
    });
    expect([facets.sessionId, facets.userId]).toEqual(['s1', 'u1']);
    expect(facets.metadata).toEqual([{ key: 'tenant', value: 'acme' }]);
  });

  it('§8.4 reads handoffs from attributes or the name of the span', () => {
    const relation = { type: 'handoff', traceId: '', spanId: '', fromAgent: 'A', toAgent: 'B' };
    const told = facetsOf({
      attributes: {
        'traceloop.span.kind': 'task',
        'gen_ai.handoff.from_agent': 'A',
        'gen_ai.handoff.to_agent': 'B',
      },
    });
    const named = facetsOf({
      name: 'A → B.handoff',
      attributes: { 'traceloop.span.kind': 'task' },
    });
    expect([told.relations, named.relations]).toEqual([[relation], [relation]]);
  });

  it('§8.4 completes a handoff that its attributes tell by half', () => {
    const { relations, provenance } = facetsOf({
      name: 'Triage → Billing.handoff',
      attributes: { 'traceloop.span.kind': 'tool', 'gen_ai.handoff.from_agent': 'Triage Agent' },
    });
    expect(relations).toMatchObject([{ fromAgent: 'Triage Agent', toAgent: 'Billing' }]);
    expect(provenance['relations']?.place).toBe('name');
  });

  it('takes plain chains of LangChain for no agents, though they are called so', () => {
    const facets = facetsOf({
      attributes: {
        'traceloop.span.kind': 'workflow',
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'RunnableSequence',
        'traceloop.entity.input': '{"inputs": "Hello", "tags": [], "metadata": {}, "kwargs": {}}',
      },
    });
    expect([facets.kind, facets.agent]).toEqual(['chain', null]);
    expect(facets.input[0]?.value).toBe('Hello');
  });

  it('reads what clients of vector databases found', () => {
    const facets = facetsOf({
      name: 'pinecone.query',
      attributes: { 'traceloop.workflow.name': 'w' },
      events: [
        {
          name: 'db.query.result',
          attributes: {
            'db.query.result.id': 'd1',
            'db.query.result.score': 0.5,
            'db.query.result.document': 'text',
          },
        },
      ],
    });
    expect(facets.kind).toBe('retriever');
    expect(facets.retrieval?.documents).toEqual([
      { id: 'd1', content: 'text', score: 0.5, metadata: null },
    ]);
  });
});
