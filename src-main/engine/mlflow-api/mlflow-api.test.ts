/** The calls of MLflow's SDKs, row by row of mlflow.md §4. */
import { describe, expect, it } from 'vitest';

import {
  newTrace,
  span,
  spanHex,
  traceInfo,
  useApiServer,
} from '../http-api/test-support/api-server';

const server = useApiServer();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

async function toldTrace(more: object = {}): Promise<string> {
  const trace = newTrace();
  expect((await server.post(traces, traceInfo(trace, more))).status).toBe(200);
  return `tr-${trace}`;
}

describe('row 1: what server this is', () => {
  it('is one that takes spans at /v1/traces', async () => {
    const { status, text } = await server.get('/version');
    expect(status).toBe(200);
    expect(text).toMatch(/^3\.\d+\.\d+$/);
    expect(Number(text.split('.')[1])).toBeGreaterThanOrEqual(4);
  });

  it('is well, and has no workspaces', async () => {
    expect(await server.get('/health')).toMatchObject({ status: 200, text: 'OK' });
    const info = await server.get('/api/3.0/mlflow/server-info');
    expect(info.json).toMatchObject({ workspaces_enabled: false });
    expect((await server.ask('HEAD', '/health')).status).toBe(200);
  });
});

describe('rows 2 to 4: experiments', () => {
  it('are made once and found by name and id', async () => {
    const made = await server.post(`${v2}/experiments/create`, {
      name: 'exp one & only',
      tags: [{ key: 'team', value: 'search' }],
    });
    expect(made).toMatchObject({ status: 200, json: { experiment_id: expect.any(String) } });
    const { experiment_id: id } = made.json;
    const experiment = {
      experiment_id: id,
      name: 'exp one & only',
      artifact_location: `mlflow-artifacts:/${id}`,
      lifecycle_stage: 'active',
      creation_time: expect.any(Number),
      last_update_time: expect.any(Number),
      tags: [{ key: 'team', value: 'search' }],
    };
    const byName = `${v2}/experiments/get-by-name?experiment_name=exp%20one+%26%20only`;
    expect((await server.get(byName)).json).toEqual({ experiment });
    const byId = await server.get(`${v2}/experiments/get?experiment_id=${id}`);
    expect(byId.json).toEqual({ experiment });

    const again = await server.post(`${v2}/experiments/create`, { name: 'exp one & only' });
    expect(again).toMatchObject({
      status: 400,
      json: { error_code: 'RESOURCE_ALREADY_EXISTS', message: expect.stringContaining('exp one') },
    });
  });

  it.each(['get-by-name?experiment_name=none', 'get?experiment_id=987', 'get?experiment_id=abc'])(
    'that are not there are told as MLflow does: %s',
    async (path) => {
      expect(await server.get(`${v2}/experiments/${path}`)).toMatchObject({
        status: 404,
        json: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
      });
    },
  );

  it('are renamed, tagged, deleted and restored', async () => {
    const { json } = await server.post(`${v2}/experiments/create`, { name: 'to change' });
    const experiment_id: string = json.experiment_id;
    const change = async (what: string, body: object): Promise<void> => {
      const answer = await server.post(`${v2}/experiments/${what}`, { experiment_id, ...body });
      expect(answer).toMatchObject({ status: 200, json: {} });
    };
    const get = async (): Promise<unknown> =>
      (await server.get(`${v2}/experiments/get?experiment_id=${experiment_id}`)).json.experiment;

    await change('update', { new_name: 'changed' });
    await change('set-experiment-tag', { key: 'a.b"c', value: 'x' });
    expect(await get()).toMatchObject({ name: 'changed', tags: [{ key: 'a.b"c', value: 'x' }] });
    await change('delete', {});
    expect(await get()).toMatchObject({ lifecycle_stage: 'deleted' });
    await change('restore', {});
    expect(await get()).toMatchObject({ lifecycle_stage: 'active' });

    const taken = { experiment_id, new_name: 'Default' };
    expect(await server.post(`${v2}/experiments/update`, taken)).toMatchObject({
      status: 400,
      json: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
    expect(await server.post(`${v2}/experiments/delete`, { experiment_id: '0' })).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
    expect(await server.post(`${v2}/experiments/delete`, { experiment_id: '4321' })).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
    expect((await server.post(`${v2}/experiments/delete`, {})).status).toBe(400);
  });

  it('are searched by name, page by page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3', 'Page.4']) {
      await server.post(`${v2}/experiments/create`, { name });
    }
    const search = `${v2}/experiments/search`;
    const names = (json: any): string[] => json.experiments.map((one: any) => one.name);
    const like = { filter: "name LIKE 'page-%'", max_results: 2 };
    const first = await server.post(search, like);
    expect(names(first.json)).toEqual(['page-3', 'page-2']);
    const next = { ...like, page_token: first.json.next_page_token };
    const second = await server.post(search, next);
    expect(names(second.json)).toEqual(['page-1']);
    expect(second.json).not.toHaveProperty('next_page_token');

    const filter = encodeURIComponent(`attribute.name ILIKE 'PAGE_4' AND name != 'page-1'`);
    expect(names((await server.get(`${search}?max_results=9&filter=${filter}`)).json)).toEqual([
      'Page.4',
    ]);
    expect((await server.post(search, { filter: "tags.x = '1'" })).json).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining("tags.x = '1'"),
    });
    expect((await server.post(search, { max_results: 0 })).status).toBe(400);
    expect((await server.post(search, { page_token: '?' })).status).toBe(400);
  });
});

