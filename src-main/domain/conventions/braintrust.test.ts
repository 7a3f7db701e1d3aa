import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
