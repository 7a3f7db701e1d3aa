import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
