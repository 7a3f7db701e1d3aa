import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { decodeLogsJson, decodeTracesJson } from './decode-json';
import { decodeLog } from './decode-log';
import { decodeRequest } from './decode-request';
import { OtlpDecodeError } from './decoded';
import { toHex } from './hex';
import { MAX_VALUE_DEPTH } from './model';
import { rebuildTracesRequest } from './rebuild-request';
import {
  decodeFailure,
  decodeJsonText,
  decodeOne,
  decodeValue,
  ids,
  jsonOfSpans,
  only,
  SPAN_ID,
  TRACE_ID,
} from './test-support/requests';
import { spanToJson, tracesToJson } from './to-otlp-json';
import { encodeUtf8 } from './utf8';

function example(name: string): Uint8Array {
  return readFileSync(new URL(`./test-support/data/proto-example-${name}.json`, import.meta.url));
}

function spanJson(payload: Uint8Array): Record<string, unknown> {
  return JSON.parse(spanToJson(payload)) as Record<string, unknown>;
}

describe('the examples of opentelemetry-proto', () => {
  it('trace.json gives its span', () => {
    const { indexed, span, request } = only(decodeTracesJson(example('trace')));
    expect(request.resources[0]?.serviceName).toBe('my.service');
    expect(request.scopes[0]).toMatchObject({ name: 'my.library', version: '1.0.0' });
    expect(indexed).toMatchObject({
      name: "I'm a server span",
      kind: 2,
      startNs: 1544712660000000000n,
      endNs: 1544712661000000000n,
    });
    expect(span).toMatchObject({ ...ids, parentSpanId: 'eee19b7ec3c1b173' });
    expect(span.attributes).toEqual([
      { key: 'my.span.attr', value: { type: 'string', value: 'some value' } },
    ]);
  });

  it('trace.json comes back as the same JSON', () => {
    const original = JSON.parse(new TextDecoder().decode(example('trace'))) as object;
    const exported = tracesToJson(decodeTracesJson(example('trace')));
    expect(JSON.parse(exported.toLowerCase())).toEqual(
      JSON.parse(JSON.stringify(original).toLowerCase()),
    );
  });

  it('logs.json and events.json give their records', () => {
    const { logs } = decodeLogsJson(example('logs'));
    expect(logs).toHaveLength(1);
    expect(decodeLog(logs[0]!.payload)).toMatchObject({
      ...ids,
      severityNumber: 10,
      severityText: 'Information',
      body: { type: 'string', value: 'Example log record' },
    });
    const [event] = decodeLogsJson(example('events')).logs;
    expect(event).toMatchObject({ traceId: null, spanId: null });
    expect(decodeLog(event!.payload)).toMatchObject({
      eventName: 'browser.page_view',
      body: { type: 'kvlist' },
    });
  });

  it('metrics.json gives the count of its data points', () => {
    expect(decodeRequest('metrics', 'json', example('metrics'))).toEqual({
      signal: 'metrics',
      dataPointCount: 4,
    });
  });
});