describe('rows 5, 6 and 11: a trace that is told of', () => {
  it('is kept as it was told, before its spans as after them', async () => {
    const trace = newTrace();
    const told = await server.post(traces, traceInfo(trace));
    expect(told.status).toBe(200);
    const places = {
      'mlflow.trace.spansLocation': 'TRACKING_STORE',
      'mlflow.artifactLocation': `mlflow-artifacts:/1/traces/tr-${trace}/artifacts`,
    };
    const expected = {
      trace_id: `tr-${trace}`,
      client_request_id: `creq-${trace.slice(-4)}`,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '1' } },
      request_time: '2026-11-21T07:11:44.458Z',
      execution_duration: '0.265s',
      state: 'OK',
      request_preview: 'Hello',
      response_preview: '"Hi there"',
      trace_metadata: {
        'mlflow.trace_schema.version': '3',
        'mlflow.trace.session': 's1',
        'mlflow.trace.user': 'u1',
        'mlflow.trace.tokenUsage': '{"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}',
      },
      tags: { 'mlflow.traceName': 'agent', fruit: 'apple', ...places },
    };
    expect(told.json).toEqual({ trace: { trace_info: expected } });
    const get = async (): Promise<unknown> =>
      (await server.get(`${traces}/tr-${trace}?trace_id=tr-${trace}`)).json;
    expect(await get()).toEqual({ trace: { trace_info: expected } });

    const headers = { 'x-mlflow-experiment-id': '9' };
    const late = { trace, span: 1, name: 'late', fromMs: -5000, toMs: 90_000, status: 2 };
    const attributes = { 'session.id': 'other', 'gen_ai.usage.input_tokens': 100 };
    await server.export([span({ ...late, attributes })], headers);
    await server.understood();
    expect(await get()).toEqual({ trace: { trace_info: expected } });
  });

  it('is told anew in place of what was told before, but for its tags', async () => {
    const id = await toldTrace();
    const again = { state: 'ERROR', execution_duration: '1s', tags: { env: 'dev' } };
    await server.post(traces, traceInfo(id.slice(3), again));
    expect((await server.get(`${traces}/${id}`)).json.trace.trace_info).toMatchObject({
      state: 'ERROR',
      execution_duration: '1s',
      tags: { 'mlflow.traceName': 'agent', fruit: 'apple', env: 'dev' },
    });
  });

  it('brings its assessments', async () => {
    const id = await toldTrace({
      assessments: [
        { assessment_name: 'good', feedback: { value: true }, trace_id: 'tr-of-another' },
      ],
    });
    const { trace } = (await server.get(`${traces}/${id}`)).json;
    expect(trace.trace_info.assessments).toMatchObject([
      { assessment_name: 'good', trace_id: id, feedback: { value: true }, valid: true },
    ]);
  });

  it('makes the experiment that it names', async () => {
    const location = { mlflow_experiment: { experiment_id: '77' }, type: 'MLFLOW_EXPERIMENT' };
    await toldTrace({ trace_location: location });
    const { json } = await server.get(`${v2}/experiments/get?experiment_id=77`);
    expect(json.experiment).toMatchObject({ name: 'Experiment 77', lifecycle_stage: 'active' });
  });

  it.each([
    ['no body', {}, 'trace: '],
    ['no info', { trace: {} }, 'trace.trace_info'],
    ['an id of schema v2', { trace: { trace_info: { trace_id: 'abc' } } }, 'trace_id'],
    ['a time that is none', traceInfo(newTrace(), { request_time: 'now' }), 'request_time'],
    ['a state that is none', traceInfo(newTrace(), { state: 'FINE' }), 'state'],
    [
      'an assessment without a value',
      traceInfo(newTrace(), { assessments: [{ assessment_name: 'x' }] }),
      'assessments[0]',
    ],
  ])('is refused with %s', async (_, body, place) => {
    expect(await server.post(traces, body)).toMatchObject({
      status: 400,
      json: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining(place),
      },
    });
  });
});

