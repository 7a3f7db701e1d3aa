/** Rows 8 to 10: tags and assessments (mlflow.md §4). */
import { describe, expect, it } from 'vitest';

import {
  apiServerOfFile,
  newTrace,
  span,
  spanHex,
  type Json,
} from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

describe('row 8: tags', () => {
  it('are set and taken off', async () => {
    const id = await server.tell();
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

  it('name a trace that has no spans in the list', async () => {
    const id = await server.tell();
    await server.ask('PATCH', `${v2}/traces/${id}/tags`, {
      key: 'mlflow.traceName',
      value: 'mine',
    });
    const { rows } = await server.client.call('traces.window', {
      text: '',
      sort: { key: 'start', descending: true },
      offset: 0,
      limit: 500,
      snapshot: null,
      experiment: null,
    });
    expect(rows.find(({ traceId }) => `tr-${traceId}` === id)?.rootName).toBe('mine');
  });

  it('are of traces that are there', async () => {
    const path = `${v2}/traces/tr-${newTrace()}/tags`;
    const { status, json } = await server.ask('PATCH', path, { key: 'env', value: 'dev' });
    expect([status, json.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });
});

describe('rows 9 and 10: assessments', () => {
  const add = async (id: string, assessment: object): Promise<Json> => {
    const path = `${traces}/${id}/assessments`;
    const { status, json, text } = await server.post(path, { assessment });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    return json.assessment;
  };

  it('are added, changed, overridden and deleted', async () => {
    const id = await server.tell();
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
    const id = await server.tell();
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
    const id = await server.tell();
    const answer = await server.post(`${traces}/${id}/assessments`, { assessment });
    expect([answer.status, answer.json.error_code]).toEqual([status, code]);
  });

  it('keep their kind and their ids', async () => {
    const id = await server.tell();
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
