/**
 * OTLP requests of all shapes: every AnyValue type, 64-bit extremes, duplicates, empties.
 * Fields are named as in OTLP/JSON; 64-bit integers are bigints and bytes are Uint8Arrays.
 * Fields with defaults are left out, so encoders agree on the bytes.
 */
import fc from 'fast-check';

import { toBase64 } from '../base64';
import { toHex } from '../hex';

export type OtlpMessage = Readonly<Record<string, unknown>>;

/** All code points; halves of surrogate pairs cannot be UTF-8. */
const text = fc.string({ unit: 'binary', maxLength: 40 });
const someText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const count = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(0xffffffff));
const time = fc.oneof(
  fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_900_000_000_000_000_000n }),
  fc.constantFrom(1n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n),
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 1n, -1n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n),
);
const int32 = fc.oneof(
  fc.constantFrom(1, 2, 3, 5),
  fc.integer().filter((value) => value !== 0),
);

function idOf(length: number): fc.Arbitrary<Uint8Array> {
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .filter((id) => id.some((byte) => byte !== 0));
}

/** Keys that steer the decoder must not change what is kept. */
const wellKnownKey = fc.constantFrom('service.name', 'gen_ai.operation.name', '__proto__', '');

function messageWith(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<OtlpMessage> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

function some<T>(item: fc.Arbitrary<T>, maxLength = 4): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: 1, maxLength });
}

const { keyValue, anyValue } = fc.letrec<{ anyValue: OtlpMessage; keyValue: OtlpMessage }>(
  (tie) => ({
    anyValue: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({ stringValue: text }),
      fc.record({ boolValue: fc.boolean() }),
      fc.record({ intValue: int64 }),
      fc.record({ doubleValue: fc.double() }),
      fc.record({ bytesValue: fc.uint8Array({ maxLength: 200 }) }),
      fc.constant({}),
      fc.record({ arrayValue: messageWith({}, { values: some(tie('anyValue')) }) }),
      fc.record({ kvlistValue: messageWith({}, { values: some(tie('keyValue')) }) }),
    ),
    keyValue: messageWith(
      {},
      {
        key: fc.oneof(
          someText,
          wellKnownKey.filter((key) => key !== ''),
        ),
        value: tie('anyValue'),
      },
    ),
  }),
);

const status = messageWith({}, { message: someText, code: fc.constantFrom(1, 2) });

const event = messageWith(
  {},
  {
    timeUnixNano: time,
    name: fc.oneof(someText, fc.constant('exception')),
    attributes: some(keyValue),
    droppedAttributesCount: count,
  },
);

const link = messageWith(
  {},
  {
    traceId: idOf(16),
    spanId: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    traceState: someText,
    attributes: some(keyValue),
    droppedAttributesCount: count,
    flags: count,
  },
);

const spanFields = {
  traceState: someText,
  parentSpanId: idOf(8),
  name: someText,
  kind: int32,
  startTimeUnixNano: time,
  endTimeUnixNano: time,
  attributes: some(keyValue),
  droppedAttributesCount: count,
  events: some(event),
  droppedEventsCount: count,
  links: some(link),
  droppedLinksCount: count,
  status,
  flags: count,
};

/** Fields of a later OTLP that this version does not know. */
const futureSpanFields = {
  futureText: someText,
  futureNumber: time,
  futureMessage: status,
};

const spanIds = { traceId: idOf(16), spanId: idOf(8) };

const span = messageWith(spanIds, spanFields);
const futureSpan = messageWith(spanIds, { ...spanFields, ...futureSpanFields });

const logFields = {
  timeUnixNano: time,
  severityNumber: int32,
  severityText: someText,
  body: anyValue,
  attributes: some(keyValue),
  droppedAttributesCount: count,
  flags: count,
  traceId: idOf(16),
  spanId: idOf(8),
  observedTimeUnixNano: time,
  eventName: someText,
};

const logRecord = messageWith({}, logFields);
const futureLogRecord = messageWith({}, { ...logFields, future: someText });

const scope = messageWith(
  {},
  { name: someText, version: someText, attributes: some(keyValue), droppedAttributesCount: count },
);

const entityRef = messageWith(
  {},
  {
    schemaUrl: someText,
    type: someText,
    idKeys: some(text),
    descriptionKeys: some(text),
  },
);

const resource = messageWith(
  {},
  { attributes: some(keyValue), droppedAttributesCount: count, entityRefs: some(entityRef, 2) },
);

function request(
  names: { resources: string; scopes: string; items: string },
  item: fc.Arbitrary<OtlpMessage>,
  future: { resource: Fields; scope: Fields },
): fc.Arbitrary<OtlpMessage> {
  const scoped = messageWith(
    {},
    { scope, [names.items]: some(item), schemaUrl: someText, ...future.scope },
  );
  const resourced = messageWith(
    {},
    { resource, [names.scopes]: some(scoped, 3), schemaUrl: someText, ...future.resource },
  );
  return messageWith({}, { [names.resources]: some(resourced, 3) });
}

type Fields = Record<string, fc.Arbitrary<unknown>>;

const traceNames = { resources: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' };
const logNames = { resources: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' };
const noFuture = { resource: {}, scope: {} };

/** Only what OTLP names. */
export const tracesRequest = request(traceNames, span, noFuture);
export const logsRequest = request(logNames, logRecord, noFuture);
/** With fields this version does not know, at every level. */
export const futureTracesRequest = request(traceNames, futureSpan, {
  resource: { future: someText },
  scope: { future: status },
});
export const futureLogsRequest = request(logNames, futureLogRecord, noFuture);

/** The request less containers that hold no spans or records. */
export function pruned(message: OtlpMessage): OtlpMessage {
  const containers = ['resourceSpans', 'scopeSpans', 'resourceLogs', 'scopeLogs'];
  const entries = Object.entries(message).map(([name, value]): [string, unknown] => {
    if (!containers.includes(name)) return [name, value];
    return [name, (value as OtlpMessage[]).map(pruned).filter(hasItems)];
  });
  return Object.fromEntries(entries);
}

function hasItems(container: OtlpMessage): boolean {
  const items = ['scopeSpans', 'spans', 'scopeLogs', 'logRecords'];
  return items.some((name) => Array.isArray(container[name]) && container[name].length > 0);
}

const idNames = new Set(['traceId', 'spanId', 'parentSpanId']);

/** The message as OTLP/JSON writes it. */
export function toOtlpJson(message: OtlpMessage): string {
  return JSON.stringify(jsonOf(message, ''));
}

function jsonOf(value: unknown, name: string): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return idNames.has(name) ? toHex(value) : toBase64(value);
  if (typeof value === 'number') {
    // `JSON.stringify` has neither these three nor a negative zero; numeric strings are legal.
    return Number.isFinite(value) && !Object.is(value, -0) ? value : numberName(value);
  }
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item, key)]));
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