describe('ids', () => {
  it('J1 reads hex in any case', () => {
    const { indexed, span } = decodeOne({
      traceId: TRACE_ID.toUpperCase(),
      spanId: 'EeE19b7EC3c1B174',
      parentSpanId: 'ABCDEF0123456789',
      links: [{ traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() }],
    });
    expect(toHex(indexed.traceId)).toBe(TRACE_ID);
    expect(toHex(indexed.spanId)).toBe(SPAN_ID);
    expect(span).toMatchObject({ ...ids, parentSpanId: 'abcdef0123456789' });
    expect(span.links[0]).toMatchObject(ids);
  });

  it('J1 rejects base64 ids, span by span', () => {
    const request = decodeJsonText(
      jsonOfSpans(
        { ...ids, traceId: 'W47/95gDgQPSabYzgT/GDA==' },
        { ...ids, spanId: '7uGbfsPBsXQ=' },
        { ...ids, name: 'good' },
      ),
    );
    expect(request.spans.map(({ name }) => name)).toEqual(['good']);
    expect(request.rejections).toEqual([
      { reason: 'the trace id is not hexadecimal', count: 1 },
      { reason: 'the span id is not hexadecimal', count: 1 },
    ]);
  });

  it('keeps the id of a link that is no hex for the export', () => {
    const { indexed, span } = decodeOne({ links: [{ traceId: 'W47/95gD', spanId: SPAN_ID }] });
    expect(span.links[0]).toMatchObject({ traceId: '', spanId: SPAN_ID });
    expect(spanJson(indexed.payload)['links']).toEqual([{ traceId: 'W47/95gD', spanId: SPAN_ID }]);
  });

  it('keeps log records whose ids are invalid as belonging to no trace', () => {
    const { logs } = decodeLogsJson(
      encodeUtf8(
        JSON.stringify({
          resourceLogs: [
            {
              scopeLogs: [
                { logRecords: [{ traceId: 'abcd', spanId: '0000000000000000' }, { traceId: '?' }] },
              ],
            },
          ],
        }),
      ),
    );
    expect(logs.map(({ traceId, spanId }) => [traceId, spanId])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('enums', () => {
  it('J2 reads numbers and full names', () => {
    expect(decodeOne({ kind: 3 }).indexed.kind).toBe(3);
    expect(decodeOne({ kind: 'SPAN_KIND_SERVER' }).indexed.kind).toBe(2);
    const { indexed } = decodeOne({ status: { code: 'STATUS_CODE_ERROR' } });
    expect(indexed.statusCode).toBe(2);
  });

  it('J2 reads an unknown name as 0, warns and exports it again', () => {
    const { indexed, request } = decodeOne({ kind: 'SPAN_KIND_AGENT' });
    expect(indexed.kind).toBe(0);
    expect(request.warnings).toEqual(['the unknown kind "SPAN_KIND_AGENT" was read as 0']);
    expect(spanJson(indexed.payload)['kind']).toBe('SPAN_KIND_AGENT');
  });

  it('J2 refuses what is neither a number nor a name', () => {
    expect(() => decodeOne({ kind: 1.5 })).toThrow(
      'resourceSpans[0].scopeSpans[0].spans[0].kind must be an integer, but is 1.5.',
    );
  });
});

describe('members', () => {
  it('J3 ignores unknown ones at every level and exports them again', () => {
    const request = {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'a', value: {}, x1: 1 }], x2: [1, { y: null }] },
          scopeSpans: [
            {
              scope: { name: 'n', x3: 'three' },
              spans: [
                {
                  ...ids,
                  events: [{ name: 'e', x4: true }],
                  links: [{ spanId: SPAN_ID, x5: {} }],
                  status: { code: 2, x6: 0.5 },
                  attributes: [{ key: 'k', value: { arrayValue: { values: [{ x7: 7 }], x8: 8 } } }],
                  x9: { deep: ['é', -0] },
                },
              ],
              x10: '',
            },
          ],
          x11: 11,
        },
      ],
    };
    const decoded = decodeJsonText(JSON.stringify(request));
    expect(decoded.spans).toHaveLength(1);
    expect(decoded.rejections).toEqual([]);
    expect(JSON.parse(tracesToJson(decoded))).toEqual(JSON.parse(JSON.stringify(request)));
  });

  it('J3 tells of unknown members of the request itself, which nothing refers to', () => {
    const decoded = decodeJsonText('{"resourceSpans":[],"resourceLogs":[]}');
    expect(decoded.spans).toEqual([]);
    expect(decoded.warnings).toEqual(['the unknown member resourceLogs was ignored']);
  });

  it('J4 reads names as in the .proto files too', () => {
    const decoded = decodeJsonText(
      JSON.stringify({
        resource_spans: [
          {
            scope_spans: [
              {
                spans: [
                  {
                    trace_id: TRACE_ID,
                    span_id: SPAN_ID,
                    parent_span_id: SPAN_ID,
                    start_time_unix_nano: '5',
                    trace_state: 'a=b',
                    attributes: [{ key: 'k', value: { string_value: 'v' } }],
                    dropped_attributes_count: 3,
                  },
                ],
                schema_url: 'u',
              },
            ],
          },
        ],
      }),
    );
    const { span } = only(decoded);
    expect(span).toMatchObject({
      ...ids,
      parentSpanId: SPAN_ID,
      startNs: 5n,
      traceState: 'a=b',
      droppedAttributesCount: 3,
      attributes: [{ key: 'k', value: { type: 'string', value: 'v' } }],
    });
    expect(JSON.parse(tracesToJson(decoded))).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ schemaUrl: 'u' }] }],
    });
  });

  it('J11 takes null as absent, for any field', () => {
    const nulls = Object.fromEntries(
      [
        'traceState parentSpanId name kind startTimeUnixNano endTimeUnixNano attributes events',
        'links droppedAttributesCount droppedEventsCount droppedLinksCount status flags',
      ]
        .join(' ')
        .split(' ')
        .map((name) => [name, null]),
    );
    const { indexed } = decodeOne(nulls);
    expect(indexed.payload).toEqual(decodeOne({}).indexed.payload);
    expect(decodeValue(null)).toEqual({ type: 'empty' });
    expect(decodeValue({ stringValue: null, intValue: '3' })).toEqual({ type: 'int', value: 3n });
    expect(decodeJsonText('{"resourceSpans":null}').spans).toEqual([]);
    expect(decodeJsonText('{"resourceSpans":[null]}').spans).toEqual([]);
  });

  it('J11 keeps the place of a null in an array', () => {
    expect(decodeValue({ arrayValue: { values: [null, { boolValue: true }] } })).toEqual({
      type: 'array',
      values: [{ type: 'empty' }, { type: 'bool', value: true }],
    });
  });

  it('names the path of a member that is not of its type', () => {
    const at = (members: Record<string, unknown>) => () => decodeOne(members);
    const prefix = 'resourceSpans[0].scopeSpans[0].spans[0]';
    expect(at({ name: 5 })).toThrow(`${prefix}.name must be a string, but is 5.`);
    expect(at({ attributes: {} })).toThrow(
      `${prefix}.attributes must be a list, but is an object.`,
    );
    expect(at({ attributes: [{ value: { boolValue: 'yes' } }] })).toThrow(
      `${prefix}.attributes[0].value.boolValue must be true or false, but is "yes".`,
    );
    const reasonOf = (wrong: Record<string, unknown>): unknown => {
      try {
        return at(wrong)();
      } catch (error) {
        return (error as OtlpDecodeError).reason;
      }
    };
    expect(reasonOf({ name: 5 })).toBe('resourceSpans.scopeSpans.spans.name must be a string.');
    expect(at({ startTimeUnixNano: '-1' })).toThrow('must be an unsigned 64-bit integer');
    expect(at({ startTimeUnixNano: '18446744073709551616' })).toThrow(OtlpDecodeError);
    expect(at({ flags: 4294967296 })).toThrow('must be an unsigned 32-bit integer');
    expect(at({ events: [7] })).toThrow(`${prefix}.events[0] must be an object, but is 7.`);
    expect(() => decodeJsonText('[]')).toThrow('The body must be an object, but is a list.');
  });
});

