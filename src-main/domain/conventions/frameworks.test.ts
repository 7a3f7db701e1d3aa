/** Frameworks that add little to the semantic conventions: each trap of the reference's §6. */
import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const traceId = 'a'.repeat(32);

describe('Copilot, reference §5 and §6', () => {
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' };

  it('does not take nano_aiu for dollars', () => {
    const { reportedCost, usage } = facetsOf({
      attributes: {
        ...attributes,
        'gen_ai.usage.input_tokens': 5,
        'copilot_chat.copilot_usage_nano_aiu': 7_000_000,
      },
    });
    expect(reportedCost).toBeNull();
    expect(usage?.extra).toContainEqual({ key: 'nano_aiu', value: 7_000_000 });
  });

  it('reads reasoning tokens once though both names are emitted', () => {
    const { usage } = facetsOf({
      attributes: {
        ...attributes,
        'copilot_chat.turn.index': 0,
        'gen_ai.usage.output_tokens': 90,
        'gen_ai.usage.reasoning_tokens': 53,
        'gen_ai.usage.reasoning.output_tokens': 53,
      },
    });
    expect(usage).toMatchObject({ output: 90, reasoning: 53 });
  });

  it('reads time to first token in milliseconds, sessions and hooks', () => {
    const call = facetsOf({
      attributes: {
        ...attributes,
        'copilot_chat.time_to_first_token': 250,
        'copilot_chat.chat_session_id': 'chat-1',
        'copilot_chat.parent_chat_session_id': 'chat-0',
      },
    });
    expect(call).toMatchObject({
      sessionId: 'chat-1',
      agent: { id: 'chat-1', parentId: 'chat-0' },
      model: { timeToFirstTokenNs: 250_000_000 },
    });
    const hook = facetsOf({
      name: 'execute_hook PreToolUse',
      attributes: {
        'gen_ai.operation.name': 'execute_hook',
        'copilot_chat.hook_type': 'PreToolUse',
      },
    });
    expect(hook.kind).toBe('permission');
  });

  it('sums up usage on the wrapper and on the SDK’s own invoke_agent: neither is a call', () => {
    const { usage } = facetsOf({
      name: 'invoke_agent copilot',
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'github.copilot.agent.type': 'builtin',
        'gen_ai.usage.input_tokens': 500,
      },
    });
    expect(usage?.scope).toBe('aggregate');
  });
});

describe('Anthropic’s SDK and API, reference §6', () => {
  const scope = 'com.anthropic.sdk.typescript';

  it.each([
    ['anthropic.messages.create', 'llm', null],
    ['anthropic.messages.tool_runner', 'agent', null],
    ['anthropic.custom_tool_use get_weather', 'tool', 'get_weather'],
    ['anthropic.mcp_tool_use search', 'tool', 'search'],
  ])('knows %s', (name, kind, toolName) => {
    const facets = facetsOf({ scope, name });
    expect(facets.kind).toBe(kind);
    expect(facets.tool?.name ?? null).toBe(toolName);
    expect(facets.tool?.mcp?.method ?? null).toBe(name.includes('mcp') ? 'tools/call' : null);
  });

  it('reads cache_write, and names no agent after a method', () => {
    const { usage } = facetsOf({
      scope,
      name: 'anthropic.messages.create',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': 1398,
        'gen_ai.usage.cache_write.input_tokens': 1187,
        'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 1187,
      },
    });
    expect(usage).toMatchObject({ input: 1398, cacheWrite: 1187 });
    expect(usage?.extra).toContainEqual({
      key: 'cache_creation.ephemeral_5m_input_tokens',
      value: 1187,
    });
    expect(facetsOf({ scope, name: 'anthropic.messages.tool_runner' }).agent?.name).toBeNull();
  });

  it('leaves Claude Code’s spans to Claude Code', () => {
    const { conventions } = facetsOf({
      scope: 'com.anthropic.claude_code.tracing',
      attributes: { 'span.type': 'tool', tool_name: 'x', 'anthropic.mcp.server.name': 'files' },
    });
    expect(conventions.map(({ id }) => id)).not.toContain('anthropic');
  });
});

