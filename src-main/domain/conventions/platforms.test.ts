/** Products with payloads of their own: Langfuse, LangSmith, Logfire, Pydantic AI, Genkit, … */
import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from './test-support/sources';

describe('Langfuse, reference §4, §5, §8.2', () => {
  const observation = (attributes: SpanShape['attributes']) =>
    facetsOf({
      scope: 'langfuse-sdk',
      name: 'answer',
      attributes: { 'langfuse.observation.type': 'generation', ...attributes },
    });
  const usageOf = (details: Record<string, unknown>) =>
    observation({ 'langfuse.observation.usage_details': JSON.stringify(details) }).usage;

  it('adds up buckets, which are disjoint', () => {
    expect(
      usageOf({
        input: 100,
        output: 20,
        total: 1323,
        input_cached_tokens: 1150,
        output_reasoning_tokens: 53,
      }),
    ).toMatchObject({ input: 1250, output: 73, total: 1323, cacheRead: 1150, reasoning: 53 });
  });

  it('takes inclusive counts as they are: their total tells', () => {
    expect(
      usageOf({ input: 1250, output: 73, total: 1323, input_cached_tokens: 1150 }),
    ).toMatchObject({ input: 1250, output: 73, cacheRead: 1150 });
  });

  it('reads a provider’s usage that was passed on as it came', () => {
    expect(
      usageOf({
        input_tokens: 701,
        input_tokens_details: { cached_tokens: 5 },
        output_tokens: 112,
        output_tokens_details: { reasoning_tokens: 53 },
        total_tokens: 813,
      }),
    ).toMatchObject({ input: 701, output: 112, total: 813, cacheRead: 5, reasoning: 53 });
  });

  it('keeps buckets it gives no meaning', () => {
    expect(usageOf({ input: 1, searches: 3 })?.extra).toEqual([{ key: 'searches', value: 3 }]);
  });

  it('finds time to first token from an ISO time in quotes', () => {
    const facets = facetsOf({
      scope: 'langfuse-sdk',
      startNs: BigInt(Date.parse('2026-11-27T14:00:00Z')) * 1_000_000n,
      attributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.completion_start_time': '"2026-11-27T14:00:00.250Z"',
      },
    });
    expect(facets.model?.timeToFirstTokenNs).toBe(250_000_000);
  });

  it('reads session, user, tags, metadata, prompt and cost', () => {
    const facets = observation({
      'langfuse.session.id': 's',
      'user.id': 'u',
      'langfuse.trace.tags': ['a', 'b'],
      'langfuse.observation.metadata.team': 'blue',
      'langfuse.observation.prompt.name': 'weather',
      'langfuse.observation.prompt.version': 3,
      'langfuse.observation.cost_details': '{"input":0.1,"output":0.2,"total":0.3}',
    });
    expect(facets).toMatchObject({
      sessionId: 's',
      userId: 'u',
      tags: ['a', 'b'],
      prompt: { name: 'weather', version: '3' },
      reportedCost: { inputUsd: 0.1, outputUsd: 0.2, totalUsd: 0.3 },
    });
    expect(facets.metadata).toContainEqual({ key: 'team', value: 'blue' });
  });

  it('never lets `span` beat a specific kind of another convention (§8.1 rule 2)', () => {
    const { kind } = observation({
      'langfuse.observation.type': 'span',
      'gen_ai.operation.name': 'invoke_agent',
    });
    expect(kind).toBe('agent');
  });

  it('tells a failed tool by its level', () => {
    const { tool, error } = observation({
      'langfuse.observation.type': 'tool',
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': 'No station.',
    });
    expect(tool?.isError).toBe(true);
    expect(error?.message).toBe('No station.');
  });
});

describe('LangSmith, reference §3 and §5', () => {
  const run = (kind: string, attributes: SpanShape['attributes'], more: Partial<SpanShape> = {}) =>
    facetsOf({
      scope: 'langsmith',
      name: 'run',
      attributes: { 'langsmith.span.kind': kind, ...attributes },
      ...more,
    });

  it('trusts langsmith.span.kind where the operation says embeddings on a retriever', () => {
    const facets = run('retriever', {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.prompt': '{"query":"when?"}',
      'gen_ai.completion': '{"documents":[{"page_content":"At nine.","type":"Document"}]}',
    });
    expect(facets).toMatchObject({
      kind: 'retriever',
      retrieval: { query: 'when?', documents: [{ content: 'At nine.' }] },
    });
  });

  it('does not take the project for the session', () => {
    const project = { 'langsmith.trace.session_name': 'p', 'langsmith.trace.session_id': 'x' };
    expect(run('chain', project).sessionId).toBeNull();
    const thread = { ...project, 'langsmith.metadata.thread_id': 't' };
    expect(run('chain', thread).sessionId).toBe('t');
  });

  it('reads tags as text with commas and as a list, less those LangChain numbers steps by', () => {
    expect(run('chain', { 'langsmith.span.tags': 'a, b, seq:step:1' }).tags).toEqual(['a', 'b']);
    expect(run('chain', { 'langsmith.span.tags': ['a', 'b'] }).tags).toEqual(['a', 'b']);
  });

  it('reads whole inputs and outputs, and details of usage as Python prints them', () => {
    const { model, usage } = run('llm', {
      'gen_ai.prompt':
        '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"stream":true}',
      'gen_ai.completion':
        '{"choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 9,
      'gen_ai.usage.input_token_details': "{'audio': 0, 'cache_read': 64}",
    });
    expect(model).toMatchObject({
      isStream: true,
      input: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Hello' }] }],
    });
    expect(usage).toMatchObject({ input: 100, cacheRead: 64 });
  });

  it('tells failures though the status says OK', () => {
    const { error, tool } = run(
      'tool',
      {},
      {
        statusCode: 1,
        events: [{ name: 'exception', attributes: { 'exception.message': 'Error: Error: gone' } }],
      },
    );
    expect(error?.message).toBe('gone');
    expect(tool?.isError).toBe(true);
  });
});

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

