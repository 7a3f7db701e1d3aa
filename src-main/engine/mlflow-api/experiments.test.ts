/** Rows 1 to 4: what server this is, and experiments (mlflow.md §4). */
import { describe, expect, it } from 'vitest';

import { apiServerOfFile, newTrace, span, type Json } from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

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

describe('ids of MLflow’s file store, which fit no number', () => {
  const id = '518367450349221234';
  const get = `${v2}/experiments/get?experiment_id=${id}`;

  it('mean the same in a header, in what is told and in what is asked', async () => {
    const byInfo = await server.tell({
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: id } },
    });
    const byHeader = newTrace();
    await server.export([span({ trace: byHeader, span: 1 })], { 'x-mlflow-experiment-id': id });
    expect((await server.get(get)).json.experiment).toMatchObject({
      experiment_id: id,
      name: id,
      artifact_location: `mlflow-artifacts:/${id}`,
    });
    const found = await server.post(`${traces}/search`, {
      locations: [{ mlflow_experiment: { experiment_id: id } }],
    });
    const infos = found.json.traces as Json[];
    const ids = infos.map((info) => info.trace_id as string);
    expect(ids.sort()).toEqual([byInfo, `tr-${byHeader}`].sort());
    for (const info of infos) {
      expect(info.trace_location.mlflow_experiment.experiment_id).toBe(id);
      expect(info.tags['mlflow.artifactLocation']).toContain(`:/${id}/`);
    }
    const tag = { experiment_id: id, key: 'team', value: 'desk' };
    expect(await server.post(`${v2}/experiments/set-experiment-tag`, tag)).toMatchObject({
      status: 200,
    });
    const deletion = { experiment_id: id, request_ids: [byInfo] };
    const deleted = await server.post(`${traces}/delete-traces`, deletion);
    expect(deleted.json).toEqual({ traces_deleted: 1 });
    expect(await server.post(`${v2}/experiments/delete`, { experiment_id: id })).toMatchObject({
      status: 200,
    });
    expect((await server.get(get)).json.experiment.lifecycle_stage).toBe('deleted');
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
    const names = (json: Json): string[] => json.experiments.map((one: Json) => one.name);
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
    const ordered = { filter: "name LIKE 'page%'", order_by: ['attribute.name ASC'] };
    expect(names((await server.post(search, ordered)).json)).toEqual([
      'page-1',
      'page-2',
      'page-3',
    ]);
    const query =
      'order_by=creation_time&order_by=experiment_id%20DESC&filter=name%20!%3D%20%22x%22';
    expect(names((await server.get(`${search}?${query}`)).json)[0]).toBe('Default');
    expect((await server.post(search, { order_by: ['bogus'] })).status).toBe(400);
    expect((await server.post(search, { filter: "tags.x = '1'" })).json).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining("tags.x = '1'"),
    });
    expect((await server.post(search, { max_results: 0 })).status).toBe(400);
    expect((await server.post(search, { page_token: '?' })).status).toBe(400);
  });
});

describe('row 14: search', () => {
  const locations = [
    { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '140' } },
    { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '141' } },
  ];
  const search = async (body: object): Promise<Json> => {
    const { status, json, text } = await server.post(`${traces}/search`, { locations, ...body });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    return json;
  };

  it('finds traces of the experiments by what was said of them, page by page', async () => {
    const ids: string[] = [];
    for (const at of [0, 1, 2]) {
      ids.push(
        await server.tell({
          trace_location: locations[at % 2],
          request_time: `2026-11-21T07:11:4${at}Z`,
          state: at === 1 ? 'ERROR' : 'OK',
          tags: { env: `e${at}` },
        }),
      );
    }
    await server.tell();
    const found = async (body: object): Promise<string[]> =>
      (await search(body)).traces.map((one: Json) => one.trace_id);
    expect(await found({})).toEqual([...ids].reverse());
    expect(await found({ order_by: ['timestamp_ms ASC'] })).toEqual(ids);
    expect(await found({ filter: "status = 'ERROR'" })).toEqual([ids[1]]);
    expect(await found({ filter: "tag.env = 'e2'" })).toEqual([ids[2]]);
    expect(
      await found({ filter: "metadata.`mlflow.trace.session` = 's1'", max_results: 1 }),
    ).toEqual([ids[2]]);
    const first = await search({ max_results: 2 });
    const second = await search({ max_results: 2, page_token: first.next_page_token });
    expect(second.traces.map((one: Json) => one.trace_id)).toEqual([ids[0]]);
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
