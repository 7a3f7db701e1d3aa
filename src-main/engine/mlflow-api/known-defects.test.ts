/** What MLflow's own server does wrong with what it is sent (mlflow.md §1), done right here. */
import { describe, expect, it } from 'vitest';

import {
  newTrace,
  span,
  spanHex,
  traceInfo,
  apiServerOfFile,
  type SpanSpec,
  type Json,
} from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const traces = '/api/3.0/mlflow/traces';
const GenAiCall = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4o-mini',
  'gen_ai.usage.input_tokens': 5,
  'gen_ai.usage.output_tokens': 7,
};
const usage = { input_tokens: 5, output_tokens: 7, total_tokens: 12 };

async function sent(...specs: Omit<SpanSpec, 'trace'>[]): Promise<string> {
  const trace = newTrace();
  await server.export(specs.map((spec) => span({ trace, ...spec })));
  return trace;
}

/** As `GET traces/<id>` tells it, once all is understood. */
async function infoOf(trace: string): Promise<Json> {
  await server.understood();
  return (await server.get(`${traces}/tr-${trace}`)).json.trace.trace_info;
}

async function usageOf(trace: string): Promise<unknown> {
  return JSON.parse((await infoOf(trace)).trace_metadata['mlflow.trace.tokenUsage']);
}

describe('tokens', () => {
  it('are counted once however often a span is sent', async () => {
    const call = { span: 1, attributes: GenAiCall };
    const trace = await sent(call);
    await server.export([span({ trace, ...call })]);
    await server.export([span({ trace, ...call, toMs: 300 })]);
    expect(await usageOf(trace)).toEqual(usage);
  });

  it('of a call are not counted again where its parent sums them up', async () => {
    const sum = { 'mlflow.chat.tokenUsage': JSON.stringify(usage) };
    const trace = await sent(
      { span: 1, attributes: { 'mlflow.spanType': '"AGENT"', ...sum } },
      { span: 2, parent: 1, attributes: { 'mlflow.spanType': '"CHAT_MODEL"', ...sum } },
    );
    expect(await usageOf(trace)).toEqual(usage);
  });

  it('that were told of the whole trace hold, whatever its spans add', async () => {
    const trace = await sent({ span: 1, attributes: GenAiCall });
    await server.post(traces, traceInfo(trace));
    await server.export([span({ trace, span: 2, attributes: GenAiCall })]);
    expect(await usageOf(trace)).toEqual({ input_tokens: 3, output_tokens: 4, total_tokens: 7 });
  });
});

describe('a span without an end', () => {
  it('makes no trace of negative duration', async () => {
    const trace = await sent({ span: 1, toMs: null });
    expect(await infoOf(trace)).toMatchObject({
      request_time: '2026-11-21T07:11:44.458Z',
      execution_duration: '0s',
      state: 'IN_PROGRESS',
    });
    await server.export([span({ trace, span: 1, toMs: 265, status: 1 })]);
    expect(await infoOf(trace)).toMatchObject({ execution_duration: '0.265s', state: 'OK' });
  });

  it('nor does one that ends before it begins', async () => {
    const trace = await sent({ span: 1, fromMs: 100, toMs: 0 });
    expect((await infoOf(trace)).execution_duration).toBe('0s');
  });
});

describe('session and user', () => {
  it.each([
    ['as OTLP has them', 'sess-9', 'u-1'],
    ['as MLflow encodes values', '"sess-9"', '"u-1"'],
  ])('have no quotes: %s', async (_, session, user) => {
    const attributes = { 'session.id': session, 'user.id': user, 'mlflow.spanType': '"AGENT"' };
    const trace = await sent({ span: 1, attributes });
    expect((await infoOf(trace)).trace_metadata).toMatchObject({
      'mlflow.trace.session': 'sess-9',
      'mlflow.trace.user': 'u-1',
    });
  });

  it('are read from gen_ai.conversation.id as well', async () => {
    const trace = await sent({ span: 1, attributes: { 'gen_ai.conversation.id': 'conv-3' } });
    expect((await infoOf(trace)).trace_metadata['mlflow.trace.session']).toBe('conv-3');
  });
});

describe('the type of a span that came by OTLP', () => {
  it('is there, and found by', async () => {
    const trace = await sent(
      { span: 1, attributes: { 'openinference.span.kind': 'AGENT' } },
      { span: 2, parent: 1, attributes: GenAiCall },
    );
    await server.export([span({ trace, span: 3, parent: 1 })], { 'x-mlflow-experiment-id': '31' });
    await server.understood();
    const whole = await server.get(`${traces}/get?trace_id=tr-${trace}`);
    const types = whole.json.trace.spans.map(
      ({ attributes }: Json) =>
        attributes.find(({ key }: Json) => key === 'mlflow.spanType')?.value.string_value,
    );
    expect(types).toEqual(['AGENT', 'CHAT_MODEL', 'UNKNOWN']);
    for (const type of ['AGENT', 'CHAT_MODEL', 'LLM']) {
      const found = await server.post(`${traces}/search`, {
        locations: [{ mlflow_experiment: { experiment_id: '31' } }],
        filter: `span.type = '${type}'`,
      });
      expect(found.json.traces).toMatchObject([{ trace_id: `tr-${trace}` }]);
    }
  });
});

