/** What Langfuse's SDKs (Python 3.6 and 5.0) send beside OTLP. */
import { describe, expect, it } from 'vitest';

import {
  newTrace,
  span,
  spanHex,
  apiServerOfFile,
  type Json,
} from '../http-api/test-support/api-server';

const server = apiServerOfFile();
const scores = '/api/public/scores';

async function assessmentsOf(trace: string): Promise<Json[]> {
  const { json } = await server.get(`/api/3.0/mlflow/traces/tr-${trace}`);
  return json.trace.trace_info.assessments ?? [];
}

function credentials(key: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${key}:sk-lf-secret`).toString('base64')}` };
}

describe('the server', () => {
  it('is well and has a project for every key', async () => {
    expect((await server.get('/api/public/health')).json).toMatchObject({ status: 'OK' });
    const headers = credentials('pk-lf-1');
    const { json } = await server.get('/api/public/projects', { headers });
    const organization = { id: 'otelier', name: 'Otelier' };
    expect(json).toEqual({
      data: [{ id: 'pk-lf-1', name: 'Langfuse pk-lf-1', organization, metadata: {} }],
    });
  });

  it('keeps the project of the key with the spans, and no secret', async () => {
    const trace = newTrace();
    await server.export([span({ trace, span: 1 })], credentials('pk-lf-2'));
    const { json } = await server.get(`/api/3.0/mlflow/traces/tr-${trace}`);
    const { experiment_id: id } = json.trace.trace_info.trace_location.mlflow_experiment;
    const found = await server.get(`/api/2.0/mlflow/experiments/get?experiment_id=${id}`);
    expect(found.json.experiment.name).toBe('Langfuse pk-lf-2');
  });

  it('says what it does not answer, in JSON', async () => {
    expect(await server.post('/api/public/media', {})).toMatchObject({
      status: 404,
      json: { error: 'ENDPOINT_NOT_FOUND', message: expect.stringContaining('OTLP') },
    });
    expect((await server.get(scores, { headers: { Origin: 'http://localhost' } })).status).toBe(
      403,
    );
    // Not of this API: what OTLP says of it.
    expect((await server.get('/api/public/otel/v1/other')).json).toMatchObject({ code: 5 });
  });
});

