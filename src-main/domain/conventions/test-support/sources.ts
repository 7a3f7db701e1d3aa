/** Spans to normalise in tests: from OTLP JSON as it came, or from a few attributes. */
import type { SpanFacets } from '../../facets/span-facets';
import { decodeResource, decodeScope } from '../../otlp/decode-container';
import { decodeLogsJson, decodeTracesJson } from '../../otlp/decode-json';
import { decodeLog } from '../../otlp/decode-log';
import { decodeSpan } from '../../otlp/decode-span';
import { encodeUtf8 } from '../../otlp/utf8';
import type { AnyValue, KeyValue, LogRecord, Resource, Scope, Span } from '../../otlp/model';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../../units';
import { normaliseSpan, type NormaliseInput } from '../normalise-span';

/** A plain value as it would be sent: numbers without fraction as int64. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export function anyValue(value: Plain): AnyValue {
  if (value === null) return { type: 'empty' };
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? { type: 'int', value: BigInt(value) }
      : { type: 'double', value };
  }
  if (Array.isArray(value)) return { type: 'array', values: value.map(anyValue) };
  return { type: 'kvlist', entries: keyValues(value as Record<string, Plain>) };
}

export function keyValues(values: Readonly<Record<string, Plain>>): KeyValue[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

export interface SpanShape {
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, Plain>>;
  readonly resource?: Readonly<Record<string, Plain>>;
  readonly scope?: string;
  readonly schemaUrl?: string;
  readonly events?: readonly {
    name: string;
    attributes?: Readonly<Record<string, Plain>>;
    timeNs?: bigint;
  }[];
  readonly links?: readonly {
    traceId: string;
    spanId: string;
    attributes?: Readonly<Record<string, Plain>>;
  }[];
  readonly logs?: readonly {
    eventName?: string;
    attributes?: Readonly<Record<string, Plain>>;
    body?: Plain;
    timeNs?: bigint;
    observedTimeNs?: bigint;
  }[];
  readonly statusCode?: 0 | 1 | 2;
  readonly statusMessage?: string;
  readonly startNs?: bigint;
}

const traceId = parseTraceId('0af7651916cd43dd8448eb211c80319c') as TraceId;
const spanId = parseSpanId('b7ad6b7169203331') as SpanId;

/** All that `normaliseSpan` takes, from the few things a test is about. */
export function inputOf(shape: SpanShape): NormaliseInput {
  const startNs = shape.startNs ?? 1_700_000_000_000_000_000n;
  const span: Span = {
    traceId,
    spanId,
    parentSpanId: null,
    traceState: '',
    flags: 0,
    name: shape.name ?? 'work',
    kind: 1,
    startNs,
    endNs: startNs + 1_000_000_000n,
    attributes: keyValues(shape.attributes ?? {}),
    droppedAttributesCount: 0,
    events: (shape.events ?? []).map((event, at) => ({
      timeNs: event.timeNs ?? startNs + BigInt(at + 1) * 1_000_000n,
      name: event.name,
      attributes: keyValues(event.attributes ?? {}),
      droppedAttributesCount: 0,
    })),
    droppedEventsCount: 0,
    links: (shape.links ?? []).map((link) => ({
      traceId: link.traceId,
      spanId: link.spanId,
      traceState: '',
      attributes: keyValues(link.attributes ?? {}),
      droppedAttributesCount: 0,
      flags: 0,
    })),
    droppedLinksCount: 0,
    statusCode: shape.statusCode ?? 0,
    statusMessage: shape.statusMessage ?? '',
    unknownFields: [],
  };
  const logs: LogRecord[] = (shape.logs ?? []).map((log, at) => ({
    traceId,
    spanId,
    timeNs: log.timeNs ?? startNs + BigInt(at + 1) * 1_000_000n,
    observedTimeNs: log.observedTimeNs ?? startNs,
    severityNumber: 9,
    severityText: 'INFO',
    eventName: log.eventName ?? '',
    body: anyValue(log.body ?? null),
    attributes: keyValues(log.attributes ?? {}),
    droppedAttributesCount: 0,
    flags: 0,
    unknownFields: [],
  }));
  return {
    span,
    resource: {
      attributes: keyValues(shape.resource ?? {}),
      droppedAttributesCount: 0,
      schemaUrl: '',
    },
    scope: {
      name: shape.scope ?? '',
      version: '',
      attributes: [],
      droppedAttributesCount: 0,
      schemaUrl: shape.schemaUrl ?? '',
    },
    logs,
  };
}

/** The facets of a span of a few attributes. */
export function facetsOf(shape: SpanShape): SpanFacets {
  return normaliseSpan(inputOf(shape));
}

/** All spans of OTLP JSON Lines with their log records, as the store would give them. */
export function inputsOfJsonLines(text: string): NormaliseInput[] {
  const inputs: { span: Span; resource: Resource; scope: Scope; logs: LogRecord[] }[] = [];
  const logs: LogRecord[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const body = encodeUtf8(line);
    if (line.includes('"resourceLogs"')) {
      logs.push(...decodeLogsJson(body).logs.map(({ payload }) => decodeLog(payload)));
    }
    if (!line.includes('"resourceSpans"')) continue;
    const decoded = decodeTracesJson(body);
    const resources = decoded.resources.map(({ bytes }) => decodeResource(bytes));
    const scopes = decoded.scopes.map(({ bytes }) => decodeScope(bytes));
    for (const span of decoded.spans) {
      inputs.push({
        span: decodeSpan(span.payload),
        resource: resources[span.resource] as Resource,
        scope: scopes[span.scope] as Scope,
        logs: [],
      });
    }
  }
  const bySpan = new Map(
    inputs.map((input) => [`${input.span.traceId} ${input.span.spanId}`, input]),
  );
  for (const log of logs) bySpan.get(`${log.traceId} ${log.spanId}`)?.logs.push(log);
  return inputs;
}