describe('the state of a trace', () => {
  it('follows a root that comes late', async () => {
    const trace = await sent({ span: 2, parent: 1, status: 1 });
    expect((await infoOf(trace)).state).toBe('IN_PROGRESS');
    await server.export([span({ trace, span: 1, status: 2 })]);
    expect((await infoOf(trace)).state).toBe('ERROR');
  });

  it('follows a root that is sent again', async () => {
    const trace = await sent({ span: 1, status: 1 });
    expect((await infoOf(trace)).state).toBe('OK');
    await server.export([span({ trace, span: 1, toMs: 400, status: 2 })]);
    expect(await infoOf(trace)).toMatchObject({ state: 'ERROR', execution_duration: '0.400s' });
  });

  it('follows a root that began earlier than the one there was', async () => {
    const trace = await sent({ span: 2, fromMs: 100, name: 'second', status: 1 });
    await server.export([span({ trace, span: 1, name: 'first', status: 2 })]);
    expect(await infoOf(trace)).toMatchObject({
      state: 'ERROR',
      tags: { 'mlflow.traceName': 'first' },
    });
  });

  it('is not hidden by a late child: its error is found', async () => {
    const trace = await sent({ span: 1, status: 1 });
    const headers = { 'x-mlflow-experiment-id': '32' };
    await server.export([span({ trace, span: 2, parent: 1, status: 2 })], headers);
    const found = await server.post(`${traces}/search`, {
      locations: [{ mlflow_experiment: { experiment_id: '32' } }],
      filter: "trace.status = 'OK' AND span.status = 'ERROR'",
    });
    expect(found.json.traces).toMatchObject([{ trace_id: `tr-${trace}` }]);
  });

  it('follows previews that come late', async () => {
    const trace = await sent({ span: 1, attributes: { 'mlflow.spanInputs': '"first"' } });
    expect((await infoOf(trace)).request_preview).toBe('first');
    const attributes = { 'mlflow.spanInputs': '"second"', 'mlflow.spanOutputs': '"done"' };
    await server.export([span({ trace, span: 1, toMs: 400, attributes })]);
    expect(await infoOf(trace)).toMatchObject({
      request_preview: 'second',
      response_preview: 'done',
    });
  });
});

describe('what OTLP says of a span', () => {
  it('is kept: kind, links, scope and resource', async () => {
    const links = [{ traceId: newTrace(), spanId: spanHex(9), attributes: [] }];
    const trace = await sent({ span: 1, more: { kind: 3, links, traceState: 'a=b' } });
    const whole = await server.get(`${traces}/get?trace_id=tr-${trace}`);
    expect(whole.json.trace.spans).toMatchObject([
      { kind: 'SPAN_KIND_CLIENT', trace_state: 'a=b', links: [{}] },
    ]);
    const { client } = server;
    const { rows } = await client.call('traces.window', {
      text: '',
      sort: { key: 'start', descending: true },
      offset: 0,
      limit: 100,
      snapshot: null,
      experiment: null,
    });
    const row = rows.find(({ traceId }) => traceId === trace);
    expect(row).toMatchObject({ spanCount: 1 });
    const chunks: Json[] = [];
    await client.call('trace.open', { traceId: trace }, (chunk) => chunks.push(chunk));
    const spanKey = chunks.find(({ type }) => type === 'rows').columns.keys[0];
    expect(await client.call('trace.spanDetail', { spanKey })).toMatchObject({
      span: { kind: 3, traceState: 'a=b', links: [{ spanId: spanHex(9) }] },
      resource: { attributes: [{ key: 'team', value: { value: 'search' } }] },
      scope: { name: 'test', version: '1' },
    });
  });

  it('says what trace it is of, not an attribute', async () => {
    const other = newTrace();
    const attributes = { 'mlflow.traceRequestId': `tr-${other}` };
    const trace = await sent({ span: 1, attributes });
    expect((await server.get(`${traces}/tr-${trace}`)).status).toBe(200);
    expect((await server.get(`${traces}/tr-${other}`)).status).toBe(404);
  });
});

describe('the experiment of a trace', () => {
  const experimentOf = async (trace: string): Promise<string> =>
    (await server.get(`${traces}/tr-${trace}`)).json.trace.trace_info.trace_location
      .mlflow_experiment.experiment_id;
  const inExperiment = (id: string): object => ({
    trace_location: { mlflow_experiment: { experiment_id: id } },
  });

  it('is what the whole trace was told to be of, whichever came first', async () => {
    const trace = newTrace();
    const export_ = (headers: Record<string, string>): Promise<void> =>
      server.export([span({ trace, span: 1 })], headers);
    await export_({ 'x-mlflow-experiment-id': '41' });
    expect(await experimentOf(trace)).toBe('41');
    await export_({ 'x-mlflow-experiment-id': '42' });
    expect(await experimentOf(trace)).toBe('41');
    await server.post(traces, traceInfo(trace, inExperiment('43')));
    expect(await experimentOf(trace)).toBe('43');
    await export_({ 'x-mlflow-experiment-id': '44' });
    expect(await experimentOf(trace)).toBe('43');
  });

  it('stays what a person chose', async () => {
    const trace = await sent({ span: 1 });
    const { id } = await server.client.call('experiments.create', { name: 'by hand' });
    const { rows } = await server.client.call('traces.window', {
      text: '',
      sort: { key: 'start', descending: true },
      offset: 0,
      limit: 100,
      snapshot: null,
      experiment: null,
    });
    const keys = rows.filter(({ traceId }) => traceId === trace).map(({ key }) => key);
    await server.client.call('experiments.moveTraces', { keys, id });
    await server.post(traces, traceInfo(trace, inExperiment('45')));
    expect(await experimentOf(trace)).toBe(String(id));
  });
});
