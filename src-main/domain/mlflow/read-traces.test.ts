import { describe, expect, it } from 'vitest';

import type { SpanInput } from '../otlp/encode';
import { formatExactJson, parseExactJson, type ExactJson } from './exact-json';
import { readMlflowTraces, type MlflowTraces } from './read-traces';
import { captured } from './test-support/captures';

const options = { nowMs: 1_000, origin: 'import' } as const;

function read(text: string): MlflowTraces {
  return readMlflowTraces(parseExactJson(text), options);
}

const traceId = '3ced577b6c7d19a8fc4f70e84f9384f6';

function attribute(span: SpanInput | undefined, key: string): unknown {
  return span?.attributes?.find((one) => one.key === key)?.value;
}

describe('readMlflowTraces', () => {
  it('reads what to_json of 3.11 wrote', () => {
    const { traces, notes } = read(captured('to-json-3.11.json'));
    expect(notes).toEqual([]);
    expect(traces).toHaveLength(1);
    const [trace] = traces;
    expect(trace?.info).toMatchObject({
      traceId,
      clientRequestId: 'creq-1',
      experimentId: 1,
      requestTimeMs: Date.UTC(2026, 10, 21, 7, 11, 44, 458),
      executionDurationMs: 265,
      state: 'OK',
      requestPreview: 'Hello',
      responsePreview: '"Hi there"',
    });
    expect(trace?.info?.metadata['mlflow.trace.session']).toBe('s1');
    expect(trace?.tags).toContainEqual({ key: 'env', value: 'dev' });
    expect(trace?.assessments.map(({ name, kind, value }) => [name, kind, value])).toEqual([
      ['good', 'feedback', false],
      ['exps', 'expectation', 'paris'],
      ['err', 'feedback', null],
      ['err', 'feedback', 0.5],
    ]);
    expect(trace?.assessments[2]).toMatchObject({ isValid: false, error: { code: 'ValueError' } });
    expect(trace?.assessments[3]?.overrides).toBe('a-2048adbb2ade4cb18a01e033044652a0');
    expect(trace?.spans.map(({ name }) => name)).toEqual(['agent', 'llm', 'tool']);
    expect(trace?.spans[0]).toMatchObject({
      traceId,
      spanId: '74447e94239b7bb5',
      parentSpanId: null,
      startNs: 1_795_245_104_458_595_527n,
      endNs: 1_795_245_104_723_948_638n,
      statusCode: 1,
    });
    expect(attribute(trace?.spans[2], 'mlflow.spanInputs')).toEqual({
      type: 'string',
      value: '"x"',
    });
    expect(trace?.spans[2]?.events?.[0]).toMatchObject({
      name: 'exception',
      timeNs: 1_795_245_104_679_598_848n,
    });
  });

  it('reads what the TypeScript SDK wrote: data alone, values parsed, no parent as empty text', () => {
    const { traces, notes } = read(captured('typescript-0.2.0-traces.json'));
    expect(notes).toEqual([]);
    const [trace] = traces;
    expect(trace?.info).toBeNull();
    expect(trace?.traceId).toBe('a9f17e04c6e90f77b7e961b12ecd46bf');
    expect(trace?.spans.map(({ parentSpanId }) => parentSpanId)).toEqual([
      null,
      '7f411113d4d04ebc',
    ]);
    expect(attribute(trace?.spans[0], 'mlflow.spanOutputs')).toEqual({
      type: 'kvlist',
      entries: [{ key: 'answer', value: { type: 'string', value: 'svar' } }],
    });
  });

  it('reads the body with which the TypeScript SDK begins', () => {
    const { traces, notes } = read(captured('typescript-0.2.0-trace-info.json'));
    expect(notes).toEqual([]);
    expect(traces[0]).toMatchObject({
      traceId: 'a9f17e04c6e90f77b7e961b12ecd46bf',
      info: { executionDurationMs: 3, state: 'OK' },
      tags: [{ key: 'fruit', value: 'pear' }],
      spans: [],
    });
  });

  it('reads an answer of the REST API', () => {
    const { traces, notes } = read(captured('batch-get-3.17.json'));
    expect(notes).toEqual([]);
    const [ours] = traces;
    const [theirs] = read(captured('to-json-3.11.json')).traces;
    expect(ours?.info).toEqual(theirs?.info);
    expect(ours?.spans).toHaveLength(3);
    const agent = ours?.spans.find(({ name }) => name === 'agent');
    expect(agent).toMatchObject({
      spanId: '74447e94239b7bb5',
      startNs: 1_795_245_104_458_595_527n,
    });
    expect(attribute(agent, 'mlflow.traceRequestId')).toEqual({
      type: 'string',
      value: `tr-${traceId}`,
    });
  });

  it('reads spans of 3.5.0: hex ids and a bare status', () => {
    const { traces, notes } = read(
      JSON.stringify({
        spans: [
          {
            trace_id: `tr-${traceId}`,
            span_id: '74447e94239b7bb5',
            parent_span_id: null,
            name: 'agent',
            start_time_unix_nano: 1,
            end_time_unix_nano: 2,
            status: { code: 'ERROR', message: 'no' },
            attributes: { 'mlflow.traceRequestId': `"tr-${traceId}"` },
            events: [],
          },
        ],
      }),
    );
    expect(notes).toEqual([]);
    expect(traces[0]?.spans[0]).toMatchObject({
      traceId,
      spanId: '74447e94239b7bb5',
      statusCode: 2,
      statusMessage: 'no',
    });
  });

  it('reads schema v2, whose ids are no OTLP ids', () => {
    const { traces, notes } = read(
      JSON.stringify({
        info: {
          request_id: '0123456789abcdef0123456789abcdef',
          experiment_id: '7',
          timestamp_ms: 1_700_000_000_000,
          execution_time_ms: 5,
          status: 'TRACE_STATUS_UNSPECIFIED',
          request_metadata: [{ key: 'mlflow.source.name', value: 'app.py' }],
          tags: { env: 'dev' },
        },
        data: {
          request: '{"q": 1}',
          response: '"a"',
          spans: [
            {
              name: 'root',
              context: { trace_id: '0xabc', span_id: '0x12' },
              parent_id: null,
              start_time: 1,
              end_time: 2,
              status_code: 'OK',
              status_message: '',
              attributes: { 'mlflow.traceRequestId': '"0123456789abcdef0123456789abcdef"' },
              events: [{ name: 'e', timestamp: 3, attributes: {} }],
            },
          ],
        },
      }),
    );
    expect(notes).toEqual([]);
    const id = 'abc'.padStart(32, '0');
    expect(traces).toHaveLength(1);
    expect(traces[0]).toMatchObject({
      traceId: id,
      info: {
        traceId: id,
        clientRequestId: '0123456789abcdef0123456789abcdef',
        experimentId: 7,
        requestTimeMs: 1_700_000_000_000,
        executionDurationMs: 5,
        state: 'STATE_UNSPECIFIED',
        requestPreview: '{"q": 1}',
        metadata: { 'mlflow.source.name': 'app.py' },
      },
      tags: [{ key: 'env', value: 'dev' }],
    });
    expect(traces[0]?.spans[0]).toMatchObject({
      traceId: id,
      spanId: '12'.padStart(16, '0'),
      statusCode: 1,
    });
  });

  it('reads lists and answers of a search', () => {
    const one = captured('to-json-3.11.json');
    expect(read(`[${one}, ${one}]`).traces).toHaveLength(2);
    expect(read(`{"traces": [${one}]}`).traces).toHaveLength(1);
    const info = formatExactJson(
      (parseExactJson(one) as Map<string, ExactJson>).get('info') ?? null,
    );
    expect(read(`{"traces": [${info}], "next_page_token": ""}`).traces[0]).toMatchObject({
      traceId,
      spans: [],
    });
  });

  it('keeps what is right beside what is wrong, and says what that is', () => {
    const broken = captured('to-json-3.11.json')
      .replace('"gOddwyovK7w="', '"no id"')
      .replace('"source_type": "HUMAN"', '"source_type": "ROBOT"');
    const { traces, notes } = read(broken);
    expect(traces[0]?.spans).toHaveLength(2);
    expect(traces[0]?.assessments).toHaveLength(3);
    expect(notes.map(({ reason }) => reason)).toEqual([
      'A span was left out. span_id: a span id was expected.',
      'An assessment was left out. source.source_type: one of HUMAN, LLM_JUDGE, CODE, SOURCE_TYPE_UNSPECIFIED was expected.',
    ]);
  });

  it.each([
    ['3', 'The value is no trace of MLflow.'],
    ['{"a": 1}', 'The value is no trace of MLflow.'],
    ['{"spans": []}', 'There is no span.'],
    [
      '{"info": {"request_id": "tr-3ced577b6c7d19a8fc4f70e84f9384f6", "timestamp_ms": 1700000000000000000}, "data": {}}',
      'The info was left out. info.timestamp_ms: a number of milliseconds was expected.',
    ],
    ['{"info": {}, "data": {}}', 'The info was left out. info.trace_id: a text was expected.'],
    [
      '{"info": {"trace_id": "x"}, "data": {}}',
      'The info was left out. info.trace_id: an id of “tr-” and 32 hexadecimal digits that are not all 0 was expected.',
    ],
  ])('says what is wrong of %s', (text, note) => {
    const { traces, notes } = read(text);
    expect(traces).toEqual([]);
    expect(notes.map(({ reason }) => reason)).toEqual([note]);
  });
});