describe('Microsoft Agent Framework, reference §6 and §8.4', () => {
  const scope = 'agent_framework';

  it('takes links on executor.process and edge_group.process for fan-in, on others for nothing', () => {
    const links = [
      { traceId, spanId: 'b'.repeat(16) },
      { traceId, spanId: 'c'.repeat(16) },
    ];
    for (const name of ['executor.process writer', 'edge_group.process']) {
      const { relations } = facetsOf({ scope, name, links });
      expect(relations.map(({ type }) => type)).toEqual(['fanIn', 'fanIn']);
    }
    expect(facetsOf({ scope, name: 'message.send', links }).relations).toEqual([]);
  });

  it.each([
    ['workflow.run', 'chain'],
    ['executor.process', 'chain'],
    ['message.send', 'span'],
  ])('knows %s', (name, kind) => {
    expect(facetsOf({ scope, name }).kind).toBe(kind);
  });

  it('sums up usage on invoke_agent, and reads messages once that logs repeat', () => {
    const messages = '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]';
    const { usage, model, input } = facetsOf({
      scope,
      name: 'invoke_agent writer',
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.input.messages': messages,
      },
      logs: [
        {
          eventName: 'gen_ai.client.inference.operation.details',
          attributes: { 'gen_ai.input.messages': messages },
        },
      ],
    });
    expect(usage?.scope).toBe('aggregate');
    expect(model?.input).toHaveLength(1);
    expect(input).toEqual([]);
  });

  it('is not taken for any other software that has workflows', () => {
    const { conventions } = facetsOf({
      name: 'x',
      attributes: { 'workflow.name': 'deploy', 'gen_ai.operation.name': 'chat' },
    });
    expect(conventions.map(({ id }) => id)).not.toContain('maf');
  });
});

describe('Semantic Kernel, reference §6', () => {
  it('knows its own operations and the finish reason in the singular', () => {
    const { kind, model } = facetsOf({
      scope: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators',
      name: 'chat.completions gpt-4o-mini',
      attributes: {
        'gen_ai.operation.name': 'chat.completions',
        'gen_ai.response.finish_reason': 'FinishReason.TOOL_CALLS',
      },
    });
    expect(kind).toBe('llm');
    expect(model?.finishReasons).toEqual(['tool_calls']);
  });

  it('reads .NET’s span events, whose payload is in gen_ai.event.content', () => {
    const { model } = facetsOf({
      scope: 'Microsoft.SemanticKernel.Diagnostics',
      name: 'chat.completions gpt-4o-mini',
      attributes: { 'gen_ai.operation.name': 'chat.completions' },
      events: [
        {
          name: 'gen_ai.user.message',
          attributes: { 'gen_ai.event.content': '{"role":"user","content":"Hi"}' },
        },
      ],
    });
    expect(model?.input[0]).toMatchObject({ role: 'user', parts: [{ type: 'text', text: 'Hi' }] });
  });
});

describe('AutoGen, reference §6', () => {
  it('names the agent that processes a message, and nobody for other deliveries', () => {
    const scope = 'autogen SingleThreadedAgentRuntime';
    const process = facetsOf({ scope, name: 'autogen process writer.(default)-A' });
    expect(process).toMatchObject({
      kind: 'step',
      agent: { name: 'writer', id: 'writer/default' },
    });
    expect(facetsOf({ scope, name: 'autogen send writer.(default)-A' })).toMatchObject({
      kind: 'span',
      agent: null,
    });
  });
});