describe('numbers', () => {
  const NANOS = 1787000000123456789n;

  it('J5 reads 64-bit integers as strings and as numbers', () => {
    expect(decodeOne({ startTimeUnixNano: String(NANOS) }).indexed.startNs).toBe(NANOS);
    expect(decodeOne({ startTimeUnixNano: 1000 }).indexed.startNs).toBe(1000n);
    expect(decodeValue({ intValue: '-9223372036854775808' })).toEqual({
      type: 'int',
      value: -(2n ** 63n),
    });
    expect(decodeValue({ intValue: -7 })).toEqual({ type: 'int', value: -7n });
  });

  it('J6 keeps all digits of bare numbers beyond 2^53', () => {
    const text = jsonOfSpans({ ...ids, startTimeUnixNano: 0, attributes: [{ key: 'k' }] })
      .replace('"startTimeUnixNano":0', `"startTimeUnixNano": ${NANOS}`)
      .replace('{"key":"k"}', '{"key":"k","value":{"intValue":-9223372036854775807}}');
    const { indexed, span } = only(decodeJsonText(text));
    expect(indexed.startNs).toBe(NANOS);
    expect(span.attributes[0]?.value).toEqual({ type: 'int', value: -9223372036854775807n });
  });

  it('J6 leaves digits within strings and doubles alone', () => {
    const inside = 'say \\": 17870000001234567890, "[17870000001234567890]"';
    const text = jsonOfSpans({ ...ids, name: inside, startTimeUnixNano: 0 }).replace(
      '"startTimeUnixNano":0',
      `"startTimeUnixNano":${NANOS},"attributes":[{"value":{"doubleValue":0.12345678901234567890}}]`,
    );
    const { span } = only(decodeJsonText(text));
    expect(span.name).toBe(inside);
    expect(span.attributes[0]?.value).toEqual({ type: 'double', value: 0.12345678901234568 });
  });

  it('J7 reads the halves JS exporters 0.44 sent, negative ones included', () => {
    const low = Number(BigInt.asIntN(32, NANOS));
    const high = Number(NANOS >> 32n);
    expect(decodeOne({ startTimeUnixNano: { low, high } }).indexed.startNs).toBe(NANOS);
    const negative = { low: -1, high: 415_000_000, unsigned: false };
    expect(decodeOne({ endTimeUnixNano: negative }).indexed.endNs).toBe(
      (415_000_000n << 32n) | 0xffffffffn,
    );
    expect(decodeValue({ intValue: { low: -2, high: -1 } })).toEqual({ type: 'int', value: -2n });
  });

  it('J8 accepts numbers that were rounded before they were sent', () => {
    const text = '{"startTimeUnixNano":1787000000123456800}';
    const members = JSON.parse(text) as Record<string, unknown>;
    expect(decodeOne(members).indexed.startNs).toBe(1787000000123456800n);
    expect(decodeOne({ startTimeUnixNano: 1.787e18 }).indexed.startNs).toBe(1787000000000000000n);
  });

  it('J10 reads doubles as numbers, numeric strings and names', () => {
    const double = (doubleValue: unknown) => decodeValue({ doubleValue });
    expect(double(0.5)).toEqual({ type: 'double', value: 0.5 });
    expect(double('-1.5e3')).toEqual({ type: 'double', value: -1500 });
    expect(double('NaN')).toEqual({ type: 'double', value: Number.NaN });
    expect(double('Infinity')).toEqual({ type: 'double', value: Number.POSITIVE_INFINITY });
    expect(double('-Infinity')).toEqual({ type: 'double', value: Number.NEGATIVE_INFINITY });
    expect(() => double('half')).toThrow('must be a number, but is "half".');
    expect(() =>
      decodeJsonText(
        '{"resourceSpans":[{"resource":{"attributes":[{"value":{"doubleValue":NaN}}]}}]}',
      ),
    ).toThrow(OtlpDecodeError);
  });

  it('J20 keeps all bits of the flags', () => {
    expect(decodeOne({ flags: 0xffffff01 }).indexed.flags).toBe(0xffffff01);
    expect(decodeOne({ flags: '769' }).span.flags).toBe(769);
  });
});

