import { describe, expect, it } from 'vitest';

import { categoryNumber } from '../span-category';
import { decodeLog } from './decode-log';
import { decodeResource, decodeScope } from './decode-container';
import { decodeLogsProtobuf, decodeTracesProtobuf } from './decode-protobuf';
import { decodeRequest } from './decode-request';
import { decodeSpan } from './decode-span';
import { OtlpDecodeError, type DecodedTraces } from './decoded';
import { encodeTracesRequest, type SpanInput } from './encode';
import { MAX_VALUE_DEPTH } from './model';
import { rebuildTracesRequest } from './rebuild-request';
import { oracleEncode } from './test-support/oracle';
import { bytesOf, decodeFailure, only, protobufOfSpan, spanBytes } from './test-support/requests';
import { spanToJson, tracesToJson } from './to-otlp-json';
import type { SpanId, TraceId } from '../units';
import type { WireWriter } from './wire-writer';

const goodSpan: SpanInput = {
  traceId: '5b8efff798038103d269b633813fc60c' as TraceId,
  spanId: 'eee19b7ec3c1b174' as SpanId,
  name: 'good',
  startNs: 1n,
  endNs: 2n,
};

function decodeSpans(...spans: readonly Partial<SpanInput>[]): DecodedTraces {
  const inputs = spans.map((span) => ({ ...goodSpan, ...span }));
  return decodeTracesProtobuf(encodeTracesRequest([{ scopeSpans: [{ spans: inputs }] }]));
}

function decodeWritten(write: (writer: WireWriter) => void): DecodedTraces {
  return decodeTracesProtobuf(protobufOfSpan(spanBytes(write)));
}

