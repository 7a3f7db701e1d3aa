/** Row 14 and deleting: which traces (mlflow.md §4). */
import { describe, expect, it } from 'vitest';

import { apiServerOfFile, newTrace, type Json } from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const v2 = '/api/2.0/mlflow';
const traces = '/api/3.0/mlflow/traces';

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

describe('deleting traces', () => {
  const deleteTraces = (body: object): Promise<Json> =>
    server.post(`${v2}/traces/delete-traces`, body);
  const location = { mlflow_experiment: { experiment_id: '150' } };

  it('goes by ids, or from the oldest on', async () => {
    const ids: string[] = [];
    for (const at of [0, 1, 2, 3]) {
      const request_time = `2026-11-21T07:11:4${at}Z`;
      ids.push(await server.tell({ trace_location: location, request_time }));
    }
    const [first, second, third, fourth] = ids as [string, string, string, string];
    const other = await server.tell();
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