describe('rows 12 and 13: a trace with its spans', () => {
  it('comes in proto JSON with 64-bit numbers', async () => {
    const trace = newTrace();
    const llm = {
      trace,
      span: 2,
      parent: 1,
      name: 'llm',
      attributes: { 'mlflow.spanType': 'CHAT_MODEL', n: 3 },
    };
    await server.export([span({ trace, span: 1, name: 'agent', status: 1 }), span(llm)]);
    const id = `tr-${trace}`;
    const whole = await server.get(`${traces}/get?trace_id=${id}&allow_partial=False`);
    expect(whole.status).toBe(200);
    expect(whole.text).toContain('"start_time_unix_nano":1795245104458000000');
    expect(whole.json.trace).toMatchObject({
      trace_info: { trace_id: id, state: 'OK', tags: { 'mlflow.traceName': 'agent' } },
      spans: [
        { name: 'agent', status: { code: 'STATUS_CODE_OK' } },
        {
          name: 'llm',
          trace_id: Buffer.from(trace, 'hex').toString('base64'),
          span_id: Buffer.from(spanHex(2), 'hex').toString('base64'),
          parent_span_id: Buffer.from(spanHex(1), 'hex').toString('base64'),
          attributes: expect.arrayContaining([
            { key: 'mlflow.spanType', value: { string_value: 'CHAT_MODEL' } },
            { key: 'n', value: { int_value: 3 } },
            { key: 'mlflow.traceRequestId', value: { string_value: id } },
          ]),
        },
      ],
    });
    const other = await toldTrace();
    const ids = [other, `tr-${newTrace()}`, id].map((one) => `trace_ids=${one}`).join('&');
    const batch = await server.get(`${traces}/batchGet?${ids}`);
    expect(batch.json.traces).toMatchObject([
      { trace_info: { trace_id: other }, spans: [] },
      { trace_info: { trace_id: id }, spans: [{ name: 'agent' }, { name: 'llm' }] },
    ]);
    const infos = await server.post(`${traces}/batchGetInfos`, { trace_ids: [id, other] });
    expect(infos.json.trace_infos).toMatchObject([{ trace_id: id }, { trace_id: other }]);
  });

  it('waits for spans that its sender says are its', async () => {
    const stats = '{"total_size_bytes": 10, "num_spans": 1}';
    const id = await toldTrace({ trace_metadata: { 'mlflow.trace.sizeStats': stats } });
    const asked = server.get(`${traces}/get?trace_id=${id}&allow_partial=False`);
    const partial = await server.get(`${traces}/get?trace_id=${id}&allow_partial=True`);
    expect(partial.json.trace).toMatchObject({ spans: [] });
    await server.export([span({ trace: id.slice(3), span: 1, name: 'late' })]);
    expect((await asked).json.trace).toMatchObject({ spans: [{ name: 'late' }] });
  });

  it('says what is missing where they do not come', async () => {
    const stats = '{"num_spans": 3}';
    const id = await toldTrace({ trace_metadata: { 'mlflow.trace.sizeStats': stats } });
    expect(await server.get(`${traces}/get?trace_id=${id}`)).toMatchObject({
      status: 404,
      json: {
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringContaining('not fully exported yet: 3 spans'),
      },
    });
  });

  it.each(['%ID', 'get?trace_id=%ID', '%ID/assessments/a-1'])('is not there: %s', async (path) => {
    const { status, json } = await server.get(
      `${traces}/${path.replace('%ID', `tr-${newTrace()}`)}`,
    );
    expect([status, json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it.each(['tr-zz', 'get', 'get?trace_id=tr-1', 'batchGet?trace_ids=x'])(
    'has an id: %s',
    async (path) => {
      const { status, json } = await server.get(`${traces}/${path}`);
      expect([status, json.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      expect(json.message).toContain('32 hexadecimal digits');
    },
  );
});

describe('row 7: the artifact of the TypeScript SDK', () => {
  const wire = (trace: string): string =>
    `{"spans":[{"trace_id":"${Buffer.from(trace, 'hex').toString('base64')}","span_id":"f0ERE9TQTrw=","parent_span_id":"","name":"root","start_time_unix_nano":1795245394157000000,"end_time_unix_nano":1795245394160581716,"status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.traceRequestId":"tr-${trace}","mlflow.spanType":"AGENT","mlflow.spanInputs":{"messages":[{"role":"user","content":"hej"}]},"mlflow.spanOutputs":{"answer":"svar"}},"events":[]}]}`;
  const path = (trace: string): string =>
    `/api/2.0/mlflow-artifacts/artifacts/1/traces/tr-${trace}/artifacts/traces.json`;

  it('is stored as spans, read as a trace and given back', async () => {
    const id = await toldTrace();
    const trace = id.slice(3);
    const put = await server.ask('PUT', path(trace), wire(trace), {
      headers: { 'User-Agent': 'node' },
    });
    expect(put).toMatchObject({ status: 200, json: {} });
    const { spans } = (await server.get(`${traces}/get?trace_id=${id}`)).json.trace;
    expect(spans).toMatchObject([{ name: 'root' }]);
    const given = await server.get(path(trace));
    expect(given.text).toContain('1795245394160581716');
    expect(given.json).toMatchObject({
      spans: [
        {
          name: 'root',
          parent_span_id: null,
          attributes: { 'mlflow.spanType': '"AGENT"', 'mlflow.spanOutputs': '{"answer": "svar"}' },
        },
      ],
    });
    expect(await server.client.call('receiver.stats', {})).toMatchObject({
      lastRequest: { userAgent: 'node', outcome: 'accepted' },
    });
  });

  it('keeps the good spans and says which are not', async () => {
    const trace = newTrace();
    const body = wire(trace).replace('{"spans":[', '{"spans":[{"name":"no id"},');
    const put = await server.ask('PUT', path(trace), body);
    expect(put).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('trace_id') },
    });
    expect((await server.get(`${traces}/get?trace_id=tr-${trace}`)).status).toBe(200);
  });

  it.each(['not json', '[]', '{"spans":[]}', '{"spans":{}}'])('is refused: %s', async (body) => {
    const put = await server.ask('PUT', path(newTrace()), body);
    expect(put).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(/\w/) },
    });
  });

  it('is the only one', async () => {
    const other = '/api/2.0/mlflow-artifacts/artifacts/1/traces/tr-1/artifacts/attachments/x.png';
    for (const method of ['GET', 'PUT']) {
      expect(await server.ask(method, other)).toMatchObject({
        status: 404,
        json: {
          error_code: 'RESOURCE_DOES_NOT_EXIST',
          message: expect.stringContaining('traces.json alone'),
        },
      });
    }
    expect((await server.get(path(newTrace()))).status).toBe(404);
  });
});

