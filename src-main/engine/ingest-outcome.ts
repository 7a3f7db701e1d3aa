/** Outcomes of the ingest path, built in one place from what decoding and writing tell. */
import type { DecodedRequest, OtlpDecodeError } from '@domain/otlp/decoded';
import type { IngestOutcome } from './ingest';

/** What writing a request changed in the store. */
export type Written = Pick<
  Extract<IngestOutcome, { status: 'committed' }>,
  'added' | 'alreadyThere' | 'updated' | 'traceKeys'
>;

export const nothingWritten: Written = { added: 0, alreadyThere: 0, updated: 0, traceKeys: [] };

/** The outcome of a request that was decoded and, where its signal is kept, written. */
export function committedOutcome(decoded: DecodedRequest, written: Written): IngestOutcome {
  const isMetrics = decoded.signal === 'metrics';
  const { rejections, warnings } = isMetrics ? { rejections: [], warnings: [] } : decoded;
  const { added, alreadyThere, updated, traceKeys } = written;
  const reasons = rejections.map(({ reason, count }) => `${count} rejected: ${reason}`);
  return {
    status: 'committed',
    added,
    alreadyThere,
    updated,
    rejected: rejections.reduce((sum, { count }) => sum + count, 0),
    rejections,
    metricDataPoints: isMetrics ? decoded.dataPointCount : 0,
    traceKeys,
    message: [...reasons, ...warnings].join('; '),
  };
}

/** The outcome of a request that is no OTLP. */
export function undecodableOutcome({ message, offset, reason }: OtlpDecodeError): IngestOutcome {
  return { status: 'undecodable', message, offset, reason };
}