describe('values', () => {
  it('J9 reads base64 in all its spellings', () => {
    const bytes = (bytesValue: string) => decodeValue({ bytesValue });
    const expected = { type: 'bytes', value: Uint8Array.of(251, 255, 254, 1) };
    for (const text of ['+//+AQ==', '-__-AQ==', '+//+AQ', '-__-AQ']) {
      expect(bytes(text)).toEqual(expected);
    }
    expect(bytes('')).toEqual({ type: 'bytes', value: new Uint8Array() });
    expect(() => bytes('+//+A')).toThrow('must be base64');
    expect(() => bytes('****')).toThrow('must be base64');
  });

  it('J12 takes {} as the empty value and the last of two members', () => {
    expect(decodeValue({})).toEqual({ type: 'empty' });
    expect(decodeValue({ stringValue: 'a', intValue: '1' })).toEqual({ type: 'int', value: 1n });
    expect(decodeValue({ intValue: '1', stringValue: 'a' })).toEqual({
      type: 'string',
      value: 'a',
    });
    expect(decodeValue({ arrayValue: {} })).toEqual({ type: 'array', values: [] });
  });

  it('J13 reads bytes, mixed arrays, nested lists and empties in attributes', () => {
    expect(
      decodeValue({
        arrayValue: {
          values: [
            { stringValue: '' },
            { intValue: 0 },
            { bytesValue: 'AQ==' },
            {},
            { kvlistValue: { values: [{ key: 'k', value: { boolValue: false } }, { key: 'k' }] } },
          ],
        },
      }),
    ).toEqual({
      type: 'array',
      values: [
        { type: 'string', value: '' },
        { type: 'int', value: 0n },
        { type: 'bytes', value: Uint8Array.of(1) },
        { type: 'empty' },
        {
          type: 'kvlist',
          entries: [
            { key: 'k', value: { type: 'bool', value: false } },
            { key: 'k', value: { type: 'empty' } },
          ],
        },
      ],
    });
  });

  it('J14 takes string indexes as absent and warns', () => {
    const { span, request } = decodeOne({
      attributes: [
        { key: 'k', keyStrindex: 3, value: { stringValueStrindex: 5 } },
        { key: 'l', value: { stringValue: 'text', stringValueStrindex: 6 } },
      ],
    });
    expect(span.attributes).toEqual([
      { key: 'k', value: { type: 'empty' } },
      { key: 'l', value: { type: 'string', value: 'text' } },
    ]);
    expect(request.warnings).toEqual([
      '3 string indexes were read as absent: they have a meaning in profiles only',
    ]);
  });

  it('J15 keeps duplicate keys in order and goes by the last one', () => {
    const service = (stringValue: string) => ({ key: 'service.name', value: { stringValue } });
    const decoded = decodeJsonText(
      JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: [service('first'), service('last')] },
            scopeSpans: [{ spans: [{ ...ids, attributes: [service('1'), service('2')] }] }],
          },
        ],
      }),
    );
    expect(decoded.resources[0]?.serviceName).toBe('last');
    expect(only(decoded).span.attributes.map(({ value }) => value)).toEqual([
      { type: 'string', value: '1' },
      { type: 'string', value: '2' },
    ]);
  });

  it('J18 reads a status code of OTLP 0.11', () => {
    expect(decodeOne({ status: { deprecatedCode: 2 } }).indexed.statusCode).toBe(2);
    expect(decodeOne({ status: { deprecatedCode: 2, code: 1 } }).indexed.statusCode).toBe(1);
  });

  it('B6 replaces bytes that are no UTF-8', () => {
    const body = encodeUtf8(jsonOfSpans({ ...ids, name: 'a?b' }));
    body[body.indexOf('?'.charCodeAt(0))] = 0xff;
    expect(only(decodeTracesJson(body)).span.name).toBe('a\u{fffd}b');
  });

  it('B10 takes an attribute of more than 1 MiB', () => {
    const text = 'é'.repeat(1 << 20);
    expect(decodeValue({ stringValue: text })).toEqual({ type: 'string', value: text });
  });
});