describe('row 8: tags', () => {
  it('are set and taken off', async () => {
    const id = await toldTrace();
    const tags = async (): Promise<unknown> =>
      (await server.get(`${traces}/${id}`)).json.trace.trace_info.tags;
    const path = `${v2}/traces/${id}/tags`;
    const set = await server.ask('PATCH', path, { key: 'env', value: 'dev' });
    expect(set).toMatchObject({ status: 200, json: {} });
    expect(await server.ask('DELETE', path, { key: 'fruit' })).toMatchObject({ status: 200 });
    expect(await tags()).toMatchObject({ env: 'dev' });
    expect(await tags()).not.toHaveProperty('fruit');
    const gone = await server.ask('DELETE', path, { key: 'fruit' });
    expect([gone.status, gone.json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);

    await server.ask('PATCH', path, { key: 'long', value: 'x'.repeat(5000) });
    expect((await tags()) as object).toMatchObject({ long: 'x'.repeat(4096) });
    expect((await server.ask('PATCH', path, { key: 'k'.repeat(251), value: '' })).status).toBe(400);
    expect((await server.ask('PATCH', path, { value: 'x' })).status).toBe(400);
  });

  it('are of traces that are there', async () => {
    const path = `${v2}/traces/tr-${newTrace()}/tags`;
    const { status, json } = await server.ask('PATCH', path, { key: 'env', value: 'dev' });
    expect([status, json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });
});

describe('rows 9 and 10: assessments', () => {
  const add = async (id: string, assessment: object): Promise<any> => {
    const path = `${traces}/${id}/assessments`;
    const { status, json, text } = await server.post(path, { assessment });
    expect(status, text).toBe(200);
    return json.assessment;
  };

  it('are added, changed, overridden and deleted', async () => {
    const id = await toldTrace();
    const good = await add(id, {
      assessment_name: 'good',
      trace_id: id,
      source: { source_type: 'HUMAN', source_id: 'me' },
      create_time: '2026-11-21T07:11:44.942Z',
      last_update_time: '2026-11-21T07:11:44.942Z',
      feedback: { value: true },
      rationale: 'ok',
      metadata: { k: 'v' },
      valid: true,
    });
    expect(good).toEqual({
      assessment_id: expect.stringMatching(/^a-[0-9a-f]{32}$/),
      assessment_name: 'good',
      trace_id: id,
      source: { source_type: 'HUMAN', source_id: 'me' },
      create_time: '2026-11-21T07:11:44.942Z',
      last_update_time: '2026-11-21T07:11:44.942Z',
      feedback: { value: true },
      rationale: 'ok',
      metadata: { k: 'v' },
      valid: true,
    });
    const path = `${traces}/${id}/assessments/${good.assessment_id}`;
    const changed = await server.ask('PATCH', path, {
      assessment: {
        assessment_id: good.assessment_id,
        trace_id: id,
        assessment_name: 'good',
        feedback: { value: false },
        rationale: 'no',
        metadata: { l: 'w' },
      },
      update_mask: 'assessmentName,feedback,rationale,metadata',
    });
    expect(changed.json.assessment).toMatchObject({
      feedback: { value: false },
      rationale: 'no',
      source: { source_id: 'me' },
      metadata: { k: 'v', l: 'w' },
      create_time: '2026-11-21T07:11:44.942Z',
    });
    expect((await server.get(`${path}?trace_id=${id}`)).json).toEqual(changed.json);

    const override = await add(id, {
      assessment_name: 'good',
      feedback: { value: 0.5 },
      overrides: good.assessment_id,
    });
    const isValid = async (): Promise<boolean> => (await server.get(path)).json.assessment.valid;
    expect(await isValid()).toBe(false);
    const overridePath = `${traces}/${id}/assessments/${override.assessment_id}`;
    expect(await server.ask('DELETE', overridePath)).toMatchObject({ status: 200, json: {} });
    expect(await isValid()).toBe(true);
    expect((await server.ask('DELETE', overridePath)).status).toBe(200);
    expect((await server.get(overridePath)).json.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('may be of a span, an expectation or an error', async () => {
    const id = await toldTrace();
    expect(
      await add(id, { assessment_name: 'x', span_id: spanHex(1), feedback: { value: 3 } }),
    ).toMatchObject({ span_id: spanHex(1), source: { source_type: 'CODE' } });
    const serialized_value = { serialization_format: 'JSON_FORMAT', value: '{"a": [1, 2]}' };
    expect(
      await add(id, { assessment_name: 'e', expectation: { serialized_value } }),
    ).toMatchObject({ expectation: { serialized_value }, source: { source_type: 'HUMAN' } });
    const error = { error_code: 'ValueError', error_message: 'bad judge' };
    expect(
      await add(id, {
        assessment_name: 'err',
        source: { source_type: 'AI_JUDGE', source_id: 'gpt' },
        feedback: { value: null, error },
      }),
    ).toMatchObject({
      source: { source_type: 'LLM_JUDGE' },
      feedback: { value: null, error },
    });
    const { assessments } = (await server.get(`${traces}/${id}`)).json.trace.trace_info;
    expect(assessments).toHaveLength(3);
  });

  it.each([
    ['neither kind', { assessment_name: 'x' }, 400, 'INVALID_PARAMETER_VALUE'],
    ['no span id', { feedback: { value: 1 }, span_id: 'zz' }, 400, 'INVALID_PARAMETER_VALUE'],
    [
      'nothing to override',
      { feedback: { value: 1 }, overrides: 'a-none' },
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ],
  ])('are refused with %s', async (_, assessment, status, code) => {
    const id = await toldTrace();
    const answer = await server.post(`${traces}/${id}/assessments`, { assessment });
    expect([answer.status, answer.json.error_code]).toEqual([status, code]);
  });

  it('keep their kind and their ids', async () => {
    const id = await toldTrace();
    const assessment = { assessment_id: 'a-mine', assessment_name: 'x', feedback: { value: 1 } };
    const path = `${traces}/${id}/assessments`;
    expect((await server.post(path, { assessment })).json.assessment.assessment_id).toBe('a-mine');
    const twice = await server.post(path, { assessment });
    expect([twice.status, twice.json.error_code]).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
    const change = { assessment: { expectation: { value: 1 } }, update_mask: 'expectation' };
    const changed = await server.ask('PATCH', `${path}/a-mine`, change);
    expect([changed.status, changed.json.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const masked = { assessment: { source: {} }, update_mask: 'source' };
    expect((await server.ask('PATCH', `${path}/a-mine`, masked)).status).toBe(400);
    const none = { assessment: { rationale: 'x' }, update_mask: 'rationale' };
    const missing = await server.ask('PATCH', `${path}/a-none`, none);
    expect([missing.status, missing.json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    const orphan = await server.post(`${traces}/tr-${newTrace()}/assessments`, { assessment });
    expect([orphan.status, orphan.json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });
});

describe('row 14: search', () => {
  const locations = [
    { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '140' } },
    { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '141' } },
  ];
  const search = async (body: object): Promise<any> => {
    const { status, json, text } = await server.post(`${traces}/search`, { locations, ...body });
    expect(status, text).toBe(200);
    return json;
  };

  it('finds traces of the experiments by what was said of them, page by page', async () => {
    const ids: string[] = [];
    for (const at of [0, 1, 2]) {
      ids.push(
        await toldTrace({
          trace_location: locations[at % 2],
          request_time: `2026-11-21T07:11:4${at}Z`,
          state: at === 1 ? 'ERROR' : 'OK',
          tags: { env: `e${at}` },
        }),
      );
    }
    await toldTrace();
    const found = async (body: object): Promise<string[]> =>
      (await search(body)).traces.map((one: any) => one.trace_id);
    expect(await found({})).toEqual([...ids].reverse());
    expect(await found({ order_by: ['timestamp_ms ASC'] })).toEqual(ids);
    expect(await found({ filter: "status = 'ERROR'" })).toEqual([ids[1]]);
    expect(await found({ filter: "tag.env = 'e2'" })).toEqual([ids[2]]);
    expect(
      await found({ filter: "metadata.`mlflow.trace.session` = 's1'", max_results: 1 }),
    ).toEqual([ids[2]]);
    const first = await search({ max_results: 2 });
    const second = await search({ max_results: 2, page_token: first.next_page_token });
    expect(second.traces.map((one: any) => one.trace_id)).toEqual([ids[0]]);
    expect(second).not.toHaveProperty('next_page_token');
  });

  it('finds nothing in an experiment that is not there', async () => {
    const experiment_id = 'not-a-number';
    const body = { locations: [{ mlflow_experiment: { experiment_id } }] };
    expect(await search(body)).toEqual({ traces: [] });
  });

  it.each([
    [{ locations: [] }, 'at least one experiment'],
    [{ locations: [{ type: 'UC_SCHEMA', uc_schema: {} }] }, 'locations[0]'],
    [{ filter: "status = 'OK' OR status = 'ERROR'" }, 'OR'],
    [{ filter: 'bogus = 1' }, 'bogus'],
    [{ max_results: 501 }, '500'],
    [{ order_by: ['bogus'] }, 'bogus'],
    [{ order_by: [1] }, 'order_by'],
    [{ page_token: '???' }, 'page token'],
  ])('is refused with what is wrong: %j', async (body, word) => {
    const answer = await server.post(`${traces}/search`, { locations, ...body });
    expect(answer).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(word) },
    });
  });
});

describe('what is said of a trace that is on its way', () => {
  it('is taken', async () => {
    const trace = newTrace();
    const assessment = { assessment_name: 'x', feedback: { value: 1 } };
    const said = [
      server.post(`${traces}/tr-${trace}/assessments`, { assessment }),
      server.ask('PATCH', `${v2}/traces/tr-${trace}/tags`, { key: 'env', value: 'dev' }),
    ];
    await server.export([span({ trace, span: 1 })]);
    expect((await Promise.all(said)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('deleting traces', () => {
  const deleteTraces = (body: object): Promise<any> =>
    server.post(`${v2}/traces/delete-traces`, body);
  const location = { mlflow_experiment: { experiment_id: '150' } };

  it('goes by ids, or from the oldest on', async () => {
    const ids: string[] = [];
    for (const at of [0, 1, 2, 3]) {
      const request_time = `2026-11-21T07:11:4${at}Z`;
      ids.push(await toldTrace({ trace_location: location, request_time }));
    }
    const [first, second, third, fourth] = ids as [string, string, string, string];
    const other = await toldTrace();
    const byId = { experiment_id: '150', request_ids: [second, other, `tr-${newTrace()}`] };
    expect((await deleteTraces(byId)).json).toEqual({ traces_deleted: 1 });
    const oldest = {
      experiment_id: '150',
      max_timestamp_millis: Date.parse('2026-11-21T07:11:43Z'),
      max_traces: 1,
    };
    expect((await deleteTraces(oldest)).json).toEqual({ traces_deleted: 1 });
    const early = { ...oldest, max_timestamp_millis: '1795245102000', max_traces: undefined };
    expect((await deleteTraces(early)).json).toEqual({ traces_deleted: 1 });
    const left = await Promise.all(
      [first, second, third, fourth, other].map(async (id) => {
        const { status } = await server.get(`${traces}/${id}`);
        return status;
      }),
    );
    expect(left).toEqual([404, 404, 404, 200, 200]);
  });

  it.each([
    {},
    { experiment_id: '1' },
    { experiment_id: '1', request_ids: ['tr-1'] },
    { experiment_id: '1', request_ids: [`tr-${newTrace()}`], max_timestamp_millis: 1 },
    { experiment_id: '1', max_timestamp_millis: 1, max_traces: 0 },
  ])('is refused where it is unclear which: %j', async (body) => {
    const answer = await deleteTraces(body);
    expect([answer.status, answer.json.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});
