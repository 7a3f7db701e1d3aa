/**
 * The OTLP messages as a table: field numbers, JSON names and types. Validation of protobuf,
 * decoding of JSON and printing of JSON are driven by it, so a new field is one line here.
 * Source: opentelemetry-proto 1.11 `common/v1`, `resource/v1`, `trace/v1`, `logs/v1`.
 */
import { WireType } from './wire-reader';

export type EnumName = 'SpanKind' | 'StatusCode' | 'SeverityNumber' | 'DeprecatedStatusCode';

export type ScalarType =
  | 'string'
  | 'bytes'
  /** A trace or span id: bytes on the wire, hex in JSON (J1). */
  | 'id'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'fixed32'
  | 'fixed64'
  | 'double';

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarType }
  | { readonly kind: 'enum'; readonly name: EnumName }
  | { readonly kind: 'message'; readonly message: Message };

export interface Field {
  readonly number: number;
  /** Position among the message's fields. */
  readonly index: number;
  /** lowerCamelCase, the name OTLP/JSON prescribes. */
  readonly name: string;
  /** As in the .proto file; some senders use it in JSON (J4). */
  readonly snakeName: string;
  readonly type: FieldType;
  readonly repeated: boolean;
  /** Member of AnyValue's `oneof`: written even where it holds the default. */
  readonly oneof: boolean;
  readonly wireType: number;
}

export interface Message {
  readonly name: MessageName;
  /** By ascending number. */
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
  /** By both JSON names. */
  readonly byName: ReadonlyMap<string, Field>;
}

/** `[number, type, repeated]`; a type with a capital is a message or, with `enum`, an enum. */
type FieldSource = readonly [number, ScalarType | `enum ${EnumName}` | (string & {}), 'repeated'?];

const sources = {
  AnyValue: {
    stringValue: [1, 'string'],
    boolValue: [2, 'bool'],
    intValue: [3, 'int64'],
    doubleValue: [4, 'double'],
    arrayValue: [5, 'ArrayValue'],
    kvlistValue: [6, 'KeyValueList'],
    bytesValue: [7, 'bytes'],
    // Profiles only; elsewhere it is kept and read as absent (J14).
    stringValueStrindex: [8, 'int32'],
  },
  ArrayValue: { values: [1, 'AnyValue', 'repeated'] },
  KeyValueList: { values: [1, 'KeyValue', 'repeated'] },
  KeyValue: { key: [1, 'string'], value: [2, 'AnyValue'], keyStrindex: [3, 'int32'] },
  InstrumentationScope: {
    name: [1, 'string'],
    version: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },
  EntityRef: {
    schemaUrl: [1, 'string'],
    type: [2, 'string'],
    idKeys: [3, 'string', 'repeated'],
    descriptionKeys: [4, 'string', 'repeated'],
  },
  Resource: {
    attributes: [1, 'KeyValue', 'repeated'],
    droppedAttributesCount: [2, 'uint32'],
    entityRefs: [3, 'EntityRef', 'repeated'],
  },

  TracesRequest: { resourceSpans: [1, 'ResourceSpans', 'repeated'] },
  ResourceSpans: {
    resource: [1, 'Resource'],
    scopeSpans: [2, 'ScopeSpans', 'repeated'],
    schemaUrl: [3, 'string'],
    // OTLP 0.15 and before (J16, J17).
    instrumentationLibrarySpans: [1000, 'InstrumentationLibrarySpans', 'repeated'],
  },
  ScopeSpans: {
    scope: [1, 'InstrumentationScope'],
    spans: [2, 'Span', 'repeated'],
    schemaUrl: [3, 'string'],
  },
  InstrumentationLibrarySpans: {
    instrumentationLibrary: [1, 'InstrumentationScope'],
    spans: [2, 'Span', 'repeated'],
    schemaUrl: [3, 'string'],
  },
  Span: {
    traceId: [1, 'id'],
    spanId: [2, 'id'],
    traceState: [3, 'string'],
    parentSpanId: [4, 'id'],
    name: [5, 'string'],
    kind: [6, 'enum SpanKind'],
    startTimeUnixNano: [7, 'fixed64'],
    endTimeUnixNano: [8, 'fixed64'],
    attributes: [9, 'KeyValue', 'repeated'],
    droppedAttributesCount: [10, 'uint32'],
    events: [11, 'SpanEvent', 'repeated'],
    droppedEventsCount: [12, 'uint32'],
    links: [13, 'SpanLink', 'repeated'],
    droppedLinksCount: [14, 'uint32'],
    status: [15, 'Status'],
    flags: [16, 'fixed32'],
  },
  SpanEvent: {
    timeUnixNano: [1, 'fixed64'],
    name: [2, 'string'],
    attributes: [3, 'KeyValue', 'repeated'],
    droppedAttributesCount: [4, 'uint32'],
  },
  SpanLink: {
    traceId: [1, 'id'],
    spanId: [2, 'id'],
    traceState: [3, 'string'],
    attributes: [4, 'KeyValue', 'repeated'],
    droppedAttributesCount: [5, 'uint32'],
    flags: [6, 'fixed32'],
  },
  Status: {
    // OTLP 0.11 and before (J18).
    deprecatedCode: [1, 'enum DeprecatedStatusCode'],
    message: [2, 'string'],
    code: [3, 'enum StatusCode'],
  },

  LogsRequest: { resourceLogs: [1, 'ResourceLogs', 'repeated'] },
  ResourceLogs: {
    resource: [1, 'Resource'],
    scopeLogs: [2, 'ScopeLogs', 'repeated'],
    schemaUrl: [3, 'string'],
    instrumentationLibraryLogs: [1000, 'InstrumentationLibraryLogs', 'repeated'],
  },
  ScopeLogs: {
    scope: [1, 'InstrumentationScope'],
    logRecords: [2, 'LogRecord', 'repeated'],
    schemaUrl: [3, 'string'],
  },
  InstrumentationLibraryLogs: {
    instrumentationLibrary: [1, 'InstrumentationScope'],
    logRecords: [2, 'LogRecord', 'repeated'],
    schemaUrl: [3, 'string'],
  },
  LogRecord: {
    timeUnixNano: [1, 'fixed64'],
    severityNumber: [2, 'enum SeverityNumber'],
    severityText: [3, 'string'],
    body: [5, 'AnyValue'],
    attributes: [6, 'KeyValue', 'repeated'],
    droppedAttributesCount: [7, 'uint32'],
    flags: [8, 'fixed32'],
    traceId: [9, 'id'],
    spanId: [10, 'id'],
    observedTimeUnixNano: [11, 'fixed64'],
    eventName: [12, 'string'],
  },
} as const satisfies Record<string, Record<string, FieldSource>>;