describe('requests', () => {
  it('an empty body is an empty request', () => {
    expect(decodeTracesProtobuf(new Uint8Array())).toMatchObject({ spans: [], rejections: [] });
    expect(decodeLogsProtobuf(new Uint8Array())).toMatchObject({ logs: [] });
    expect(decodeRequest('metrics', 'protobuf', new Uint8Array())).toMatchObject({
      dataPointCount: 0,
    });
  });

  it('payloads are views of the body', () => {
    const body = encodeTracesRequest([{ scopeSpans: [{ spans: [goodSpan] }] }]);
    const { indexed } = only(decodeTracesProtobuf(body));
    expect(indexed.payload.buffer).toBe(body.buffer);
    expect(indexed.traceId.buffer).toBe(body.buffer);
  });

  it('fields may come in any order; the container keeps its own in the order they came', () => {
    const schemaUrl = bytesOf((writer) => writer.stringField(3, 'url'));
    const resource = oracleEncode('ResourceSpans', {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'late' } }] },
    });
    const future = bytesOf((writer) => writer.uint32Field(99, 7));
    const body = bytesOf((request) => {
      const start = request.begin(1);
      request.raw(schemaUrl);
      request.bytesField(
        2,
        bytesOf((scope) =>
          scope.bytesField(
            2,
            spanBytes(() => undefined),
          ),
        ),
      );
      request.raw(resource);
      request.bytesField(2, new Uint8Array());
      request.raw(future);
      request.end(start);
    });
    const decoded = decodeTracesProtobuf(body);
    expect(decoded.resources).toHaveLength(1);
    expect(decoded.resources[0]?.serviceName).toBe('late');
    expect(decoded.resources[0]?.bytes).toEqual(
      Uint8Array.from([...schemaUrl, ...resource, ...future]),
    );
    expect(decodeResource(decoded.resources[0]!.bytes)).toEqual({
      attributes: [{ key: 'service.name', value: { type: 'string', value: 'late' } }],
      droppedAttributesCount: 0,
      schemaUrl: 'url',
    });
    expect(decoded.spans).toHaveLength(1);
    expect(decoded.scopes).toHaveLength(2);
  });

  it('messages that come in two parts are one', () => {
    const part = (key: string) =>
      oracleEncode('ResourceSpans', { resource: { attributes: [{ key }] } });
    const scopePart = (scope: Record<string, string>) => oracleEncode('ScopeSpans', { scope });
    expect(decodeResource(Uint8Array.from([...part('a'), ...part('b')])).attributes).toHaveLength(
      2,
    );
    expect(
      decodeScope(Uint8Array.from([...scopePart({ name: 'n' }), ...scopePart({ version: 'v' })])),
    ).toMatchObject({ name: 'n', version: 'v' });
    const { indexed, span } = only(
      decodeWritten((writer) => {
        writer.bytesField(15, oracleEncode('Status', { code: 2 }));
        writer.bytesField(15, oracleEncode('Status', { message: 'why' }));
      }),
    );
    expect(indexed.statusCode).toBe(2);
    expect(span).toMatchObject({ statusCode: 2, statusMessage: 'why' });
    expect(JSON.parse(spanToJson(indexed.payload))).toMatchObject({
      status: { code: 2, message: 'why' },
    });
  });

  it('J17 reads field 1000 as scopes where there are no others', () => {
    const old = { scope: { name: 'lib' }, spans: [spanMessage('old')] };
    const decoded = decodeTracesProtobuf(
      oracleEncode('TracesRequest', { resourceSpans: [{ instrumentationLibrarySpans: [old] }] }),
    );
    expect(decoded.spans.map(({ name }) => name)).toEqual(['old']);
    expect(decoded.scopes[0]?.name).toBe('lib');
  });

  it('J16 J17 keeps field 1000 unread where there are newer scopes', () => {
    const body = oracleEncode('TracesRequest', {
      resourceSpans: [
        {
          scopeSpans: [{ spans: [spanMessage('new')] }],
          instrumentationLibrarySpans: [{ spans: [spanMessage('old')] }],
        },
      ],
    });
    const decoded = decodeTracesProtobuf(body);
    expect(decoded.spans.map(({ name }) => name)).toEqual(['new']);
    expect(rebuildTracesRequest(decoded)).toEqual(body);
    expect(tracesToJson(decoded)).toContain('"old"');
  });

  it('J16 B7 refuses field 1000 where it is malformed, even if it is not read', () => {
    const resource = bytesOf((writer) => {
      writer.bytesField(2, oracleEncode('ScopeSpans', { spans: [spanMessage('new')] }));
      writer.bytesField(1000, Uint8Array.of(0x0a, 0x7f));
    });
    const body = bytesOf((writer) => writer.bytesField(1, resource));
    expect(() => decodeTracesProtobuf(body)).toThrow(OtlpDecodeError);
  });

  it('counts metric data points of all kinds', () => {
    const dataPoints = [{ timeUnixNano: 1n }, {}];
    const metrics = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].map(
      (kind) => ({ name: kind, [kind]: { dataPoints } }),
    );
    const body = oracleEncode('MetricsRequest', {
      resourceMetrics: [{ scopeMetrics: [{ metrics }, { metrics: [{ name: 'none' }] }] }],
    });
    expect(decodeRequest('metrics', 'protobuf', body)).toEqual({
      signal: 'metrics',
      dataPointCount: 10,
    });
  });
});

