import { expect, it } from 'vitest';

import { foldTrace } from '../facets/fold-trace';
import type { TraceFacets } from '../facets/trace-facets';
import { applyTraceInfo, type ToldFacets } from './apply-trace-info';

const facets: TraceFacets = {
  ...foldTrace([], []).trace,
  sessionId: 'of span',
  userId: 'of span',
  inputPreview: 'from span',
  outputPreview: 'to span',
  tokens: { input: 10, output: 2, cacheRead: 1, cacheWrite: null, reasoning: 1 },
};

function apply(metadata: Record<string, string>, more: Partial<ToldFacets> = {}): TraceFacets {
  return applyTraceInfo(facets, { requestPreview: null, responsePreview: null, metadata, ...more });
}

it('goes by what was told of the whole trace', () => {
  const told = apply(
    {
      'mlflow.trace.session': 's-1',
      'mlflow.trace.user': 'u-1',
      'mlflow.trace.tokenUsage': '{"input_tokens":10,"output_tokens":2,"total_tokens":12}',
      'mlflow.trace.cost': '{"input_cost":0.1,"output_cost":0.2,"total_cost":0.3}',
    },
    { requestPreview: 'what\nis it', responsePreview: 'this' },
  );
  expect(told).toMatchObject({
    sessionId: 's-1',
    userId: 'u-1',
    inputPreview: 'what is it',
    outputPreview: 'this',
    tokens: { input: 10, output: 2, cacheRead: 1, reasoning: 1 },
    cost: { usd: 0.3, state: 'reported', unknownModels: [] },
    notes: [],
  });
});

it('leaves what was not told, or not in a way that can be read', () => {
  expect(apply({})).toEqual(facets);
  expect(apply({}, { requestPreview: ' ', responsePreview: '' })).toEqual(facets);
  for (const bad of ['', 'no', '[]', 'null', '{"input_tokens":"x","total_cost":-1}', '{']) {
    expect(apply({ 'mlflow.trace.tokenUsage': bad, 'mlflow.trace.cost': bad })).toEqual(facets);
  }
});

it('says where the spans tell of other tokens', () => {
  const told = apply({ 'mlflow.trace.tokenUsage': '{"input_tokens":20,"output_tokens":2}' });
  expect(told.tokens).toMatchObject({ input: 20, output: 2 });
  expect(told.notes).toEqual([
    'Tokens are as the sender told for the whole trace; its spans sum up to 10 in and 2 out.',
  ]);
});
