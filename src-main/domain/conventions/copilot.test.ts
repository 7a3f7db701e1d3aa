import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