describe('scores', () => {
  it('become feedback of a trace or a span, be it before they come', async () => {
    const trace = newTrace();
    const score = {
      id: 's-1',
      traceId: trace,
      name: 'quality',
      value: 0.9,
      dataType: 'NUMERIC',
      comment: 'well done',
      timestamp: '2026-11-21T07:11:44.942Z',
      metadata: { run: 'r', n: { a: [1] } },
      environment: 'test',
      configId: 'c',
    };
    const all = [
      score,
      { id: 's-2', traceId: trace, name: 'ok', value: 1, dataType: 'BOOLEAN' },
      { id: 's-3', traceId: trace, name: 'mood', value: 'good', dataType: 'CATEGORICAL' },
      { traceId: trace, observationId: spanHex(1), name: 'n', value: 0, source: 'ANNOTATION' },
    ];
    const sent = await server.post(scores, all);
    expect(sent).toMatchObject({ status: 202, json: { message: 'Accepted' } });
    await server.export([span({ trace, span: 1 })]);
    const kept = await assessmentsOf(trace);
    expect(kept).toHaveLength(4);
    expect(kept).toEqual(
      expect.arrayContaining([
        {
          assessment_id: 's-1',
          assessment_name: 'quality',
          trace_id: `tr-${trace}`,
          source: { source_type: 'CODE', source_id: 'langfuse' },
          create_time: '2026-11-21T07:11:44.942Z',
          last_update_time: '2026-11-21T07:11:44.942Z',
          feedback: { value: 0.9 },
          rationale: 'well done',
          metadata: {
            run: 'r',
            n: '{"a": [1]}',
            'langfuse.environment': 'test',
            'langfuse.config_id': 'c',
          },
          valid: true,
        },
        expect.objectContaining({ assessment_id: 's-2', feedback: { value: true } }),
        expect.objectContaining({ assessment_id: 's-3', feedback: { value: 'good' } }),
        expect.objectContaining({
          span_id: spanHex(1),
          feedback: { value: 0 },
          source: { source_type: 'HUMAN', source_id: 'langfuse' },
        }),
      ]),
    );

    // Sent again, as SDKs do where no answer came, and changed.
    expect((await server.post(scores, { ...score, value: 0.1 })).json).toEqual({ id: 's-1' });
    const again = await assessmentsOf(trace);
    expect(again).toHaveLength(4);
    expect(again).toContainEqual(
      expect.objectContaining({ assessment_id: 's-1', feedback: { value: 0.1 } }),
    );
  });

  it('of a session are those of its latest trace', async () => {
    const [first, second] = [newTrace(), newTrace()];
    const attributes = { 'session.id': 'lf-session' };
    await server.export([
      span({ trace: second, span: 1, fromMs: 100, attributes }),
      span({ trace: first, span: 1, attributes }),
    ]);
    // The score does not wait to be asked until the spans are understood.
    const score = { sessionId: 'lf-session', name: 'nice', value: 1 };
    expect((await server.post(scores, [score])).status).toBe(202);
    expect(await assessmentsOf(first)).toEqual([]);
    expect(await assessmentsOf(second)).toMatchObject([
      { assessment_name: 'nice', metadata: { 'mlflow.trace.session': 'lf-session' } },
    ]);
    const ofSession = await server.client.call('assessments.ofSession', {
      sessionId: 'lf-session',
    });
    expect(ofSession).toMatchObject([{ name: 'nice' }]);
  });

  it('that are wrong do not cost the others', async () => {
    const trace = newTrace();
    const good = { id: 'good', traceId: trace, name: 'x', value: 1 };
    const other = { id: 'good', traceId: newTrace(), name: 'x', value: 1 };
    const wrong = [
      { traceId: 'legacy', name: 'x', value: 1 },
      { traceId: trace, observationId: 'legacy', name: 'x', value: 1 },
      { traceId: trace, name: 'x' },
      { traceId: trace, value: 1 },
      { datasetRunId: 'run', name: 'x', value: 1 },
      { sessionId: 'unknown', name: 'x', value: 1 },
      'no score',
      other,
    ];
    const sent = await server.post(scores, [good, ...wrong]);
    expect(sent).toMatchObject({ status: 207, json: { accepted: 1, rejected: wrong.length } });
    const messages = sent.json.errors.map(({ message }: Json) => message);
    for (const [at, word] of [
      '32 hexadecimal',
      '16 hexadecimal',
      'value',
      'name',
      'of sessions',
      'unknown',
      'object',
      'good already',
    ].entries()) {
      expect(messages[at]).toContain(word);
    }
    await server.export([span({ trace, span: 1 })]);
    expect(await assessmentsOf(trace)).toHaveLength(1);
    const alone = await server.post(scores, wrong[0] as object);
    expect([alone.status, alone.json.error]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  }, 20_000);

  it('come as events, too', async () => {
    const trace = newTrace();
    const body = { id: 's-ev', traceId: trace, name: 'x', value: 2 };
    const sent = await server.post('/api/public/ingestion', {
      batch: [
        { id: 'e-1', type: 'score-create', timestamp: '2026-11-21T07:11:44Z', body },
        { id: 'e-2', type: 'trace-create', body: { name: 'old' } },
        { id: 'e-3', type: 'score-create', body: {} },
      ],
      metadata: { sdk_name: 'python' },
    });
    expect(sent).toMatchObject({
      status: 207,
      json: {
        successes: [{ id: 'e-1', status: 201 }],
        errors: [
          { id: 'e-2', status: 400, message: expect.stringContaining('OTLP') },
          { id: 'e-3', status: 400 },
        ],
      },
    });
    await server.export([span({ trace, span: 1 })]);
    expect(await assessmentsOf(trace)).toMatchObject([{ assessment_id: 's-ev' }]);
  });

  it('wait for their sessions together, not one after the other', async () => {
    const batch = Array.from({ length: 6 }, (_, at) => ({
      id: `e-${at}`,
      type: 'score-create',
      body: { sessionId: `never ${at}`, name: 'x', value: 1 },
    }));
    const { json } = await server.post('/api/public/ingestion', { batch });
    expect(json.successes).toEqual([]);
    expect(json.errors.map(({ id }: { id: unknown }) => id)).toEqual(batch.map(({ id }) => id));
    const listed = await server.post(
      scores,
      batch.map(({ body }) => body),
    );
    expect(listed.json).toMatchObject({ accepted: 0, rejected: 6 });
  }, 15_000);
});
