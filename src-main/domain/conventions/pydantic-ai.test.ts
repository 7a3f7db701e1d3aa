import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