describe('CrewAI, reference §6', () => {
  it('reads its own telemetry, tools and crews', () => {
    const scope = 'crewai.telemetry';
    const tool = facetsOf({
      scope,
      name: 'Tool Usage Error',
      attributes: { crewai_version: '1.2.0', tool_name: 'search', llm: 'gpt-4o' },
    });
    expect(tool).toMatchObject({ kind: 'tool', tool: { name: 'search', isError: true } });
    expect(tool.conventions[0]).toMatchObject({ id: 'crewai', version: '1.2.0' });
    const crew = facetsOf({
      scope,
      name: 'Crew Execution',
      attributes: { crew_inputs: '{"a":1}' },
    });
    expect(crew).toMatchObject({ kind: 'chain', input: [{ value: { a: 1 } }] });
  });
});

describe('smolagents, reference §6', () => {
  const scope = 'openinference.instrumentation.smolagents';

  it('takes the usage of a run for the sum of its steps (6,256 = 2,366 + 3,890)', () => {
    const { usage, agent } = facetsOf({
      scope,
      name: 'CodeAgent.run',
      attributes: { 'openinference.span.kind': 'AGENT', 'llm.token_count.prompt': 6256 },
    });
    expect(usage).toMatchObject({ input: 6256, scope: 'aggregate' });
    expect(agent?.name).toBe('CodeAgent');
  });

  it('reads the provider’s answer as Python prints it, whatever was said in it', () => {
    const said = "a, model='evil', object='chat.completion'";
    const raw = `ChatCompletion(id='c1', choices=[Choice(finish_reason='length', index=0, message=ChatCompletionMessage(content="${said}"))], created=1, model='gpt-4o-2024', object='chat.completion', usage=None)`;
    const { model } = facetsOf({
      scope,
      name: 'OpenAIModel.generate',
      attributes: {
        'openinference.span.kind': 'LLM',
        'output.value': JSON.stringify({ role: 'assistant', content: said, raw }),
      },
    });
    expect(model).toMatchObject({
      responseModel: 'gpt-4o-2024',
      responseId: 'c1',
      finishReasons: ['length'],
    });
  });

  it('tells the provider of a call that failed by the class of its model', () => {
    const attributes = { 'openinference.span.kind': 'LLM' };
    const providerOf = (name: string) => facetsOf({ scope, name, attributes }).model?.provider;
    expect(providerOf('OpenAIModel.generate')).toBe('openai');
    expect(providerOf('AzureOpenAIModel.generate_stream')).toBe('azure.ai.openai');
    expect(providerOf('LiteLLMModel.generate')).toBeNull();
  });

  it('tells a step from any other chain', () => {
    const attributes = { 'openinference.span.kind': 'CHAIN' };
    expect(facetsOf({ scope, name: 'Step 1', attributes }).kind).toBe('step');
    expect(facetsOf({ scope, name: 'pipeline', attributes }).kind).toBe('chain');
  });
});

describe('Mastra, reference §6', () => {
  const mastra = (type: string, attributes: Record<string, string>) =>
    facetsOf({ name: 'x', attributes: { 'mastra.span.type': type, ...attributes } });

  it('reads finish_reasons and stop_sequences that are JSON strings', () => {
    const { model } = mastra('model_inference', {
      'gen_ai.operation.name': 'chat',
      'gen_ai.response.finish_reasons': '["tool-calls"]',
      'gen_ai.request.stop_sequences': '["END"]',
    });
    expect(model?.finishReasons).toEqual(['tool_calls']);
    expect(model?.parameters).toContainEqual({ key: 'stop_sequences', value: ['END'] });
  });

  it('takes a generation for the call only where nothing finer is', () => {
    expect(mastra('model_generation', { 'gen_ai.operation.name': 'chat' }).kind).toBe('llm');
    expect(mastra('model_generation', { 'gen_ai.operation.name': 'model_generation' }).kind).toBe(
      'step',
    );
  });

  it('keeps control flow apart from work, whatever the case of the type', () => {
    expect(mastra('WORKFLOW_LOOP', {}).kind).toBe('step');
    expect(
      mastra('workflow_run', { 'mastra.workflow_run.input': '{"city":"Oslo"}' }),
    ).toMatchObject({ kind: 'chain', input: [{ value: { city: 'Oslo' } }] });
  });

  it('reads answers of steps with the tools they ask for', () => {
    const { model } = mastra('agent_run', {
      'mastra.agent_run.output': JSON.stringify({
        text: 'Done',
        files: [],
        toolCalls: [{ toolCallId: 'c1', toolName: 'getWeather', args: { city: 'Oslo' } }],
      }),
    });
    expect(model?.output).toMatchObject([
      {
        role: 'assistant',
        parts: [
          { type: 'text', text: 'Done' },
          { type: 'toolCall', id: 'c1', name: 'getWeather' },
        ],
      },
    ]);
  });
});

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

