/**
 * Spans of MLflow's JSON in any of its variants → OTLP spans (mlflow.md §8; mlflow/entities/span.py
 * `from_dict`, `from_dict_v2`). Attributes that are JSON text stay so: nothing of them is lost.
 */
import type { SpanInput } from '../otlp/encode';
import { fromBase64 } from '../otlp/base64';
import { toHex } from '../otlp/hex';
import type { AnyValue, KeyValue, SpanEvent, SpanLink, StatusCode } from '../otlp/model';
import { parseSpanId, parseTraceId, type SpanId, type TraceId, type UnixNs } from '../units';
import { spanAttributes } from './attribute-json';
import { jsonToAnyValue } from './convert-json';
import { isExactObject, isList, type ExactJson } from './exact-json';
import {
  hasMember,
  integerMember,
  listMember,
  memberOf,
  membersOf,
  mismatch,
  objectMember,
  pathOf,
  requiredText,
  textMember,
  type Members,
} from './json-members';
import { protoKeyValues } from './read-proto-value';
import { fromMlflowTraceId } from './trace-id';

const MAX_UINT64 = 2n ** 64n - 1n;

/**
 * Reads one span object.
 * @throws MlflowJsonError naming the member that is missing or wrong
 */
export function readSpan(json: ExactJson | undefined, path = 'span'): SpanInput {
  const members = membersOf(json, path);
  const span = hasMember(members, 'context') ? readV2Span(members) : readV3Span(members);
  const traceId = namedTraceId(span.attributes ?? []);
  return traceId === null ? span : { ...span, traceId };
}

/**
 * The id in `mlflow.traceRequestId`, which is the true one: version 0.2.0 of the TypeScript SDK
 * makes Base64 of the text `tr-…` as though it were hex. Null where it names none of OTLP.
 */
function namedTraceId(attributes: readonly KeyValue[]): TraceId | null {
  const value = attributes.find(({ key }) => key === spanAttributes.traceId)?.value;
  if (value?.type !== 'string') return null;
  const text = value.value;
  return fromMlflowTraceId(text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text);
}

function readV3Span(members: Members): SpanInput {
  const status = objectMember(members, 'status');
  return {
    traceId: readTraceId(members),
    spanId: readSpanId(members, 'span_id') ?? missing(members, 'span_id'),
    parentSpanId: readSpanId(members, 'parent_span_id'),
    name: textMember(members, 'name') ?? '',
    traceState: textMember(members, 'trace_state') ?? '',
    kind: readKind(members),
    startNs: readTime(members, 'start_time_unix_nano'),
    endNs: readTime(members, 'end_time_unix_nano'),
    attributes: readAttributes(members, 'attributes'),
    events: listMember(members, 'events').map((event, at) =>
      readEvent(membersOf(event, `${pathOf(members, 'events')}[${at}]`), 'time_unix_nano'),
    ),
    links: listMember(members, 'links').map((link, at) =>
      readLink(membersOf(link, `${pathOf(members, 'links')}[${at}]`)),
    ),
    statusCode: status === null ? 0 : readStatusCode(status, 'code'),
    statusMessage: (status === null ? null : textMember(status, 'message')) ?? '',
  };
}

function readV2Span(members: Members): SpanInput {
  const context = membersOf(memberOf(members, 'context'), pathOf(members, 'context'));
  return {
    traceId: readTraceId(context),
    spanId: readSpanId(context, 'span_id') ?? missing(context, 'span_id'),
    parentSpanId: readSpanId(members, 'parent_id'),
    name: textMember(members, 'name') ?? '',
    startNs: readTime(members, 'start_time'),
    endNs: readTime(members, 'end_time'),
    attributes: readAttributes(members, 'attributes'),
    events: listMember(members, 'events').map((event, at) =>
      readEvent(membersOf(event, `${pathOf(members, 'events')}[${at}]`), 'timestamp'),
    ),
    statusCode: readStatusCode(members, 'status_code'),
    statusMessage: textMember(members, 'status_message') ?? '',
  };
}

