/** What no SDK sends, but anybody may. */
import { expect, it } from 'vitest';

import { newTrace, span, traceInfo, apiServerOfFile } from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

it('looks for names of experiments in a moment, whatever the pattern', async () => {
  await server.post(`${v2}/experiments/create`, { name: 'a'.repeat(400) });
  const filter = `name LIKE '${'%a'.repeat(40)}%b'`;
  expect((await server.post(`${v2}/experiments/search`, { filter })).json).toEqual({
    experiments: [],
  });
  const found = await server.post(`${v2}/experiments/search`, { filter: "name ILIKE '%A_a%'" });
  expect(found.json.experiments).toHaveLength(1);
}, 20_000);

it('takes no name of an experiment that fills a window', async () => {
  const name = 'x'.repeat(501);
  expect(await server.post(`${v2}/experiments/create`, { name })).toMatchObject({
    status: 400,
    json: { error_code: 'INVALID_PARAMETER_VALUE' },
  });
  const renaming = { experiment_id: '0', new_name: name };
  expect((await server.post(`${v2}/experiments/update`, renaming)).status).toBe(400);
});

it('keeps keys that JavaScript has a meaning for', async () => {
  const trace = newTrace();
  const odd = (value: string): unknown => JSON.parse(`{"__proto__":"${value}","constructor":"c"}`);
  const info = traceInfo(trace, {
    trace_metadata: odd('m'),
    tags: odd('t'),
    assessments: [
      { assessment_name: 'x', feedback: { value: JSON.parse('{"__proto__":[1]}') as unknown } },
    ],
  });
  expect((await server.post(traces, info)).status).toBe(200);
  const key = '__proto__';
  const tag = await server.ask('PATCH', `${v2}/traces/tr-${trace}/tags`, { key, value: 'new' });
  expect(tag.status).toBe(200);
  const { text, json } = await server.get(`${traces}/tr-${trace}`);
  expect(text).toContain('"__proto__":"m"');
  expect(text).toContain('"__proto__":"new"');
  expect(text).toContain('"__proto__":[1');
  expect(json.trace.trace_info.tags).toMatchObject({ constructor: 'c' });
});

it.each([
  ['experiments/search', { filter: 'x'.repeat(100_000) }],
  ['experiments/search', { max_results: -1 }],
  ['traces/search', { experiment_ids: ['0'], filter: "name RLIKE '(a?){40}b'" }],
  ['traces/search', { experiment_ids: ['0'], filter: `NOT ${'('.repeat(5000)}` }],
  ['traces/search', { experiment_ids: ['0'], order_by: ['a'.repeat(5000)] }],
  ['traces/search', { experiment_ids: ['0'], page_token: 'eyJvZmZzZXQiOjFlMzAwfQ==' }],
])('answers %s with %.80j', async (path, body) => {
  const { status, json } = await server.post(`${v2}/${path}`, body);
  expect([200, 400]).toContain(status);
  expect(json).toBeDefined();
});

it('says of nesting that it is too deep', async () => {
  const trace = newTrace();
  await server.export([span({ trace, span: 1 })]);
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  for (const [method, path, body] of [
    ['POST', `${traces}/tr-${trace}/assessments`, `{"assessment":{"feedback":{"value":${deep}}}}`],
    ['POST', `${traces}/search`, `{"experiment_ids":[${deep}]}`],
    ['POST', traces, `{"trace":{"trace_info":{"trace_id":"tr-${trace}","tags":{"a":${deep}}}}}`],
  ] as const) {
    const { status, json } = await server.ask(method, path, body);
    expect([path, status]).toEqual([path, 400]);
    expect(json).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
  }
});

it('finds a trace by the state that it tells', async () => {
  const trace = newTrace();
  await server.export([span({ trace, span: 1, status: 1 })]);
  const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '77' } };
  await server.post(traces, traceInfo(trace, { state: 'IN_PROGRESS', trace_location: location }));
  const { json } = await server.get(`${traces}/tr-${trace}`);
  const { state } = json.trace.trace_info;
  const found = await server.post(`${traces}/search`, {
    locations: [location],
    filter: `status = '${state}'`,
  });
  expect(found.json.traces).toMatchObject([{ trace_id: `tr-${trace}`, state }]);
});
