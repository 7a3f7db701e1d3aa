/**
 * OTLP spans as MLflow's JSON has them: proto JSON of the REST API (mlflow.md §4, rows 12 and 13)
 * and the spans of `to_json` (§8; mlflow/entities/span.py).
 */
import { toBase64 } from '../otlp/base64';
import { fromHex } from '../otlp/hex';
import type { AnyValue, KeyValue, Span, SpanEvent, SpanLink, StatusCode } from '../otlp/model';
import {
  spanAttributesOf,
  textOfAttribute,
  valueOfAttribute,
  type UnderstoodSpan,
} from './attribute-json';
import { anyValueToJson, jsonToAnyValue, keyValuesToJson } from './convert-json';
import { exactObject, type ExactJson, type ExactObject } from './exact-json';

const INTERNAL = 'SPAN_KIND_INTERNAL';

const statusCodes: Readonly<Record<StatusCode, string>> = {
  0: 'STATUS_CODE_UNSET',
  1: 'STATUS_CODE_OK',
  2: 'STATUS_CODE_ERROR',
};

/** One span of `to_json`. Trace state, resource and scope have no place in it. */
export function spanToTraceJson(span: Span, understood: UnderstoodSpan | null = null): ExactObject {
  const attributes = spanAttributesOf(span, understood);
  return exactObject({
    trace_id: base64Id(span.traceId),
    span_id: base64Id(span.spanId),
    parent_span_id: span.parentSpanId === null ? null : base64Id(span.parentSpanId),
    name: span.name,
    // Since 3.18; MLflow takes an unspecified one for this too.
    kind: spanKinds[span.kind] ?? INTERNAL,
    start_time_unix_nano: span.startNs,
    end_time_unix_nano: span.endNs === 0n ? null : span.endNs,
    events: span.events.map(({ name, timeNs, attributes: values }) =>
      exactObject({ name, time_unix_nano: timeNs, attributes: keyValuesToJson(values) }),
    ),
    status: exactObject({ code: statusCodes[span.statusCode], message: span.statusMessage }),
    attributes: new Map([...attributes].map(([key, one]) => [key, textOfAttribute(one)])),
    links: span.links.map((link) =>
      exactObject({
        trace_id: `tr-${link.traceId}`,
        span_id: link.spanId,
        attributes: link.attributes.length === 0 ? null : keyValuesToJson(link.attributes),
      }),
    ),
  });
}

const spanKinds: Readonly<Record<number, string>> = {
  1: INTERNAL,
  2: 'SPAN_KIND_SERVER',
  3: 'SPAN_KIND_CLIENT',
  4: 'SPAN_KIND_PRODUCER',
  5: 'SPAN_KIND_CONSUMER',
};

/**
 * Python's protobuf refuses JSON of more than 100 messages within each other, and each level of
 * a value is three. Deeper values are sent as their JSON text.
 */
const MAX_PROTO_DEPTH = 28;

/** One span of a REST answer: OTLP's proto JSON with Base64 ids and bare 64-bit numbers. */
export function spanToProtoJson(span: Span, understood: UnderstoodSpan | null = null): ExactObject {
  const { statusCode, statusMessage } = span;
  const attributes = [...spanAttributesOf(span, understood)].map(([key, attribute]) => ({
    key,
    value: valueOfAttribute(attribute),
  }));
  return exactObject({
    trace_id: base64Id(span.traceId),
    span_id: base64Id(span.spanId),
    trace_state: span.traceState || undefined,
    parent_span_id: span.parentSpanId === null ? undefined : base64Id(span.parentSpanId),
    name: span.name,
    kind: spanKinds[span.kind],
    start_time_unix_nano: span.startNs,
    end_time_unix_nano: span.endNs === 0n ? undefined : span.endNs,
    attributes: keyValuesToProto(attributes),
    events: span.events.length === 0 ? undefined : span.events.map(eventToProto),
    links: span.links.length === 0 ? undefined : span.links.flatMap(linkToProto),
    status: exactObject({
      message: statusMessage || undefined,
      code: statusCode === 0 ? undefined : statusCodes[statusCode],
    }),
  });
}

function eventToProto({ timeNs, name, attributes }: SpanEvent): ExactObject {
  return exactObject({
    time_unix_nano: timeNs,
    name,
    attributes: attributes.length === 0 ? undefined : keyValuesToProto(attributes),
  });
}

/** Links with ids that are none are left out: one would cost the whole answer. */
function linkToProto({ traceId, spanId, attributes }: SpanLink): ExactObject[] {
  if (fromHex(traceId)?.length !== 16 || fromHex(spanId)?.length !== 8) return [];
  return [
    exactObject({
      trace_id: base64Id(traceId),
      span_id: base64Id(spanId),
      attributes: attributes.length === 0 ? undefined : keyValuesToProto(attributes),
    }),
  ];
}

/** Bytes go as Base64: the SDK would show them as Python source. */
function keyValuesToProto(entries: readonly KeyValue[]): ExactObject[] {
  return entries.map(({ key, value }) => {
    const shallow = jsonToAnyValue(anyValueToJson(value), MAX_PROTO_DEPTH);
    return exactObject({ key, value: anyValueToProto(shallow) });
  });
}

function anyValueToProto(value: AnyValue): ExactObject {
  switch (value.type) {
    case 'string':
      return exactObject({ string_value: value.value });
    case 'bool':
      return exactObject({ bool_value: value.value });
    case 'int':
      return exactObject({ int_value: value.value });
    case 'double':
      return exactObject({ double_value: protoDouble(value.value) });
    case 'bytes':
      return exactObject({ bytes_value: toBase64(value.value) });
    case 'array':
      return exactObject({
        array_value: exactObject({ values: value.values.map(anyValueToProto) }),
      });
    case 'kvlist':
      return exactObject({
        kvlist_value: exactObject({
          values: value.entries.map(({ key, value: entry }) =>
            exactObject({ key, value: anyValueToProto(entry) }),
          ),
        }),
      });
    case 'empty':
    case 'truncated':
      return exactObject({});
  }
}

/** JSON proper has no sign for these. */
function protoDouble(value: number): ExactJson {
  return Number.isFinite(value) ? value : String(value);
}

function base64Id(hex: string): string {
  return toBase64(fromHex(hex) ?? new Uint8Array());
}
