import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
