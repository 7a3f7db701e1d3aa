/** Row 7: the artifact of the TypeScript SDK (mlflow.md §4). */
import { describe, expect, it } from 'vitest';

import { apiServerOfFile, newTrace } from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const traces = '/api/3.0/mlflow/traces';

describe('row 7: the artifact of the TypeScript SDK', () => {
  const wire = (trace: string): string =>
    `{"spans":[{"trace_id":"${Buffer.from(trace, 'hex').toString('base64')}","span_id":"f0ERE9TQTrw=","parent_span_id":"","name":"root","start_time_unix_nano":1795245394157000000,"end_time_unix_nano":1795245394160581716,"status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.traceRequestId":"tr-${trace}","mlflow.spanType":"AGENT","mlflow.spanInputs":{"messages":[{"role":"user","content":"hej"}]},"mlflow.spanOutputs":{"answer":"svar"}},"events":[]}]}`;
  const path = (trace: string): string =>
    `/api/2.0/mlflow-artifacts/artifacts/1/traces/tr-${trace}/artifacts/traces.json`;

  it('is stored as spans, read as a trace and given back', async () => {
    const id = await server.tell();
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

  it('does not replace a whole span by one that says less', async () => {
    const trace = newTrace();
    const whole = {
      traceId: trace,
      spanId: Buffer.from('f0ERE9TQTrw=', 'base64').toString('hex'),
      name: 'root',
      startTimeUnixNano: '1795245394157000000',
      endTimeUnixNano: '1795245394160581716',
      attributes: [{ key: 'kept', value: { stringValue: 'yes' } }],
    };
    await server.export([whole]);
    expect((await server.ask('PUT', path(trace), wire(trace))).status).toBe(200);
    expect((await server.get(path(trace))).text).toContain('"kept"');
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
