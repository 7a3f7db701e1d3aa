import { expect, it } from 'vitest';

import { keptHeaders } from './kept-headers';

function kept(headers: Readonly<Record<string, string>>): unknown {
  return keptHeaders((name) => headers[name]);
}

function basic(credentials: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

it('keeps where spans are to go, and nothing else', () => {
  const headers = {
    'x-mlflow-experiment-id': '7',
    'x-mlflow-run-id': 'r',
    'x-langfuse-public-key': 'pk-lf-1',
    'x-api-key': 'secret',
    cookie: 'secret',
  };
  expect(kept({ ...headers, ...basic('pk-lf-2:sk-lf-2') })).toEqual([
    { name: 'x-mlflow-experiment-id', value: '7' },
    { name: 'x-mlflow-run-id', value: 'r' },
    { name: 'x-langfuse-public-key', value: 'pk-lf-1' },
  ]);
});

it('keeps the public half of Langfuse credentials', () => {
  expect(kept(basic('pk-lf-12ab:sk-lf-secret'))).toEqual([
    { name: 'x-langfuse-public-key', value: 'pk-lf-12ab' },
  ]);
});

it.each([
  basic('somebody:secret'),
  basic('sk-lf-secret:pk-lf-1'),
  basic('pk-lf-only-a-user'),
  basic('pk-lf secret:x'),
  { authorization: 'Bearer pk-lf-1:secret' },
  { authorization: 'Basic !' },
])('keeps nothing of other credentials: %j', (headers) => {
  expect(kept(headers)).toEqual([]);
});