export type MessageName = keyof typeof sources;

const scalarWireTypes: Record<ScalarType, number> = {
  string: WireType.bytes,
  bytes: WireType.bytes,
  id: WireType.bytes,
  bool: WireType.varint,
  int32: WireType.varint,
  uint32: WireType.varint,
  int64: WireType.varint,
  fixed32: WireType.fixed32,
  fixed64: WireType.fixed64,
  double: WireType.fixed64,
};

interface OpenMessage extends Message {
  fields: Field[];
  byNumber: Map<number, Field>;
  byName: Map<string, Field>;
}

/** Messages refer to each other, so all exist before the first field is added. */
function link(): Readonly<Record<MessageName, Message>> {
  const names = Object.keys(sources) as MessageName[];
  const messages = Object.fromEntries(
    names.map((name): [string, OpenMessage] => [
      name,
      { name, fields: [], byNumber: new Map(), byName: new Map() },
    ]),
  ) as Record<MessageName, OpenMessage>;
  for (const messageName of names) {
    const message = messages[messageName];
    for (const [name, source] of Object.entries<FieldSource>(sources[messageName])) {
      const [number, typeName, repeated] = source;
      const type = fieldType(typeName, messages);
      const field: Field = {
        number,
        index: message.fields.length,
        name,
        snakeName: name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
        type,
        repeated: repeated === 'repeated',
        oneof: messageName === 'AnyValue' && name !== 'stringValueStrindex',
        wireType: fieldWireType(type),
      };
      message.fields.push(field);
      message.byNumber.set(number, field);
      message.byName.set(field.name, field).set(field.snakeName, field);
    }
  }
  return messages;
}

function fieldType(name: string, messages: Readonly<Record<string, Message>>): FieldType {
  const message = messages[name];
  if (message !== undefined) return { kind: 'message', message };
  if (name.startsWith('enum ')) return { kind: 'enum', name: name.slice(5) as EnumName };
  return { kind: 'scalar', scalar: name as ScalarType };
}

function fieldWireType(type: FieldType): number {
  if (type.kind === 'message') return WireType.bytes;
  return type.kind === 'enum' ? WireType.varint : scalarWireTypes[type.scalar];
}

/** Every message of the table, linked. */
export const messages = link();
