/** Metrics are accepted and counted, not kept (reference H2). */
import type { DecodedMetrics } from './decoded';
import { isJsonObject, parseJsonBody } from './json-text';
import { WireType, WireReader } from './wire-reader';
import { OtlpDecodeError } from './decoded';

/**
 * Field numbers from the request down to the data points: ExportMetricsServiceRequest,
 * ResourceMetrics, ScopeMetrics, Metric, then the kinds of data, then their points.
 */
const levels: readonly (readonly number[])[] = [
  [1],
  [2, 1000],
  [2],
  [4, 5, 6, 7, 8, 9, 10, 11],
  [1],
];

/**
 * Counts the data points of an `ExportMetricsServiceRequest`.
 * @throws OtlpDecodeError where the body is no such message
 */
export function countMetricsProtobuf(body: Uint8Array): DecodedMetrics {
  return { signal: 'metrics', dataPointCount: countAt(new WireReader(body), 0) };
}

/** Counts within the message that is `[reader.pos, reader.limit)`; as deep as `levels` is long. */
function countAt(reader: WireReader, level: number): number {
  const fields = levels[level];
  let count = 0;
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    const isChild = fields?.includes(tag >>> 3) === true && (tag & 7) === WireType.bytes;
    if (!isChild) {
      reader.skip(tag);
    } else if (level === levels.length - 1) {
      reader.skipBytes();
      count++;
    } else {
      const outer = reader.enter();
      count += countAt(reader, level + 1);
      reader.leave(outer);
    }
  }
  return count;
}

/** Names of the lists from the request down to the data points, old and other spellings too. */
export const metricsJsonLevels: readonly (readonly string[])[] = [
  ['resourceMetrics', 'resource_metrics'],
  [
    'scopeMetrics',
    'scope_metrics',
    'instrumentationLibraryMetrics',
    'instrumentation_library_metrics',
  ],
  ['metrics'],
  [
    'gauge',
    'sum',
    'histogram',
    'exponentialHistogram',
    'exponential_histogram',
    'summary',
    'intGauge',
    'intSum',
    'intHistogram',
  ],
  ['dataPoints', 'data_points'],
];

/**
 * Counts the data points of a JSON request.
 * @throws OtlpDecodeError where the body is no JSON object
 */
export function countMetricsJson(body: Uint8Array): DecodedMetrics {
  const request = parseJsonBody(body);
  if (!isJsonObject(request)) throw new OtlpDecodeError('The body must be an object.');
  let items: unknown[] = [request];
  for (const names of metricsJsonLevels) {
    items = items.filter(isJsonObject).flatMap((item) => names.flatMap((name) => item[name] ?? []));
  }
  return { signal: 'metrics', dataPointCount: items.length };
}