describe('Pydantic AI, reference §4', () => {
  const scope = 'pydantic-ai';

  it('reads a run of format 1, with events in an attribute', () => {
    const { kind, model, agent, output } = facetsOf({
      scope,
      name: 'agent run',
      attributes: {
        agent_name: 'weather',
        model_name: 'gpt-4o',
        final_result: 'Snow.',
        all_messages_events: JSON.stringify([
          { 'event.name': 'gen_ai.user.message', role: 'user', content: 'Oslo?' },
          { 'event.name': 'gen_ai.assistant.message', role: 'assistant', content: 'Snow.' },
        ]),
      },
    });
    expect(kind).toBe('agent');
    expect(agent?.name).toBe('weather');
    expect(model).toMatchObject({
      input: [{ role: 'user', parts: [{ text: 'Oslo?' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Snow.' }] }],
    });
    // The result says the same as the last message.
    expect(output).toEqual([]);
  });

  it('reads results of tools as a tool’s though formats up to 5 call the role user', () => {
    const { model } = facetsOf({
      scope,
      name: 'invoke_agent weather',
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        agent_name: 'weather',
        'pydantic_ai.all_messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: 'Oslo?' }] },
          {
            role: 'assistant',
            parts: [{ type: 'tool_call', id: 'c', name: 'w', arguments: '{}' }],
          },
          {
            role: 'user',
            parts: [{ type: 'tool_call_response', id: 'c', name: 'w', result: 'Snow' }],
          },
          { role: 'assistant', parts: [{ type: 'text', content: 'Snow.' }] },
        ]),
      },
    });
    expect(model?.input.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect(model?.output).toHaveLength(1);
  });

  it('takes aggregated usage for a sum, and details for aliases', () => {
    const { usage } = facetsOf({
      scope,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.aggregated_usage.input_tokens': 518,
        'gen_ai.aggregated_usage.output_tokens': 40,
        'gen_ai.aggregated_usage.details.reasoning_tokens': 7,
      },
    });
    expect(usage).toMatchObject({ input: 518, output: 40, reasoning: 7, scope: 'aggregate' });
  });

  it('reads tools of older formats and the cost', () => {
    const { tool, kind } = facetsOf({
      scope,
      name: 'running tool',
      attributes: {
        'gen_ai.tool.name': 'w',
        tool_arguments: '{"city":"Oslo"}',
        tool_response: 'Snow',
      },
    });
    expect(kind).toBe('tool');
    expect(tool).toMatchObject({ args: { value: { city: 'Oslo' } }, result: { value: 'Snow' } });
    const { reportedCost } = facetsOf({
      scope,
      attributes: { 'gen_ai.operation.name': 'chat', 'operation.cost': 0.25 },
    });
    expect(reportedCost?.totalUsd).toBe(0.25);
  });
});

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

describe('Haystack, reference §4', () => {
  it.each([
    ['OpenAIChatGenerator', 'llm'],
    ['OpenAITextEmbedder', 'embedding'],
    ['InMemoryBM25Retriever', 'retriever'],
    ['TransformersSimilarityRanker', 'reranker'],
    ['ChatPromptBuilder', 'prompt'],
    ['DocumentJoiner', 'chain'],
  ])('knows what a %s is', (type, kind) => {
    const attributes = { 'haystack.component.type': type };
    expect(facetsOf({ name: 'haystack.component.run', attributes }).kind).toBe(kind);
  });

  it('reads model and usage from the meta of the reply', () => {
    const { model, usage } = facetsOf({
      name: 'haystack.component.run',
      attributes: {
        'haystack.component.type': 'OpenAIChatGenerator',
        'haystack.component.input':
          '{"messages":[{"role":"user","meta":{},"content":[{"text":"When?"}]}]}',
        'haystack.component.output': JSON.stringify({
          replies: [
            {
              role: 'assistant',
              meta: {
                model: 'gpt-4o',
                finish_reason: 'stop',
                usage: { prompt_tokens: 9, completion_tokens: 2 },
              },
              content: [{ text: 'At nine.' }],
            },
          ],
        }),
      },
    });
    expect(model).toMatchObject({
      responseModel: 'gpt-4o',
      provider: 'openai',
      finishReasons: ['stop'],
      input: [{ role: 'user', parts: [{ text: 'When?' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'At nine.' }] }],
    });
    expect(usage).toMatchObject({ input: 9, output: 2 });
  });
});

describe('Braintrust, reference §4', () => {
  it('reads type, content, metrics and scores', () => {
    const facets = facetsOf({
      name: 'Chat Completion',
      attributes: {
        'braintrust.span_attributes': '{"type":"llm"}',
        'braintrust.input_json': '[{"role":"user","content":"Hi"}]',
        'braintrust.output_json': '[{"message":{"role":"assistant","content":"Hello"}}]',
        'braintrust.metadata': '{"model":"gpt-4o","temperature":0.2}',
        'braintrust.metrics': '{"prompt_tokens":9,"completion_tokens":2,"time_to_first_token":0.5}',
        'braintrust.scores': '{"correct":1}',
      },
    });
    expect(facets).toMatchObject({
      kind: 'llm',
      model: {
        requestModel: 'gpt-4o',
        timeToFirstTokenNs: 500_000_000,
        input: [{ role: 'user' }],
        output: [{ role: 'assistant' }],
      },
      usage: { input: 9, output: 2 },
      evaluations: [{ name: 'correct', score: 1 }],
    });
  });
});
