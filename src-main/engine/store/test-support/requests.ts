/** Small export requests, written as a test wants to read them. */
import {
  encodeLogsRequest,
  encodeTracesRequest,
  type LogInput,
  type SpanInput,
} from '@domain/otlp/encode';
import type { KeyValue, StatusCode } from '@domain/otlp/model';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '@domain/units';
import type { IngestSource } from '../../ingest';

/** Times are in nanoseconds after `BASE_NS`, ids are numbers. */
export interface TestSpan {
  readonly trace?: number;
  readonly span: number;
  readonly parent?: number | undefined;
  readonly name?: string;
  /** Null for a time of zero. */
  readonly start?: number | null;
  readonly end?: number | null;
  readonly status?: StatusCode;
  readonly service?: string;
  readonly note?: string;
}

export interface TestLog {
  readonly trace?: number;
  readonly span?: number;
  readonly text: string;
  /** Null for a time of zero. */
  readonly time?: number | null;
}

export const BASE_NS = 1_787_000_000_123_456_789n;

export const testSource: IngestSource = {
  transport: 'http/protobuf',
  agent: 'test/1.0',
  headers: [{ name: 'x-test', value: 'yes' }],
};

export function traceIdOf(number: number): TraceId {
  return parseTraceId(number.toString(16).padStart(32, '0')) as TraceId;
}

export function spanIdOf(number: number): SpanId {
  return parseSpanId(number.toString(16).padStart(16, '0')) as SpanId;
}

/** An `ExportTraceServiceRequest`; spans of one service stand together. */
export function tracesBody(...spans: readonly TestSpan[]): Uint8Array<ArrayBuffer> {
  const services = [...new Set(spans.map(({ service = 'app' }) => service))];
  const encoded = encodeTracesRequest(
    services.map((service) => ({
      resource: { attributes: [textAttribute('service.name', service)] },
      scopeSpans: [
        {
          scope: { name: 'test-scope', version: '1' },
          spans: spans.filter((span) => (span.service ?? 'app') === service).map(spanInput),
        },
      ],
    })),
  );
  return new Uint8Array(encoded);
}

/** An `ExportLogsServiceRequest`. */
export function logsBody(...logs: readonly TestLog[]): Uint8Array<ArrayBuffer> {
  const resource = { attributes: [textAttribute('service.name', 'app')] };
  const scopeLogs = [{ scope: { name: 'test-scope' }, logRecords: logs.map(logInput) }];
  return new Uint8Array(encodeLogsRequest([{ resource, scopeLogs }]));
}

function spanInput(span: TestSpan): SpanInput {
  const { trace = 1, name = 'work', start = 0, end = 1000, status = 0 } = span;
  return {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(span.span),
    parentSpanId: span.parent === undefined ? null : spanIdOf(span.parent),
    name,
    startNs: start === null ? 0n : BASE_NS + BigInt(start),
    endNs: end === null ? 0n : BASE_NS + BigInt(end),
    statusCode: status,
    attributes: span.note === undefined ? [] : [textAttribute('note', span.note)],
  };
}

function logInput({ trace, span, text, time = 0 }: TestLog): LogInput {
  return {
    ...(trace === undefined ? {} : { traceId: traceIdOf(trace) }),
    ...(span === undefined ? {} : { spanId: spanIdOf(span) }),
    timeNs: time === null ? 0n : BASE_NS + BigInt(time),
    body: { type: 'string', value: text },
  };
}

function textAttribute(key: string, value: string): KeyValue {
  return { key, value: { type: 'string', value } };
}
