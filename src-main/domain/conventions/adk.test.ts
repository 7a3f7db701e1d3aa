import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const scope = 'gcp.vertex.agent';

describe('Google ADK, reference §6', () => {
  it.each([
    ['invocation', 'chain'],
    ['call_llm', 'llm'],
    ['agent_run [writer]', 'agent'],
    ['execute_tool get_weather', 'tool'],
  ])('knows spans of older versions by name: %s', (name, kind) => {
    expect(facetsOf({ scope, name }).kind).toBe(kind);
  });

  it('takes both call_llm and generate_content as calls: the fold counts one', () => {
    const usage = { 'gen_ai.usage.input_tokens': 211, 'gen_ai.usage.output_tokens': 17 };
    const outer = facetsOf({
      scope,
      name: 'call_llm',
      attributes: { 'gen_ai.system': 'gcp.vertex.agent', ...usage },
    });
    const inner = facetsOf({
      scope,
      name: 'generate_content gemini-2.5-flash',
      attributes: { 'gen_ai.operation.name': 'generate_content', ...usage },
    });
    expect([outer.kind, inner.kind]).toEqual(['llm', 'llm']);
    expect(outer.usage).toEqual(inner.usage);
    expect(outer.usage).toMatchObject({ scope: 'call', outputIncludedReasoning: true });
  });

  it('reads the bodies of request and answer', () => {
    const { model } = facetsOf({
      scope,
      name: 'call_llm',
      attributes: {
        'gcp.vertex.agent.llm_request': JSON.stringify({
          model: 'gemini-2.5-flash',
          config: {
            temperature: 0.2,
            system_instruction: 'You help.',
            tools: [{ function_declarations: [{ name: 'get_weather', description: 'Weather.' }] }],
          },
          contents: [{ role: 'user', parts: [{ text: 'Oslo?' }] }],
        }),
        'gcp.vertex.agent.llm_response': JSON.stringify({
          content: { role: 'model', parts: [{ text: 'Snow.' }] },
          finish_reason: 'STOP',
        }),
      },
    });
    expect(model).toMatchObject({
      parameters: [{ key: 'temperature', value: 0.2 }],
      system: [{ parts: [{ text: 'You help.' }] }],
      input: [{ role: 'user', parts: [{ text: 'Oslo?' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Snow.' }] }],
      toolDefinitions: [{ name: 'get_weather' }],
      finishReasons: ['stop'],
    });
  });

  it('takes {} and N/A on tools for what they are: placeholders', () => {
    const { tool } = facetsOf({
      scope,
      name: 'execute_tool get_weather',
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'get_weather',
        'gcp.vertex.agent.tool_call_args': '{}',
        'gcp.vertex.agent.tool_response': 'N/A',
        'gcp.vertex.agent.llm_request': '{}',
        'gcp.vertex.agent.llm_response': '{}',
      },
    });
    expect(tool).toMatchObject({ name: 'get_weather', args: null, result: null });
  });

  it('does not count the answers of several calls in one event as a call', () => {
    const { kind } = facetsOf({
      scope,
      name: 'execute_tool (merged)',
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': '(merged tools)',
      },
    });
    expect(kind).toBe('step');
  });

  it('has its session where no conversation is told', () => {
    const own = { 'gcp.vertex.agent.session_id': 's1' };
    expect(facetsOf({ scope, name: 'call_llm', attributes: own }).sessionId).toBe('s1');
    const both = { ...own, 'gen_ai.conversation.id': 'c1' };
    expect(facetsOf({ scope, name: 'call_llm', attributes: both }).sessionId).toBe('c1');
  });
});
