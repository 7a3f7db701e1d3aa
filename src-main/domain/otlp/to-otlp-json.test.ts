import { describe, expect, it } from 'vitest';

import type { SpanId, TraceId } from '../units';
import { decodeTracesProtobuf } from './decode-protobuf';
import { encodeSpan, encodeTracesRequest, type SpanInput } from './encode';
import type { AnyValue, KeyValue } from './model';
import { decodeJsonText, ids, jsonOfSpans, only, spanBytes } from './test-support/requests';
import { logsToJson, logToJson, spanToJson, tracesToJson } from './to-otlp-json';
import { decodeLogsJson } from './decode-json';
import { encodeUtf8 } from './utf8';
import { UNKNOWN_MEMBERS_FIELD } from './unknown-members';

const attribute = (key: string, value: AnyValue): KeyValue => ({ key, value });

const span: SpanInput = {
  traceId: ids.traceId as TraceId,
  spanId: ids.spanId as SpanId,
  name: 'chat "gpt"',
  kind: 3,
  startNs: 1787000000123456789n,
  endNs: 2n ** 64n - 1n,
  attributes: [
    attribute('string', { type: 'string', value: '' }),
    attribute('bool', { type: 'bool', value: false }),
    attribute('int', { type: 'int', value: -(2n ** 63n) }),
    attribute('double', { type: 'double', value: 0.1 }),
    attribute('nan', { type: 'double', value: Number.NaN }),
    attribute('infinity', { type: 'double', value: Number.NEGATIVE_INFINITY }),
    attribute('bytes', { type: 'bytes', value: Uint8Array.of(251, 255) }),
    attribute('array', { type: 'array', values: [{ type: 'int', value: 1n }, { type: 'empty' }] }),
    attribute('kvlist', { type: 'kvlist', entries: [attribute('k', { type: 'empty' })] }),
  ],
  links: [
    {
      traceId: ids.traceId,
      spanId: 'ab',
      traceState: '',
      attributes: [],
      droppedAttributesCount: 0,
      flags: 0xffffffff,
    },
  ],
  statusCode: 2,
  statusMessage: 'failed',
};

const spanObject = {
  ...ids,
  name: 'chat "gpt"',
  kind: 3,
  startTimeUnixNano: '1787000000123456789',
  endTimeUnixNano: '18446744073709551615',
  attributes: [
    { key: 'string', value: { stringValue: '' } },
    { key: 'bool', value: { boolValue: false } },
    { key: 'int', value: { intValue: '-9223372036854775808' } },
    { key: 'double', value: { doubleValue: 0.1 } },
    { key: 'nan', value: { doubleValue: 'NaN' } },
    { key: 'infinity', value: { doubleValue: '-Infinity' } },
    { key: 'bytes', value: { bytesValue: '+/8=' } },
    { key: 'array', value: { arrayValue: { values: [{ intValue: '1' }, {}] } } },
    { key: 'kvlist', value: { kvlistValue: { values: [{ key: 'k', value: {} }] } } },
  ],
  links: [{ traceId: ids.traceId, spanId: 'ab', flags: 4294967295 }],
  status: { message: 'failed', code: 2 },
};

