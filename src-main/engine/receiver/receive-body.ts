/** Reading the body of a request that is wanted, within all that bounds it. */
import type { IncomingMessage } from 'node:http';

import { tooLarge } from './body-sink';
import type { ByteLedger } from './byte-ledger';
import { acceptedCodings, codingOf } from './http-content';
import type { ContentCoding } from './http-content';
import { HttpRefusal, serviceUnavailable } from './http-refusal';
import { readBody } from './request-body';
import type { BodyOptions } from './request-body';

export interface WantedBody extends BodyOptions {
  readonly ledger: ByteLedger;
  /** Has a client that waits for it send the body. */
  readonly admit: () => void;
}

/** Rejects with `HttpRefusal` and `BodyError`; then the body has not been read to its end. */
export async function receiveBody(
  req: IncomingMessage,
  { ledger, admit, ...options }: WantedBody,
): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes } = options;
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (ledger.isFull()) {
    throw serviceUnavailable('Too much is waiting to be stored. Send it again later.');
  }
  admit();
  return readBody(req, options);
}

/** Throws `HttpRefusal` for one that is not known. */
export function wantedCoding(req: IncomingMessage): ContentCoding {
  const coding = codingOf(req.headers['content-encoding']);
  if (coding !== null) return coding;
  throw new HttpRefusal(415, `The Content-Encoding must be one of: ${acceptedCodings}.`, {
    headers: { 'Accept-Encoding': acceptedCodings },
  });
}
