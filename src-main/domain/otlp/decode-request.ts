/** The one entry of the ingest worker: a request body in either encoding → what the store takes. */
import { countMetricsJson, countMetricsProtobuf } from './count-metrics';
import { decodeLogsJson, decodeTracesJson } from './decode-json';
import { decodeLogsProtobuf, decodeTracesProtobuf } from './decode-protobuf';
import type { DecodedRequest, Signal } from './decoded';
import type { WireWriter } from './wire-writer';

/**
 * Decodes a decompressed request body. The result holds views of `body`, or of what `writer`
 * holds, which must not be changed while they are in use.
 * @param writer for the protobuf that JSON is turned into; a new one by default
 * @throws OtlpDecodeError where the body is no such request; nothing of it is worth keeping
 */
export function decodeRequest(
  signal: Exclude<Signal, 'profiles'>,
  encoding: 'protobuf' | 'json',
  body: Uint8Array,
  writer?: WireWriter,
): DecodedRequest {
  const isJson = encoding === 'json';
  switch (signal) {
    case 'traces':
      return isJson ? decodeTracesJson(body, writer) : decodeTracesProtobuf(body);
    case 'logs':
      return isJson ? decodeLogsJson(body, writer) : decodeLogsProtobuf(body);
    case 'metrics':
      return isJson ? countMetricsJson(body) : countMetricsProtobuf(body);
  }
}
