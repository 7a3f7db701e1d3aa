import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeSpan } from '../otlp/decode-span';
import { encodeSpan, type SpanInput } from '../otlp/encode';
import type { Span } from '../otlp/model';
import type { TraceInfo } from '../annotations/trace-info';
import {
  formatExactJson,
  formatPythonJson,
  isExactObject,
  isList,
  parseExactJson,
  type ExactJson,
} from './exact-json';
import { spanAttributesOf, valueOfAttribute } from './attribute-json';
import { anyValueToJson, jsonToAnyValue } from './convert-json';
import { exactJson } from './test-support/arbitrary-exact-json';
import { traceRecord } from './test-support/arbitrary-record';
import type { TraceRecord } from './trace-info-json';
import { parseSpanId, parseTraceId } from '../units';
import { readMlflowTraces, type MlflowTrace } from './read-traces';
import { captured } from './test-support/captures';
import { traceToJson, traceToProtoJson, type SpanToWrite } from './trace-json';

const traceId = parseTraceId('3ced577b6c7d19a8fc4f70e84f9384f6') as NonNullable<
  ReturnType<typeof parseTraceId>
>;
const spanId = parseSpanId('74447e94239b7bb5') as NonNullable<ReturnType<typeof parseSpanId>>;
const bare = { traceId, spanId, name: 'root', startNs: 1n, endNs: 0n } satisfies SpanInput;
const record: TraceRecord = {
  info: {
    traceId,
    clientRequestId: null,
    experimentId: null,
    requestTimeMs: null,
    executionDurationMs: null,
    state: 'OK',
    requestPreview: null,
    responsePreview: null,
    metadata: {},
  },
  tags: [],
  assessments: [],
};

const options = { nowMs: 1_000, origin: 'import' } as const;

function readOne(json: ExactJson): MlflowTrace & { readonly info: TraceInfo } {
  const { traces, notes } = readMlflowTraces(json, options);
  const [trace] = traces;
  if (trace?.info === null || trace === undefined || notes.length > 0)
    throw new Error(JSON.stringify(notes));
  return trace as MlflowTrace & { readonly info: TraceInfo };
}

/** Through the store's bytes, as every span goes. */
function stored(spans: readonly SpanInput[]): SpanToWrite[] {
  return spans.map((span) => ({ span: decodeSpan(encodeSpan(span)), understood: null }));
}