describe('spans', () => {
  it('J18 folds the status code of OTLP 0.11 in', () => {
    const codes = (deprecatedCode: number, code: number) =>
      only(
        decodeWritten((writer) =>
          writer.bytesField(15, oracleEncode('Status', { deprecatedCode, code })),
        ),
      );
    expect(codes(2, 0).indexed.statusCode).toBe(2);
    expect(codes(2, 0).span.statusCode).toBe(2);
    expect(codes(2, 1).indexed.statusCode).toBe(1);
    expect(codes(0, 0).indexed.statusCode).toBe(0);
    expect(codes(0, 9).indexed.statusCode).toBe(0);
  });

  it('J14 takes string indexes as absent and warns', () => {
    const decoded = decodeWritten((writer) => {
      const attribute = writer.begin(9);
      writer.uint32Field(3, 4);
      const value = writer.begin(2);
      writer.uint32Field(8, 5);
      writer.end(value);
      writer.end(attribute);
    });
    expect(only(decoded).span.attributes).toEqual([{ key: '', value: { type: 'empty' } }]);
    expect(decoded.warnings).toHaveLength(1);
  });

  it('J12 goes by the last of two members of a value, in index, model and JSON', () => {
    const { indexed, span } = only(
      decodeWritten((writer) => {
        const attribute = writer.begin(9);
        writer.stringField(1, 'gen_ai.operation.name');
        const value = writer.begin(2);
        writer.stringField(1, 'chat');
        writer.int64Field(3, 7n);
        writer.end(value);
        writer.end(attribute);
      }),
    );
    expect(indexed.category).toBe(categoryNumber('other'));
    expect(span.attributes[0]?.value).toEqual({ type: 'int', value: 7n });
    expect(JSON.parse(spanToJson(indexed.payload))).toMatchObject({
      attributes: [{ value: { intValue: '7' } }],
    });
    expect(spanToJson(indexed.payload)).not.toContain('stringValue');
  });

  it('B4 rejects spans with invalid ids, by reason, and keeps the rest', () => {
    const zero = '0'.repeat(32) as TraceId;
    const decoded = decodeSpans(
      { traceId: zero },
      { name: 'kept' },
      { traceId: 'abcd' as TraceId },
      { traceId: '' as TraceId },
      { spanId: '00'.repeat(8) as SpanId },
      { spanId: '00'.repeat(16) as SpanId },
      { parentSpanId: 'abcd' as SpanId },
    );
    expect(decoded.spans.map(({ name }) => name)).toEqual(['kept']);
    expect(decoded.rejections).toEqual([
      { reason: 'the trace id is not 16 bytes, or all zero', count: 3 },
      { reason: 'the span id is not 8 bytes, or all zero', count: 2 },
      { reason: 'the parent span id is neither empty nor 8 bytes', count: 1 },
    ]);
  });

  it('B4 takes a parent id that is empty or all zero as none', () => {
    const decoded = decodeSpans({}, { parentSpanId: '0'.repeat(16) as SpanId });
    expect(decoded.spans.map(({ parentSpanId }) => parentSpanId)).toEqual([null, null]);
    expect(decodeSpan(decoded.spans[1]!.payload).parentSpanId).toBeNull();
  });

  it('B5 keeps odd spans as sent', () => {
    const { indexed, span } = only(
      decodeSpans({ name: '', startNs: 9n, endNs: 3n, kind: 77, parentSpanId: null }),
    );
    expect(indexed).toMatchObject({ name: '', startNs: 9n, endNs: 3n, kind: 77 });
    expect(span).toMatchObject({ name: '', startNs: 9n, endNs: 3n, kind: 77 });
    expect(only(decodeSpans({ startNs: 0n, endNs: 0n, kind: -1 })).indexed).toMatchObject({
      startNs: 0n,
      endNs: 0n,
      kind: -1,
    });
  });

  it('indexes times beyond 2262 as the last one and keeps them in the payload', () => {
    const { indexed, span } = only(decodeSpans({ startNs: 2n ** 63n, endNs: 2n ** 64n - 1n }));
    expect(indexed).toMatchObject({ startNs: 2n ** 63n - 1n, endNs: 2n ** 63n - 1n });
    expect(span).toMatchObject({ startNs: 2n ** 63n, endNs: 2n ** 64n - 1n });
  });

  it('B6 replaces bytes that are no UTF-8, in short and long strings', () => {
    const bad = Uint8Array.from([0x61, 0xff, 0x62]);
    const long = Uint8Array.from([...bad, ...new Uint8Array(100).fill(0x63)]);
    const { indexed, span } = only(
      decodeWritten((writer) => {
        writer.bytesField(5, bad);
        writer.bytesField(3, long);
      }),
    );
    expect(indexed.name).toBe('a\u{fffd}b');
    expect(span.traceState).toBe(`a\u{fffd}b${'c'.repeat(100)}`);
  });

  it('B7 refuses known fields with a wrong wire type, wherever they stand', () => {
    const fails = (write: (writer: WireWriter) => void) =>
      expect(() => decodeWritten(write)).toThrow(OtlpDecodeError);
    expect(() => decodeWritten((writer) => writer.uint32Field(5, 1))).toThrow(
      'Span.name (field 5) has wire type 0 (varint) in place of 2 (bytes).',
    );
    fails((writer) => writer.uint32Field(16, 1));
    fails((writer) =>
      writer.bytesField(
        9,
        bytesOf((attribute) => attribute.uint32Field(1, 1)),
      ),
    );
    fails((writer) =>
      writer.bytesField(
        9,
        bytesOf((attribute) => attribute.uint32Field(2, 1)),
      ),
    );
    fails((writer) =>
      writer.bytesField(
        11,
        bytesOf((event) => event.uint32Field(1, 1)),
      ),
    );
    fails((writer) =>
      writer.bytesField(
        13,
        bytesOf((link) => link.fixed64Field(1, 1n)),
      ),
    );
    fails((writer) =>
      writer.bytesField(
        15,
        bytesOf((status) => status.stringField(3, 'x')),
      ),
    );
    const resource = bytesOf((writer) =>
      writer.bytesField(
        1,
        bytesOf((inner) => inner.uint32Field(1, 1)),
      ),
    );
    expect(() => decodeTracesProtobuf(bytesOf((writer) => writer.bytesField(1, resource)))).toThrow(
      OtlpDecodeError,
    );
  });

  it('B7 refuses every truncation of a good body, naming an offset within it', () => {
    const body = encodeTracesRequest([
      {
        resource: { attributes: [{ key: 'service.name', value: { type: 'string', value: 's' } }] },
        scopeSpans: [{ scope: { name: 'lib' }, spans: [goodSpan] }],
      },
    ]);
    for (let length = 1; length < body.length; length++) {
      const { offset } = decodeFailure(() => decodeTracesProtobuf(body.subarray(0, length)));
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(length);
    }
  });

  it('B8 skips unknown groups of any depth, and lists them', () => {
    const LEVELS = 100_000;
    const { span } = only(
      decodeWritten((writer) => {
        for (let level = 0; level < LEVELS; level++) writer.tag(30, 3);
        writer.stringField(7, 'inside');
        for (let level = 0; level < LEVELS; level++) writer.tag(30, 4);
        writer.stringField(5, 'after');
      }),
    );
    expect(span.name).toBe('after');
    expect(span.unknownFields).toEqual([
      { field: 30, wireType: 3, byteLength: LEVELS * 4 - 2 + 'inside'.length + 2 },
    ]);
  });

  it('B8 refuses groups that do not end, or end as another', () => {
    expect(() => decodeWritten((writer) => writer.tag(30, 3))).toThrow(OtlpDecodeError);
    expect(() => decodeWritten((writer) => writer.tag(30, 4))).toThrow(OtlpDecodeError);
    expect(() =>
      decodeWritten((writer) => {
        writer.tag(30, 3);
        writer.tag(31, 4);
      }),
    ).toThrow('Group 30 is ended as group 31.');
  });

  it('B9 S11 keeps values of any depth and shows the first levels', () => {
    const LEVELS = 20_000;
    const decoded = decodeWritten((writer) => {
      const attribute = writer.begin(9);
      writer.stringField(1, 'deep');
      writer.bytesField(2, nestedArrays(LEVELS));
      writer.end(attribute);
      writer.stringField(5, 'kept');
    });
    const { indexed, span } = only(decoded);
    expect(span.name).toBe('kept');
    let value = span.attributes[0]?.value;
    let depth = 1;
    for (; value?.type === 'array'; depth++) value = value.values[0];
    expect(value).toEqual({ type: 'truncated' });
    expect(depth).toBe(MAX_VALUE_DEPTH + 1);
    expect(spanToJson(indexed.payload).split('arrayValue')).toHaveLength(LEVELS + 1);
  });

  it('B10 takes an attribute of more than 1 MiB', () => {
    const value = 'x'.repeat(3 << 20);
    const { indexed, span } = only(
      decodeSpans({ attributes: [{ key: 'big', value: { type: 'string', value } }] }),
    );
    expect(span.attributes).toEqual([{ key: 'big', value: { type: 'string', value } }]);
    expect(indexed.payload.length).toBeGreaterThan(3 << 20);
  });

  it('tells the category from the attributes', () => {
    const operation = { type: 'string', value: 'execute_tool' } as const;
    const { indexed } = only(
      decodeSpans({ attributes: [{ key: 'gen_ai.operation.name', value: operation }] }),
    );
    expect(indexed.category).toBe(categoryNumber('tool'));
  });

  it('counts exception events', () => {
    const event = (name: string) => ({
      name,
      timeNs: 1n,
      attributes: [],
      droppedAttributesCount: 0,
    });
    const { indexed } = only(
      decodeSpans({ events: [event('exception'), event('exceptions'), event('exception')] }),
    );
    expect(indexed).toMatchObject({ eventCount: 3, exceptionCount: 2 });
  });

  it('lists unknown fields', () => {
    const { span } = only(
      decodeWritten((writer) => {
        writer.stringField(90, 'abc');
        writer.fixed32Field(91, 1);
      }),
    );
    expect(span.unknownFields).toEqual([
      { field: 90, wireType: 2, byteLength: 4 },
      { field: 91, wireType: 5, byteLength: 4 },
    ]);
  });
});

