import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

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
