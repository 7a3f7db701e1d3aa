/** protobufjs as an independent reader and writer of OTLP, to compare with. */
import { readFileSync } from 'node:fs';

import protobuf from 'protobufjs';

import type { SpanId, TraceId } from '../../units';
import { toHex } from '../hex';
import type { AnyValue, KeyValue, LogRecord, Span } from '../model';
import type { OtlpMessage } from './arbitrary-otlp';

const descriptor = readFileSync(new URL('./data/otlp-descriptor.json', import.meta.url), 'utf8');
const root = protobuf.Root.fromJSON(JSON.parse(descriptor) as protobuf.INamespace);

/** Encodes a message; bigints become 64-bit integers. */
export function oracleEncode(type: string, message: OtlpMessage): Uint8Array {
  // A copy, as the pool the encoder writes to belongs to a larger buffer.
  return Uint8Array.from(root.lookupType(type).encode(forOracle(message)).finish());
}

export function oracleDecode(type: string, bytes: Uint8Array): OtlpMessage {
  const decoded = root.lookupType(type).decode(bytes);
  return fromOracle(decoded) as OtlpMessage;
}

function forOracle(value: unknown): Record<string, unknown> {
  const forLeaf = (leaf: unknown): unknown => (typeof leaf === 'bigint' ? longOf(leaf) : leaf);
  return map(value, forLeaf) as Record<string, unknown>;
}

function fromOracle(value: unknown): unknown {
  return map(value, (leaf) => {
    if (isLong(leaf)) return bigintOf(leaf);
    return leaf instanceof Uint8Array ? Uint8Array.from(leaf) : leaf;
  });
}

/** How protobufjs holds 64-bit integers. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

function longOf(value: bigint): Long {
  const low = Number(BigInt.asIntN(32, value));
  return { low, high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: value >= 0n };
}

function bigintOf({ low, high, unsigned }: Long): bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return unsigned ? bits : BigInt.asIntN(64, bits);
}

function isLong(value: unknown): value is Long {
  return typeof value === 'object' && value !== null && 'unsigned' in value && 'low' in value;
}

function map(value: unknown, leaf: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => map(item, leaf));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || isLong(value)) {
    return leaf(value);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, leaf)]));
}

type Fields = Readonly<Record<string, unknown>>;

/** A `Span` as the oracle reads it, in the shape of the model; without the unknown fields. */
export function oracleSpan(payload: Uint8Array): Omit<Span, 'unknownFields'> {
  const span = oracleDecode('Span', payload);
  const status = (span['status'] ?? {}) as Fields;
  const parent = id(span['parentSpanId']);
  return {
    traceId: id(span['traceId']) as TraceId,
    spanId: id(span['spanId']) as SpanId,
    parentSpanId: /^0*$/.test(parent) ? null : (parent as SpanId),
    traceState: text(span['traceState']),
    flags: number(span['flags']),
    name: text(span['name']),
    kind: number(span['kind']),
    startNs: time(span['startTimeUnixNano']),
    endNs: time(span['endTimeUnixNano']),
    attributes: attributes(span['attributes']),
    droppedAttributesCount: number(span['droppedAttributesCount']),
    events: list(span['events']).map((event) => ({
      timeNs: time(event['timeUnixNano']),
      name: text(event['name']),
      attributes: attributes(event['attributes']),
      droppedAttributesCount: number(event['droppedAttributesCount']),
    })),
    droppedEventsCount: number(span['droppedEventsCount']),
    links: list(span['links']).map((link) => ({
      traceId: id(link['traceId']),
      spanId: id(link['spanId']),
      traceState: text(link['traceState']),
      attributes: attributes(link['attributes']),
      droppedAttributesCount: number(link['droppedAttributesCount']),
      flags: number(link['flags']),
    })),
    droppedLinksCount: number(span['droppedLinksCount']),
    statusCode: number(status['code']) as 0 | 1 | 2,
    statusMessage: text(status['message']),
  };
}

/** A `LogRecord` as the oracle reads it, in the shape of the model; without the unknown fields. */
export function oracleLog(payload: Uint8Array): Omit<LogRecord, 'unknownFields'> {
  const log = oracleDecode('LogRecord', payload);
  const traceId = id(log['traceId']);
  const spanId = id(log['spanId']);
  return {
    traceId: traceId.length === 32 && !/^0+$/.test(traceId) ? (traceId as TraceId) : null,
    spanId: spanId.length === 16 && !/^0+$/.test(spanId) ? (spanId as SpanId) : null,
    timeNs: time(log['timeUnixNano']),
    observedTimeNs: time(log['observedTimeUnixNano']),
    severityNumber: number(log['severityNumber']),
    severityText: text(log['severityText']),
    eventName: text(log['eventName']),
    body: anyValue(log['body']),
    attributes: attributes(log['attributes']),
    droppedAttributesCount: number(log['droppedAttributesCount']),
    flags: number(log['flags']),
  };
}

function attributes(value: unknown): KeyValue[] {
  return list(value).map((entry) => ({
    key: text(entry['key']),
    value: anyValue(entry['value']),
  }));
}

function anyValue(value: unknown): AnyValue {
  const fields = (value ?? {}) as Fields;
  if ('stringValue' in fields) return { type: 'string', value: text(fields['stringValue']) };
  if ('boolValue' in fields) return { type: 'bool', value: fields['boolValue'] as boolean };
  if ('intValue' in fields) return { type: 'int', value: fields['intValue'] as bigint };
  if ('doubleValue' in fields) return { type: 'double', value: number(fields['doubleValue']) };
  if ('bytesValue' in fields) return { type: 'bytes', value: fields['bytesValue'] as Uint8Array };
  if ('arrayValue' in fields) {
    return {
      type: 'array',
      values: list((fields['arrayValue'] as Fields)['values']).map(anyValue),
    };
  }
  if ('kvlistValue' in fields) {
    return { type: 'kvlist', entries: attributes((fields['kvlistValue'] as Fields)['values']) };
  }
  return { type: 'empty' };
}

function list(value: unknown): readonly Fields[] {
  return (value ?? []) as readonly Fields[];
}

function id(value: unknown): string {
  return toHex((value ?? new Uint8Array()) as Uint8Array);
}

function text(value: unknown): string {
  return (value ?? '') as string;
}

function number(value: unknown): number {
  return (value ?? 0) as number;
}

function time(value: unknown): bigint {
  return (value ?? 0n) as bigint;
}
