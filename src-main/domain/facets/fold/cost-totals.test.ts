import { describe, expect, it } from 'vitest';

import { foldTrace } from '../fold-trace';
import { at, fold, gpt, testPrices } from '../test-support/fold-sketches';
import { sketchTrace, used } from '../test-support/fold-spans';

describe('§8.3 rule 9: cost', () => {
  it('prefers what the call reported over what can be computed', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(1_000_000, 0), cost: { totalUsd: 5 } },
      { id: 'b', ...gpt, ...used(1_000_000, 0), at: [200, 300] },
    );
    expect(result.trace.cost).toEqual({ usd: 6, state: 'mixed', unknownModels: [] });
    expect(at(result, 1).cost?.state).toBe('reported');
    expect(at(result, 2).cost?.state).toBe('computed');
  });

  it('prefers what an agent reported for calls that report none, and computes nothing beside', () => {
    const result = fold(
      { id: 'a', kind: 'agent', cost: { totalUsd: 5 } },
      { id: 'b', parent: 'a', ...gpt, ...used(1_000_000, 0) },
      { id: 'c', ...gpt, ...used(1_000_000, 0), at: [200, 300] },
    );
    expect(at(result, 1).cost).toMatchObject({ usd: 5, state: 'reported' });
    expect(at(result, 2).cost).toBeNull();
    expect(result.trace.cost).toMatchObject({ usd: 6, state: 'mixed' });
  });

  it('counts of an agent’s reported cost only what its calls did not report themselves', () => {
    const result = fold(
      { id: 'w', kind: 'chain', cost: { totalUsd: 0.3 } },
      { id: 'a', parent: 'w', kind: 'agent', cost: { totalUsd: 0.3 } },
      { id: 'b', parent: 'a', ...gpt, ...used(1, 1), cost: { totalUsd: 0.1 }, at: [0, 10] },
      { id: 'c', parent: 'a', ...gpt, ...used(1, 1), cost: { totalUsd: 0.2 }, at: [20, 30] },
    );
    expect(result.trace.cost.usd).toBeCloseTo(0.3, 12);
    expect(at(result, 2).cost).toBeNull();
    expect(at(result, 1).cost).toBeNull();
  });

  it('leaves a model without a price unknown, and names it', () => {
    const result = fold(
      { id: 'a', ...gpt, ...used(1_000_000, 0) },
      { id: 'b', kind: 'llm', requestModel: 'own-model', provider: 'openai', ...used(9, 9) },
    );
    expect(result.trace.cost).toEqual({ usd: 1, state: 'unknown', unknownModels: ['own-model'] });
  });

  it('says that local models are free', () => {
    const result = fold({
      id: 'a',
      kind: 'llm',
      requestModel: 'llama3',
      provider: 'ollama',
      ...used(9, 9),
    });
    expect(result.trace.cost).toEqual({ usd: 0, state: 'local', unknownModels: [] });
  });

  it('prices by the model that answered, else by the one asked for', () => {
    const deployment = { kind: 'llm', provider: 'azure', ...used(1_000_000, 0) } as const;
    const result = fold(
      { id: 'a', ...deployment, requestModel: 'team-chat', responseModel: 'gpt-4o-2024-08-06' },
      { id: 'b', ...deployment, requestModel: 'gpt-4o', responseModel: 'x', at: [200, 300] },
    );
    expect(result.trace.cost).toMatchObject({ usd: 2, state: 'computed' });
  });

  it('counts the cost of one request told twice once', () => {
    const result = fold(
      { id: 'a', ...gpt, responseId: 'r', ...used(1, 1), cost: { totalUsd: 2 } },
      { id: 'b', parent: 'a', ...gpt, responseId: 'r', ...used(1, 1), cost: { totalUsd: 2 } },
    );
    expect(result.trace.cost.usd).toBe(2);
  });

  it('bills a batch request as one', () => {
    const [price] = testPrices;
    if (price === undefined) throw new Error('no price');
    const spans = sketchTrace([{ id: 'a', ...gpt, ...used(1_000_000, 0), isBatch: true }]);
    const { trace } = foldTrace(spans, [{ ...price, batchFactor: 0.5 }]);
    expect(trace.cost).toMatchObject({ usd: 0.5, state: 'computed' });
  });
});