describe('containers', () => {
  const named = (name: string) => ({ ...ids, name });

  it('J16 reads instrumentationLibrarySpans where there are no scopeSpans', () => {
    const old = {
      instrumentationLibrarySpans: [
        { instrumentationLibrary: { name: 'lib', version: '1' }, spans: [named('old')] },
      ],
    };
    const decoded = decodeJsonText(JSON.stringify({ resourceSpans: [{ ...old, scopeSpans: [] }] }));
    expect(decoded.spans.map(({ name }) => name)).toEqual(['old']);
    expect(decoded.scopes[0]).toMatchObject({ name: 'lib', version: '1' });

    const both = { resourceSpans: [{ ...old, scopeSpans: [{ spans: [named('new')] }] }] };
    const decodedBoth = decodeJsonText(JSON.stringify(both));
    expect(decodedBoth.spans.map(({ name }) => name)).toEqual(['new']);
    expect(JSON.parse(tracesToJson(decodedBoth))).toEqual(both);
  });

  it('F7 reads a bare ResourceSpans object', () => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] };
    const bare = { resource, scopeSpans: [{ spans: [named('bare')] }] };
    const decoded = decodeJsonText(JSON.stringify(bare));
    expect(decoded.spans.map(({ name }) => name)).toEqual(['bare']);
    expect(decoded.resources[0]?.serviceName).toBe('s');
    expect(decoded.warnings).toEqual([]);
  });

  it('J19 strips a byte order mark and refuses an empty body', () => {
    expect(decodeJsonText(`\u{feff}${jsonOfSpans(named('bom'))}`).spans).toHaveLength(1);
    for (const text of ['', '  \n', '\u{feff}']) {
      expect(() => decodeJsonText(text)).toThrow(OtlpDecodeError);
    }
    expect(decodeJsonText('{}').spans).toEqual([]);
  });

  it('says where the JSON breaks off', () => {
    const body = encodeUtf8('\u{feff}{"é":1787000000123456789,}');
    const failure = decodeFailure(() => decodeTracesJson(body));
    expect(failure.message).toMatch(/^The body is no JSON: /);
    expect(failure.offset).toBe(body.length - 1);
  });
});

