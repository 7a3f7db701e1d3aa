import { beforeAll, describe, expect, it } from 'vitest';

import {
  newTrace,
  traceInfo,
  apiServerOfFile,
  type Json,
} from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const traces = '/api/3.0/mlflow/traces';
const experiment_ids = ['7'];

beforeAll(async () => {
  const tell = (second: number, name: string, state: string, more: object = {}): Promise<unknown> =>
    server.post(
      traces,
      traceInfo(newTrace(), {
        trace_location: { mlflow_experiment: { experiment_id: '7' } },
        request_time: `2026-11-21T07:00:0${second}Z`,
        execution_duration: `${second}s`,
        state,
        tags: { 'mlflow.traceName': name, even: String(second % 2 === 0) },
        ...more,
      }),
    );
  await tell(1, 'a', 'OK');
  await tell(2, 'b', 'OK', { trace_metadata: { 'mlflow.trace.session': 's2' } });
  await tell(3, 'a', 'ERROR');
  await tell(4, 'b', 'OK', { trace_metadata: {} });
  await server.understood();
});

describe('metrics', () => {
  const query = async (body: object): Promise<unknown> => {
    const view = { view_type: 'TRACES', experiment_ids };
    const { status, json, text } = await server.post(`${traces}/metrics`, { ...view, ...body });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    return json.data_points;
  };
  const count = [{ aggregation_type: 'COUNT' }];

  it('count traces and sessions', async () => {
    expect(await query({ metric_name: 'trace_count', aggregations: count })).toEqual([
      { metric_name: 'trace_count', dimensions: {}, values: { COUNT: 4 } },
    ]);
    expect(await query({ metric_name: 'session_count', aggregations: count })).toEqual([
      { metric_name: 'session_count', dimensions: {}, values: { COUNT: 2 } },
    ]);
  });

  it('group by name, status and time', async () => {
    const dimensions = ['trace_name', 'trace_status'];
    const body = { metric_name: 'trace_count', aggregations: count };
    expect(await query({ ...body, dimensions })).toMatchObject([
      { dimensions: { trace_name: 'a', trace_status: 'ERROR' }, values: { COUNT: 1 } },
      { dimensions: { trace_name: 'a', trace_status: 'OK' }, values: { COUNT: 1 } },
      { dimensions: { trace_name: 'b', trace_status: 'OK' }, values: { COUNT: 2 } },
    ]);
    expect(await query({ ...body, time_interval_seconds: 2 })).toMatchObject([
      { dimensions: { time_bucket: '2026-11-21T07:00:00+00:00' }, values: { COUNT: 1 } },
      { dimensions: { time_bucket: '2026-11-21T07:00:02+00:00' }, values: { COUNT: 2 } },
      { dimensions: { time_bucket: '2026-11-21T07:00:04+00:00' }, values: { COUNT: 1 } },
    ]);
  });

  it('sum up durations and tokens of what filters match', async () => {
    const aggregations = [
      { aggregation_type: 'AVG' },
      { aggregation_type: 'PERCENTILE', percentile_value: 50 },
    ];
    const filters = ["trace.status = 'OK'", "trace.tag.even = 'true'"];
    expect(await query({ metric_name: 'latency', aggregations, filters })).toEqual([
      { metric_name: 'latency', dimensions: {}, values: { AVG: 3000, 'P50.0': 3000 } },
    ]);
    const sum = [{ aggregation_type: 'SUM' }];
    expect(await query({ metric_name: 'total_tokens', aggregations: sum })).toMatchObject([
      { values: { SUM: 14 } },
    ]);
    const early = { start_time_ms: 1795244401000, end_time_ms: 1795244402000 };
    expect(await query({ metric_name: 'latency', aggregations: sum, ...early })).toMatchObject([
      { values: { SUM: 3000 } },
    ]);
  });

  it.each([
    [{ view_type: 'SPANS' }, 'TRACES alone'],
    [{ metric_name: 'bogus' }, 'metric_name'],
    [{ dimensions: ['bogus'] }, 'dimensions'],
    [{ aggregations: [] }, 'aggregations'],
    [{ aggregations: [{ aggregation_type: 'PERCENTILE' }] }, 'percentile_value'],
    [{ filters: ['bogus = 1'] }, 'bogus'],
    [{ experiment_ids: [] }, 'experiment'],
    [{ time_interval_seconds: 0 }, 'time_interval_seconds'],
  ])('are refused with what is wrong: %j', async (wrong, word) => {
    const body = { view_type: 'TRACES', experiment_ids, metric_name: 'latency' };
    const { status, json } = await server.post(`${traces}/metrics`, {
      ...body,
      aggregations: [{ aggregation_type: 'AVG' }],
      ...wrong,
    });
    expect([status, json.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(json.message).toContain(word);
  });
});

describe('correlation of filters', () => {
  const correlate = (body: object): Promise<Json> =>
    server.post(`${traces}/calculate-filter-correlation`, { experiment_ids, ...body });

  it('is told with its counts', async () => {
    const body = { filter_string1: "name = 'a'", filter_string2: "status = 'ERROR'" };
    expect((await correlate(body)).json).toEqual({
      npmi: 0.5,
      npmi_smoothed: expect.closeTo(0.29248, 4),
      filter1_count: 2,
      filter2_count: 1,
      joint_count: 1,
      total_count: 4,
    });
    const base = { ...body, base_filter: "tag.even = 'true'" };
    expect((await correlate(base)).json).toMatchObject({ npmi: 'NaN', total_count: 2 });
    expect((await correlate({ filter_string1: 'x', filter_string2: 'y' })).status).toBe(400);
  });
});
