import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