describe('log records', () => {
  it('keeps records with invalid ids as belonging to no trace', () => {
    const logRecords = [
      { traceId: Uint8Array.of(1), spanId: new Uint8Array(8), body: { stringValue: 'a' } },
      { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2) },
    ];
    const { logs, rejections } = decodeLogsProtobuf(
      oracleEncode('LogsRequest', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
    );
    expect(rejections).toEqual([]);
    expect(logs[0]).toMatchObject({ traceId: null, spanId: null });
    expect(decodeLog(logs[0]!.payload)).toMatchObject({
      traceId: null,
      spanId: null,
      body: { type: 'string', value: 'a' },
    });
    expect(logs[1]).toMatchObject(logRecords[1]!);
  });

  it('B7 refuses a malformed body', () => {
    const body = bytesOf((writer) => {
      const resource = writer.begin(1);
      const scope = writer.begin(2);
      const record = writer.begin(2);
      writer.bytesField(5, Uint8Array.of(0x0a, 0x05, 0x61));
      writer.end(record);
      writer.end(scope);
      writer.end(resource);
    });
    expect(() => decodeLogsProtobuf(body)).toThrow(OtlpDecodeError);
  });
});

function spanMessage(name: string): Record<string, unknown> {
  return { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(1), name };
}

/** An AnyValue of that many arrays in each other; written from the inside out. */
function nestedArrays(levels: number): Uint8Array {
  let parts: Uint8Array[] = [];
  let length = 0;
  for (let level = 0; level < levels; level++) {
    const inner = bytesOf((writer) => writer.tag(1, 2));
    const innerLength = bytesOf((writer) => writer.varint(length));
    const outer = bytesOf((writer) => writer.tag(5, 2));
    const outerLength = bytesOf((writer) => writer.varint(length + innerLength.length + 1));
    parts.push(innerLength, inner, outerLength, outer);
    length += innerLength.length + outerLength.length + 2;
  }
  parts = parts.reverse();
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
