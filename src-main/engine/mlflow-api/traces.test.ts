/** Rows 5, 6 and 11 to 13: whole traces (mlflow.md §4). */
import { describe, expect, it } from 'vitest';

import {
  apiServerOfFile,
  newTrace,
  span,
  spanHex,
  traceInfo,
} from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

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
    const id = await server.tell();
    const again = { state: 'ERROR', execution_duration: '1s', tags: { env: 'dev' } };
    await server.post(traces, traceInfo(id.slice(3), again));
    expect((await server.get(`${traces}/${id}`)).json.trace.trace_info).toMatchObject({
      state: 'ERROR',
      execution_duration: '1s',
      tags: { 'mlflow.traceName': 'agent', fruit: 'apple', env: 'dev' },
    });
  });

  it('brings its assessments', async () => {
    const id = await server.tell({
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
    await server.tell({ trace_location: location });
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
    const other = await server.tell();
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
    const id = await server.tell({ trace_metadata: { 'mlflow.trace.sizeStats': stats } });
    const asked = server.get(`${traces}/get?trace_id=${id}&allow_partial=False`);
    const partial = await server.get(`${traces}/get?trace_id=${id}&allow_partial=True`);
    expect(partial.json.trace).toMatchObject({ spans: [] });
    await server.export([span({ trace: id.slice(3), span: 1, name: 'late' })]);
    expect((await asked).json.trace).toMatchObject({ spans: [{ name: 'late' }] });
  }, 20_000);

  it('says what is missing where they do not come', async () => {
    const stats = '{"num_spans": 3}';
    const id = await server.tell({ trace_metadata: { 'mlflow.trace.sizeStats': stats } });
    expect(await server.get(`${traces}/get?trace_id=${id}`)).toMatchObject({
      status: 404,
      json: {
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringContaining('not fully exported yet: 3 spans'),
      },
    });
  }, 20_000);

  it.each(['%ID', 'get?trace_id=%ID', '%ID/assessments/a-1'])('is not there: %s', async (path) => {
    const { status, json } = await server.get(
      `${traces}/${path.replace('%ID', `tr-${newTrace()}`)}`,
    );
    expect([status, json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('is asked for with others once, and with so many', async () => {
    const id = await server.tell();
    const ids = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => `tr-${(at + 1).toString(16).padStart(32, '0')}`);
    const infos = await server.post(`${traces}/batchGetInfos`, { trace_ids: [id, id] });
    expect(infos.json.trace_infos).toHaveLength(1);
    const whole = await server.get(`${traces}/batchGet?trace_ids=${id}&trace_ids=${id}`);
    expect(whole.json.traces).toHaveLength(1);
    const tooMany = [
      await server.post(`${traces}/batchGetInfos`, { trace_ids: ids(501) }),
      await server.get(`${traces}/batchGet?trace_ids=${ids(101).join('&trace_ids=')}`),
    ];
    expect(tooMany.map(({ status, json }) => [status, json.message])).toEqual([
      [400, 'trace_ids: at most 500 ids were expected, not 501.'],
      [400, 'trace_ids: at most 100 ids were expected, not 101.'],
    ]);
    const most = await server.post(`${traces}/batchGetInfos`, { trace_ids: ids(500) });
    expect(most).toMatchObject({ status: 200, json: { trace_infos: [] } });
  });

  it('has an id that is not all zeros', async () => {
    const zeros = `tr-${'0'.repeat(32)}`;
    const { status, json } = await server.get(`${traces}/${zeros}`);
    expect([status, json.message]).toEqual([400, expect.stringContaining('zeros')]);
    const told = await server.post(traces, traceInfo('0'.repeat(32)));
    expect([told.status, told.json.message]).toEqual([400, expect.stringContaining('not all 0')]);
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
