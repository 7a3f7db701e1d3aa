/**
 * Model shapes → OTLP/protobuf export requests: what the test-trace command, benchmarks and
 * tests send. Canonical: fields by ascending number, defaults left out.
 */
import { fromHex } from './hex';
import type { AnyValue, KeyValue, LogRecord, Resource, Scope, Span } from './model';
import { WireWriter } from './wire-writer';

type RequiredOfSpan = 'traceId' | 'spanId' | 'name' | 'startNs' | 'endNs';

/** A span to send; what is left out is absent. */
export type SpanInput = Pick<Span, RequiredOfSpan> &
  Partial<Omit<Span, RequiredOfSpan | 'unknownFields'>>;
export type LogInput = Partial<Omit<LogRecord, 'unknownFields'>>;

export interface ScopeSpansInput {
  readonly scope?: Partial<Scope>;
  readonly spans: readonly SpanInput[];
}

export interface ResourceSpansInput {
  readonly resource?: Partial<Resource>;
  readonly scopeSpans: readonly ScopeSpansInput[];
}

export interface ScopeLogsInput {
  readonly scope?: Partial<Scope>;
  readonly logRecords: readonly LogInput[];
}

export interface ResourceLogsInput {
  readonly resource?: Partial<Resource>;
  readonly scopeLogs: readonly ScopeLogsInput[];
}

/**
 * Encodes an `ExportTraceServiceRequest`.
 * @throws TypeError for a `truncated` value or a link id that is no hex: they cannot be sent
 */
export function encodeTracesRequest(resourceSpans: readonly ResourceSpansInput[]): Uint8Array {
  const writer = new WireWriter();
  for (const { resource, scopeSpans } of resourceSpans) {
    nested(writer, 1, () => {
      writeResource(writer, resource);
      for (const { scope, spans } of scopeSpans) {
        nested(writer, 2, () => {
          writeScope(writer, scope);
          for (const span of spans) nested(writer, 2, () => writeSpan(writer, span));
          optionalString(writer, 3, scope?.schemaUrl);
        });
      }
      optionalString(writer, 3, resource?.schemaUrl);
    });
  }
  return writer.finish();
}

/**
 * Encodes an `ExportLogsServiceRequest`.
 * @throws TypeError for a `truncated` value: it cannot be sent
 */
export function encodeLogsRequest(resourceLogs: readonly ResourceLogsInput[]): Uint8Array {
  const writer = new WireWriter();
  for (const { resource, scopeLogs } of resourceLogs) {
    nested(writer, 1, () => {
      writeResource(writer, resource);
      for (const { scope, logRecords } of scopeLogs) {
        nested(writer, 2, () => {
          writeScope(writer, scope);
          for (const log of logRecords) nested(writer, 2, () => writeLog(writer, log));
          optionalString(writer, 3, scope?.schemaUrl);
        });
      }
      optionalString(writer, 3, resource?.schemaUrl);
    });
  }
  return writer.finish();
}

/** Encodes one `Span` message. */
export function encodeSpan(span: SpanInput): Uint8Array {
  const writer = new WireWriter();
  writeSpan(writer, span);
  return writer.finish();
}

function writeResource(writer: WireWriter, resource: Partial<Resource> | undefined): void {
  if (resource === undefined) return;
  nested(writer, 1, () => {
    writeAttributes(writer, 1, resource.attributes);
    optionalUint32(writer, 2, resource.droppedAttributesCount);
  });
}

function writeScope(writer: WireWriter, scope: Partial<Scope> | undefined): void {
  if (scope === undefined) return;
  nested(writer, 1, () => {
    optionalString(writer, 1, scope.name);
    optionalString(writer, 2, scope.version);
    writeAttributes(writer, 3, scope.attributes);
    optionalUint32(writer, 4, scope.droppedAttributesCount);
  });
}