describe('Spring AI, reference §6', () => {
  it('takes the "none" of Micrometer for no model', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.response.model': 'none',
    };
    expect(facetsOf({ name: 'chat gpt-5-mini', attributes }).model).toMatchObject({
      requestModel: 'gpt-5-mini',
      responseModel: null,
    });
  });

  it('reads searches and tools', () => {
    const search = facetsOf({
      name: 'pg_vector query',
      attributes: {
        'spring.ai.kind': 'vector_store',
        'db.operation.name': 'query',
        'db.vector.query.content': 'opening hours',
        'db.vector.query.top_k': 4,
        'db.vector.query.response.documents': '[{"id":"1","text":"At nine.","score":0.9}]',
      },
    });
    expect(search).toMatchObject({
      kind: 'retriever',
      retrieval: {
        query: 'opening hours',
        topK: 4,
        documents: [{ id: '1', content: 'At nine.', score: 0.9 }],
      },
    });
    const tool = facetsOf({
      name: 'spring.ai.tool',
      attributes: {
        'spring.ai.tool.definition.name': 'weather',
        'spring.ai.tool.call.arguments': '{"city":"Oslo"}',
        'spring.ai.tool.call.result': '"snow"',
      },
    });
    expect(tool).toMatchObject({
      kind: 'tool',
      tool: { name: 'weather', args: { value: { city: 'Oslo' } } },
    });
  });

  it('does not take writing to a store for a search', () => {
    const attributes = { 'spring.ai.kind': 'vector_store', 'db.operation.name': 'add' };
    expect(facetsOf({ name: 'pg_vector add', attributes }).kind).toBe('database');
  });
});

describe('OpenLIT, reference §6', () => {
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
  const scope = 'openlit.instrumentation.openai';

  it('has the cost in gen_ai.usage.cost; 0 says it has no price', () => {
    const costOf = (cost: number) =>
      facetsOf({ scope, attributes: { ...attributes, 'gen_ai.usage.cost': cost } }).reportedCost;
    expect(costOf(0.25)).toEqual({ inputUsd: null, outputUsd: null, totalUsd: 0.25 });
    expect(costOf(0)).toBeNull();
  });

  it('reads the key that Strands fills with milliseconds in seconds (§8.1 rule 7)', () => {
    const { model } = facetsOf({
      scope,
      attributes: { ...attributes, 'gen_ai.server.time_to_first_token': 0.5 },
    });
    expect(model?.timeToFirstTokenNs).toBe(500_000_000);
  });
});

describe('Weave, reference §5', () => {
  it('has sessions in wandb.thread_id, behind what others say', () => {
    const thread = { 'wandb.thread_id': 't1' };
    expect(facetsOf({ attributes: thread }).sessionId).toBe('t1');
    const both = { ...thread, 'session.id': 's1' };
    expect(facetsOf({ attributes: both }).sessionId).toBe('s1');
  });
});

describe('LiveKit', () => {
  it.each(['lk.', 'lk.pii.'])('reads content under %s', (prefix) => {
    const { tool } = facetsOf({
      scope: 'livekit-agents',
      name: 'function_tool',
      attributes: {
        'lk.function_tool.name': 'lookup',
        'lk.function_tool.is_error': true,
        [`${prefix}function_tool.arguments`]: '{"q":1}',
      },
    });
    expect(tool).toMatchObject({ name: 'lookup', args: { value: { q: 1 } }, isError: true });
  });
});