function missing(members: Members, name: string): never {
  throw mismatch(members, name, 'an id', undefined);
}

function readTraceId(members: Members): TraceId {
  const text = requiredText(members, 'trace_id');
  const traceId = fromMlflowTraceId(text) ?? parseTraceId(hexOf(text, 16) ?? '');
  if (traceId !== null) return traceId;
  throw mismatch(members, 'trace_id', 'a trace id', text);
}

function readSpanId(members: Members, name: string): SpanId | null {
  const text = textMember(members, name);
  if (text === null || text === '') return null;
  const spanId = parseSpanId(hexOf(text, 8) ?? '');
  if (spanId !== null) return spanId;
  throw mismatch(members, name, 'a span id', text);
}

/**
 * Hex as in 3.5.0, with `0x` and maybe without leading zeros as in schema v2, or Base64. Hex of
 * full length is never Base64 of as many bytes.
 */
function hexOf(text: string, byteLength: number): string | null {
  const digits = byteLength * 2;
  const prefixed = /^0x([0-9a-f]+)$/i.exec(text)?.[1];
  if (prefixed !== undefined)
    return prefixed.length > digits ? null : prefixed.padStart(digits, '0');
  if (text.length === digits && /^[0-9a-f]+$/i.test(text)) return text;
  const bytes = fromBase64(text);
  return bytes?.length === byteLength ? toHex(bytes) : null;
}

/** 0 where absent, as an open span has no end. */
function readTime(members: Members, name: string): UnixNs {
  const time = integerMember(members, name) ?? 0n;
  if (time >= 0n && time <= MAX_UINT64) return time;
  throw mismatch(members, name, 'nanoseconds since 1970', time);
}

const kindNames = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

function readKind(members: Members): number {
  const kind = memberOf(members, 'kind');
  if (kind === undefined) return 0;
  if (typeof kind === 'bigint') return BigInt.asIntN(32, kind) === kind ? Number(kind) : 0;
  const number = kindNames.findIndex((name) => kind === `SPAN_KIND_${name}`);
  return Math.max(number, 0);
}

const statusNames = ['UNSET', 'OK', 'ERROR'] as const;

/** Names of OTLP, bare names of 3.5.0 and schema v2, or numbers. */
function readStatusCode(members: Members, name: string): StatusCode {
  const code = memberOf(members, name);
  if (code === undefined) return 0;
  const number =
    typeof code === 'bigint'
      ? Number(code)
      : statusNames.findIndex((one) => code === one || code === `STATUS_CODE_${one}`);
  if (number === 0 || number === 1 || number === 2) return number;
  throw mismatch(members, name, 'one of OK, ERROR and UNSET', code);
}

function readEvent(members: Members, timeName: string): SpanEvent {
  return {
    name: textMember(members, 'name') ?? '',
    timeNs: readTime(members, timeName),
    attributes: readAttributes(members, 'attributes'),
    droppedAttributesCount: 0,
  };
}

/** Ids of links stay as they are where they are none. */
function readLink(members: Members): SpanLink {
  const traceId = textMember(members, 'trace_id') ?? '';
  const spanId = textMember(members, 'span_id') ?? '';
  return {
    traceId: fromMlflowTraceId(traceId) ?? hexOf(traceId, 16) ?? '',
    spanId: hexOf(spanId, 8) ?? '',
    traceState: textMember(members, 'trace_state') ?? '',
    attributes: readAttributes(members, 'attributes'),
    droppedAttributesCount: 0,
    flags: 0,
  };
}

/** An object of values or of their JSON texts, or the pairs of proto JSON. */
function readAttributes(members: Members, name: string): readonly KeyValue[] {
  const value = memberOf(members, name);
  if (value === undefined) return [];
  if (isList(value)) return protoKeyValues(value, pathOf(members, name));
  if (!isExactObject(value)) throw mismatch(members, name, 'an object', value);
  return [...value].map(([key, item]): { key: string; value: AnyValue } => ({
    key,
    value: jsonToAnyValue(item),
  }));
}
