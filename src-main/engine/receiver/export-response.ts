import { WireWriter } from '@domain/otlp/wire-writer';
import type { Signal } from '@domain/otlp/decoded';

import type { BodyEncoding } from './http-content';
import { presentableMessage } from './rpc-status';

export interface PartialSuccess {
  /** Spans, log records or data points that were left out. */
  readonly rejected: number;
  /** Why, or a warning where nothing was left out; '' where all is well. */
  readonly message: string;
}

const rejectedNames: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
  profiles: 'rejectedProfiles',
};

/**
 * Encodes `Export…ServiceResponse`. A full success leaves `partial_success` out, so it is
 * empty or `{}` (reference H16); else it has the count and the reason, and a count of 0
 * with a message is a warning (H17, G11). All four responses have the same field numbers.
 */
export function encodeExportResponse(
  signal: Signal,
  partial: PartialSuccess,
  encoding: BodyEncoding,
): Uint8Array {
  const message = presentableMessage(partial.message);
  const isFull = partial.rejected === 0 && message === '';
  if (encoding === 'json') {
    const partialSuccess = {
      ...(partial.rejected === 0 ? {} : { [rejectedNames[signal]]: String(partial.rejected) }),
      ...(message === '' ? {} : { errorMessage: message }),
    };
    return new TextEncoder().encode(JSON.stringify(isFull ? {} : { partialSuccess }));
  }
  const writer = new WireWriter(64);
  if (!isFull) {
    const start = writer.begin(1);
    if (partial.rejected !== 0) writer.int64Field(1, BigInt(partial.rejected));
    if (message !== '') writer.stringField(2, message);
    writer.end(start);
  }
  return writer.finish();
}