describe('depth', () => {
  const LEVELS = 100_000;

  function nested(levels: number): string {
    const open = '{"arrayValue":{"values":['.repeat(levels);
    const close = ']}}'.repeat(levels);
    const value = `${open}{"stringValue":"bottom"}${close}`;
    return jsonOfSpans({ ...ids, attributes: ['?'] }).replace(
      '"?"',
      `{"key":"deep","value":${value}}`,
    );
  }

  it('S9 B9 keeps 100,000 levels of nesting and shows the first of them', () => {
    const text = nested(LEVELS);
    const decoded = decodeJsonText(text);
    const { span } = only(decoded);
    let value = span.attributes[0]?.value;
    let depth = 1;
    while (value?.type === 'array') {
      value = value.values[0];
      depth++;
    }
    expect(value).toEqual({ type: 'truncated' });
    expect(depth).toBe(MAX_VALUE_DEPTH + 1);
    expect(tracesToJson(decoded).replaceAll(/\s/g, '')).toBe(text);
    expect(rebuildTracesRequest(decoded).length).toBeGreaterThan(LEVELS);
  });

  it('shows all of a value that is just deep enough', () => {
    const { span } = only(decodeJsonText(nested(MAX_VALUE_DEPTH - 1)));
    expect(JSON.stringify(span.attributes)).toContain('bottom');
    expect(JSON.stringify(span.attributes)).not.toContain('truncated');
  });

  it('S9 keeps unknown members of any depth', () => {
    const deep = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;
    const text = jsonOfSpans({ ...ids, future: '?' }).replace('"?"', deep);
    const decoded = decodeJsonText(text);
    expect(tracesToJson(decoded).replaceAll(/\s/g, '')).toBe(text);
  });

  it('S10 keeps __proto__ as a key and as a member', () => {
    const text = jsonOfSpans({ ...ids, attributes: [{ key: '__proto__', value: {} }] }).replace(
      '"value":{}',
      '"value":{"stringValue":"x"},"__proto__":{"polluted":true}',
    );
    const decoded = decodeJsonText(text);
    expect(only(decoded).span.attributes).toEqual([
      { key: '__proto__', value: { type: 'string', value: 'x' } },
    ]);
    expect(tracesToJson(decoded)).toContain('"__proto__": {');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
