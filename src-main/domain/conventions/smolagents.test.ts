import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