/** Members in order of their names: that of protobuf's maps is none. Without members left out. */
function sorted(json: ExactJson): ExactJson {
  if (isList(json)) return json.map(sorted);
  if (!isExactObject(json)) return json;
  return new Map(
    [...json]
      .map(([name, value]) => [name, sorted(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What the newest version writes beside what older ones did. */
function withTodaysMembers(json: ExactJson): ExactJson {
  const trace = parseExactJson(formatExactJson(json)) as Map<
    string,
    Map<string, Map<string, ExactJson>[]>
  >;
  for (const span of trace.get('data')?.get('spans') ?? []) {
    if (!span.has('links')) span.set('links', []);
    if (!span.has('kind')) span.set('kind', 'SPAN_KIND_INTERNAL');
  }
  return trace;
}

function attribute(): fc.Arbitrary<{ key: string; value: ExactJson }> {
  // Halves of surrogate pairs cannot be UTF-8, which stored bytes are.
  const value = exactJson().map((one) =>
    parseExactJson(formatExactJson(one).replaceAll(/\\ud[89a-f]../g, '?')),
  );
  return fc.record({ key: fc.string({ minLength: 1 }), value });
}

describe('traceToJson', () => {
  it.each(['to-json-3.11.json', 'rich-to-json-3.6.json', 'rich-to-json-3.18.json'])(
    'writes again what to_json wrote: %s',
    (file) => {
      const json = parseExactJson(captured(file));
      const { spans, ...record } = readOne(json);
      expect(sorted(traceToJson(record, stored(spans)))).toEqual(sorted(withTodaysMembers(json)));
    },
  );

  it('writes a span that knows nothing of MLflow so that the SDK can read it', () => {
    const span = decodeSpan(
      encodeSpan({
        ...bare,
        attributes: [
          { key: 'gen_ai.request.model', value: { type: 'string', value: 'gpt-4o' } },
          { key: 'gen_ai.input.messages', value: { type: 'string', value: '[1]' } },
          { key: 'n', value: { type: 'int', value: 3n } },
          { key: 'ratio', value: { type: 'double', value: 1 } },
        ],
      }),
    );
    const understood = { spanType: 'LLM', inputs: { a: [1, 0.5] }, outputs: null };
    const json = formatExactJson(traceToJson(record, [{ span, understood }]));
    expect(JSON.parse(json)).toMatchObject({
      info: { trace_id: `tr-${traceId}`, request_time: '1970-01-01T00:00:00Z', state: 'OK' },
      data: {
        spans: [
          {
            trace_id: 'PO1Xe2x9Gaj8T3DoT5OE9g==',
            span_id: 'dER+lCObe7U=',
            parent_span_id: null,
            end_time_unix_nano: null,
            status: { code: 'STATUS_CODE_UNSET', message: '' },
            attributes: {
              'mlflow.traceRequestId': `"tr-${traceId}"`,
              'mlflow.spanType': '"LLM"',
              'mlflow.spanInputs': '{"a": [1, 0.5]}',
              'mlflow.spanOutputs': 'null',
              'gen_ai.request.model': '"gpt-4o"',
              'gen_ai.input.messages': '"[1]"',
              n: '3',
              ratio: '1.0',
            },
          },
        ],
      },
    });
  });
});

describe('traceToProtoJson', () => {
  it('writes what the server answers with', () => {
    const json = parseExactJson(captured('batch-get-3.17.json'));
    const { spans, ...info } = readOne(json);
    const written = traceToProtoJson(info, stored(spans));
    // The server says of every assessment that it is valid; what wrote the capture, of feedback.
    const text = formatExactJson(json).replace('"paris"}', '"paris"},"valid":true');
    expect(sorted(new Map([['traces', [written]]]))).toEqual(sorted(parseExactJson(text)));
  });

  it('writes the same of spans whose attributes are JSON text', () => {
    const { spans } = readOne(parseExactJson(captured('to-json-3.11.json')));
    const theirs = readOne(parseExactJson(captured('batch-get-3.17.json')));
    expect(sorted(traceToProtoJson(theirs, stored(spans)))).toEqual(
      sorted(traceToProtoJson(theirs, stored(theirs.spans))),
    );
  });

  it('writes a value that is nested deeper than Python takes as its text', () => {
    let value: ExactJson = 'x';
    for (let level = 0; level < 40; level++) value = [value];
    const text = formatExactJson(value);
    const span = decodeSpan(
      encodeSpan({
        ...bare,
        attributes: [{ key: 'mlflow.spanInputs', value: { type: 'string', value: text } }],
      }),
    );
    const json = formatExactJson(traceToProtoJson(record, [{ span, understood: null }]));
    expect(json).toContain(JSON.stringify({ string_value: text }));
  });

  it('writes links, kinds and numbers without a sign of their own', () => {
    const span: Span = decodeSpan(
      encodeSpan({
        ...bare,
        kind: 3,
        attributes: [{ key: 'nan', value: { type: 'double', value: Number.NaN } }],
        links: [
          {
            traceId: 'ab'.repeat(16),
            spanId: 'cd'.repeat(8),
            traceState: '',
            attributes: [],
            droppedAttributesCount: 0,
            flags: 0,
          },
          {
            traceId: 'ab',
            spanId: '',
            traceState: '',
            attributes: [],
            droppedAttributesCount: 0,
            flags: 0,
          },
        ],
      }),
    );
    expect(
      JSON.parse(formatExactJson(traceToProtoJson(record, [{ span, understood: null }]))),
    ).toMatchObject({
      spans: [
        {
          kind: 'SPAN_KIND_CLIENT',
          attributes: [
            { key: 'nan', value: { double_value: 'NaN' } },
            { key: 'mlflow.traceRequestId', value: { string_value: `tr-${traceId}` } },
          ],
          links: [{ trace_id: 'q6urq6urq6urq6urq6urqw==', span_id: 'zc3Nzc3Nzc0=' }],
        },
      ],
    });
  });
});

describe('round trips', () => {
  it('lose nothing of a record', () => {
    fc.assert(
      fc.property(traceRecord(), (ours) => {
        const spans = [
          {
            span: decodeSpan(encodeSpan({ ...bare, traceId: ours.info.traceId })),
            understood: null,
          },
        ];
        for (const write of [traceToJson, traceToProtoJson]) {
          const json = parseExactJson(formatExactJson(write(ours, spans), { indent: 1 }));
          const { info, tags, assessments } = readOne(json);
          expect({ info, tags, assessments }).toEqual(ours);
        }
      }),
    );
  });

  it('lose nothing of a span', () => {
    fc.assert(
      fc.property(
        fc.array(attribute(), { maxLength: 5 }),
        fc.constantFrom('text', 'native'),
        (attributes, encoding) => {
          const keyed = new Map(attributes.map(({ key, value }) => [key, value]));
          keyed.set('mlflow.traceRequestId', `tr-${traceId}`);
          const input = {
            ...bare,
            attributes: [...keyed].map(([key, value]) => ({
              key,
              value:
                encoding === 'text'
                  ? ({ type: 'string', value: formatPythonJson(value) } as const)
                  : jsonToAnyValue(value),
            })),
          };
          for (const write of [traceToJson, traceToProtoJson]) {
            const json = parseExactJson(formatExactJson(write(record, stored([input]))));
            const [span] = readOne(json).spans;
            const logged = [...spanAttributesOf(span as SpanInput & Pick<Span, 'attributes'>)].map(
              ([key, one]) => [key, anyValueToJson(valueOfAttribute(one))],
            );
            expect(new Map(logged as [string, ExactJson][])).toEqual(keyed);
          }
        },
      ),
    );
  });
});