describe('OTLP JSON', () => {
  it('maps every type as the specification has it, indented', () => {
    expect(spanToJson(encodeSpan(span))).toBe(JSON.stringify(spanObject, null, 2));
  });

  it('puts resource and scope around spans', () => {
    const stored = decodeTracesProtobuf(
      encodeTracesRequest([
        {
          resource: {
            attributes: [attribute('service.name', { type: 'string', value: 's' })],
            schemaUrl: 'https://example.org/resource',
          },
          scopeSpans: [
            {
              scope: { name: 'lib', version: '1', schemaUrl: 'https://example.org/scope' },
              spans: [span, span],
            },
          ],
        },
      ]),
    );
    expect(JSON.parse(tracesToJson(stored))).toEqual({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] },
          scopeSpans: [
            {
              scope: { name: 'lib', version: '1' },
              spans: [spanObject, spanObject],
              schemaUrl: 'https://example.org/scope',
            },
          ],
          schemaUrl: 'https://example.org/resource',
        },
      ],
    });
  });

  it('groups spans of the store by resource and scope, whatever their order', () => {
    const payload = encodeSpan(span);
    const bytes = new Uint8Array();
    const json = tracesToJson({
      resources: [{ bytes }, { bytes }],
      scopes: [{ bytes }, { bytes }],
      spans: [
        { resource: 1, scope: 0, payload },
        { resource: 0, scope: 0, payload },
        { resource: 1, scope: 1, payload },
        { resource: 1, scope: 0, payload },
      ],
    });
    expect(JSON.parse(json)).toEqual({
      resourceSpans: [
        { scopeSpans: [{ spans: [spanObject, spanObject] }, { spans: [spanObject] }] },
        { scopeSpans: [{ spans: [spanObject] }] },
      ],
    });
  });

  it('writes log records', () => {
    const text = JSON.stringify({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                { timeUnixNano: '5', severityNumber: 9, body: { intValue: '1' }, extra: [1] },
              ],
            },
          ],
        },
      ],
    });
    const decoded = decodeLogsJson(encodeUtf8(text.replace('9,', '"SEVERITY_NUMBER_INFO",')));
    expect(decoded.logs[0]?.severityNumber).toBe(9);
    expect(JSON.stringify(JSON.parse(logsToJson(decoded)))).toBe(text);
    expect(JSON.parse(logToJson(decoded.logs[0]!.payload))).toMatchObject({ extra: [1] });
  });

  it('lists protobuf fields it does not know, and reads them back', () => {
    const payload = spanBytes((writer) => {
      writer.stringField(90, 'abc');
      writer.fixed32Field(91, 7);
    });
    const json = JSON.parse(spanToJson(payload)) as Record<string, unknown>;
    expect(json['unknownProtobufFields']).toEqual([
      { field: 90, base64: '0gUDYWJj' },
      { field: 91, base64: '3QUHAAAA' },
    ]);
    expect(only(decodeJsonText(jsonOfSpans(json))).indexed.payload).toEqual(payload);
  });

  it('keeps a list of unknown fields that is none as a member like any other', () => {
    for (const list of [
      [{ field: 5, base64: 'KgF4' }],
      [{ base64: '!' }],
      [{ base64: 'AAA=' }],
      [7],
      'text',
    ]) {
      const { indexed } = only(
        decodeJsonText(jsonOfSpans({ ...ids, name: 'n', unknownProtobufFields: list })),
      );
      expect(indexed.name).toBe('n');
      expect(JSON.parse(spanToJson(indexed.payload))).toEqual({
        ...ids,
        name: 'n',
        unknownProtobufFields: list,
      });
    }
  });

  it('does not let a sender of protobuf replace members through the private field', () => {
    const forged = spanBytes((writer) => {
      writer.stringField(5, 'real');
      writer.stringField(UNKNOWN_MEMBERS_FIELD, '{"name":"forged","more":1}');
    });
    expect(JSON.parse(spanToJson(forged))).toMatchObject({ name: 'real', more: 1 });
    const broken = spanBytes((writer) => writer.stringField(UNKNOWN_MEMBERS_FIELD, '{"name":'));
    expect(JSON.parse(spanToJson(broken))).toHaveProperty('unknownProtobufFields');
  });

  it('cannot encode what was cut for display, nor ids that are no hex', () => {
    const cut = { ...span, attributes: [attribute('k', { type: 'truncated' })] };
    expect(() => encodeSpan(cut)).toThrow(TypeError);
    expect(() => encodeSpan({ ...span, spanId: 'xyz' as SpanId })).toThrow(TypeError);
  });
});
