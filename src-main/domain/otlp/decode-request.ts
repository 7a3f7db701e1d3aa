/** The one entry of the ingest worker: a request body in either encoding → what the store takes. */
import { countMetricsJson, countMetricsProtobuf } from './count-metrics';
import { decodeLogsJson, decodeTracesJson } from './decode-json';
import { decodeLogsProtobuf, decodeTracesProtobuf } from './decode-protobuf';
import type { DecodedRequest, Signal } from './decoded';

/**
 * Decodes a decompressed request body. The result holds views of `body`, which must not be
 * changed while they are in use.
 * @throws OtlpDecodeError where the body is no such request; nothing of it is worth keeping
 */
export function decodeRequest(
  signal: Exclude<Signal, 'profiles'>,
  encoding: 'protobuf' | 'json',
  body: Uint8Array,
): DecodedRequest {
  const isJson = encoding === 'json';
  switch (signal) {
    case 'traces':
      return isJson ? decodeTracesJson(body) : decodeTracesProtobuf(body);
    case 'logs':
      return isJson ? decodeLogsJson(body) : decodeLogsProtobuf(body);
    case 'metrics':
      return isJson ? countMetricsJson(body) : countMetricsProtobuf(body);
  }
}