function writeSpan(writer: WireWriter, span: SpanInput): void {
  writeId(writer, 1, span.traceId);
  writeId(writer, 2, span.spanId);
  optionalString(writer, 3, span.traceState);
  writeId(writer, 4, span.parentSpanId);
  optionalString(writer, 5, span.name);
  if (span.kind !== undefined && span.kind !== 0) writer.int32Field(6, span.kind);
  optionalTime(writer, 7, span.startNs);
  optionalTime(writer, 8, span.endNs);
  writeAttributes(writer, 9, span.attributes);
  optionalUint32(writer, 10, span.droppedAttributesCount);
  for (const event of span.events ?? []) {
    nested(writer, 11, () => {
      optionalTime(writer, 1, event.timeNs);
      optionalString(writer, 2, event.name);
      writeAttributes(writer, 3, event.attributes);
      optionalUint32(writer, 4, event.droppedAttributesCount);
    });
  }
  optionalUint32(writer, 12, span.droppedEventsCount);
  for (const link of span.links ?? []) {
    nested(writer, 13, () => {
      writeId(writer, 1, link.traceId);
      writeId(writer, 2, link.spanId);
      optionalString(writer, 3, link.traceState);
      writeAttributes(writer, 4, link.attributes);
      optionalUint32(writer, 5, link.droppedAttributesCount);
      optionalFixed32(writer, 6, link.flags);
    });
  }
  optionalUint32(writer, 14, span.droppedLinksCount);
  const { statusCode = 0, statusMessage = '' } = span;
  if (statusCode !== 0 || statusMessage !== '') {
    nested(writer, 15, () => {
      optionalString(writer, 2, statusMessage);
      if (statusCode !== 0) writer.int32Field(3, statusCode);
    });
  }
  optionalFixed32(writer, 16, span.flags);
}

function writeLog(writer: WireWriter, log: LogInput): void {
  optionalTime(writer, 1, log.timeNs);
  if (log.severityNumber !== undefined && log.severityNumber !== 0) {
    writer.int32Field(2, log.severityNumber);
  }
  optionalString(writer, 3, log.severityText);
  const { body } = log;
  if (body !== undefined) nested(writer, 5, () => writeAnyValue(writer, body));
  writeAttributes(writer, 6, log.attributes);
  optionalUint32(writer, 7, log.droppedAttributesCount);
  optionalFixed32(writer, 8, log.flags);
  writeId(writer, 9, log.traceId);
  writeId(writer, 10, log.spanId);
  optionalTime(writer, 11, log.observedTimeNs);
  optionalString(writer, 12, log.eventName);
}

function writeAttributes(
  writer: WireWriter,
  field: number,
  attributes: readonly KeyValue[] | undefined,
): void {
  for (const attribute of attributes ?? []) {
    nested(writer, field, () => writeKeyValue(writer, attribute));
  }
}

function writeKeyValue(writer: WireWriter, { key, value }: KeyValue): void {
  optionalString(writer, 1, key);
  nested(writer, 2, () => writeAnyValue(writer, value));
}

function writeAnyValue(writer: WireWriter, value: AnyValue): void {
  switch (value.type) {
    case 'empty':
      return;
    case 'string':
      return writer.stringField(1, value.value);
    case 'bool':
      return writer.boolField(2, value.value);
    case 'int':
      return writer.int64Field(3, value.value);
    case 'double':
      return writer.doubleField(4, value.value);
    case 'array':
      return nested(writer, 5, () => {
        for (const item of value.values) nested(writer, 1, () => writeAnyValue(writer, item));
      });
    case 'kvlist':
      return nested(writer, 6, () => {
        for (const entry of value.entries) nested(writer, 1, () => writeKeyValue(writer, entry));
      });
    case 'bytes':
      return writer.bytesField(7, value.value);
    case 'truncated':
      throw new TypeError('A value that was cut for display cannot be sent.');
  }
}

function nested(writer: WireWriter, field: number, write: () => void): void {
  const start = writer.begin(field);
  write();
  writer.end(start);
}

function writeId(writer: WireWriter, field: number, id: string | null | undefined): void {
  if (id === undefined || id === null || id === '') return;
  const bytes = fromHex(id);
  if (bytes === null) throw new TypeError(`The id ${id} is not hexadecimal.`);
  writer.bytesField(field, bytes);
}

function optionalString(writer: WireWriter, field: number, value: string | undefined): void {
  if (value !== undefined && value !== '') writer.stringField(field, value);
}

function optionalUint32(writer: WireWriter, field: number, value: number | undefined): void {
  if (value !== undefined && value !== 0) writer.uint32Field(field, value);
}

function optionalFixed32(writer: WireWriter, field: number, value: number | undefined): void {
  if (value !== undefined && value !== 0) writer.fixed32Field(field, value);
}

function optionalTime(writer: WireWriter, field: number, value: bigint | undefined): void {
  if (value !== undefined && value !== 0n) writer.fixed64Field(field, value);
}
