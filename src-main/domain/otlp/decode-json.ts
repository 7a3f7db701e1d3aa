/**
 * OTLP/JSON export requests. They are turned into the protobuf they stand for and decoded as
 * such, so there is one stored form and one reader; only what JSON alone can get wrong is
 * handled here. Source: OTLP specification "JSON Protobuf Encoding"; reference J1–J19, F7.
 */
import type { DecodedLogs, DecodedTraces } from './decoded';
import { decodeLogsProtobuf, decodeTracesProtobuf } from './decode-protobuf';
import { encodeJsonMessage } from './encode-json';
import { isJsonObject, parseJsonBody } from './json-text';
import { RequestNotes } from './request-notes';
import { messages, type Message } from './schema';
import type { WireWriter } from './wire-writer';

/**
 * Decodes `{"resourceSpans":[…]}`, or one bare `ResourceSpans` object as some exporters write
 * them a line (F7).
 * @param writer what the result holds views of; a new one by default
 * @throws OtlpDecodeError where the body is no JSON or a member is not of its type
 */
export function decodeTracesJson(body: Uint8Array, writer?: WireWriter): DecodedTraces {
  const notes = new RequestNotes();
  const request = encodeRequest(body, messages.TracesRequest, notes, writer);
  return decodeTracesProtobuf(request, notes);
}

/**
 * Decodes `{"resourceLogs":[…]}` or one bare `ResourceLogs` object.
 * @param writer as above
 * @throws OtlpDecodeError where the body is no JSON or a member is not of its type
 */
export function decodeLogsJson(body: Uint8Array, writer?: WireWriter): DecodedLogs {
  const notes = new RequestNotes();
  const request = encodeRequest(body, messages.LogsRequest, notes, writer);
  return decodeLogsProtobuf(request, notes);
}

function encodeRequest(
  body: Uint8Array,
  message: Message,
  notes: RequestNotes,
  writer: WireWriter | undefined,
): Uint8Array {
  const request = wrapped(parseJsonBody(body), message);
  if (isJsonObject(request)) {
    for (const name of Object.keys(request)) {
      if (!message.byName.has(name))
        notes.warn(`the unknown member ${name.slice(0, 60)} was ignored`);
    }
  }
  return encodeJsonMessage(message, request, notes, writer);
}

/** Makes a request of a bare `ResourceSpans` or `ResourceLogs`. */
function wrapped(body: unknown, message: Message): unknown {
  const [list] = message.fields;
  if (!isJsonObject(body) || list === undefined || list.type.kind !== 'message') return body;
  const names = Object.keys(body);
  if (names.some((name) => message.byName.has(name))) return body;
  const childFields = list.type.message.fields.filter((field) => field.repeated);
  const isBare = childFields.some(({ name, snakeName }) => name in body || snakeName in body);
  return isBare ? { [list.name]: [body] } : body;
}
