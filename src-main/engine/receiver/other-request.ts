/** Requests on the HTTP port that are no exports, handed to whom they are for. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { BodyError, tooLargeFor } from './body-sink';
import type { ByteLedger } from './byte-ledger';
import type { ExportService } from './export-service';
import type { Answer } from './http-answer';
import { refusalForBody } from './http-refusal';
import { keptHeaders } from './kept-headers';
import { refusalBesideBrowsers } from './origin-policy';
import { receiveBody, wantedCoding } from './receive-body';
import type { OtherRequests, ReceiverSettings } from './receiver-types';

export interface OtherExchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Normalised. */
  readonly path: string;
  readonly admit: () => void;
  readonly others: OtherRequests;
  readonly service: ExportService;
  readonly ledger: ByteLedger;
  readonly settings: ReceiverSettings;
}

const FIXED_LIMIT = 'This call takes no more, whatever the settings: send less at a time.';

/** Resolves with the answer to send. */
export async function answerOther(exchange: OtherExchange): Promise<Answer> {
  const { req, res, path, admit, others, service, ledger, settings } = exchange;
  const lease = ledger.lease();
  const gone = new AbortController();
  // After the answer this does no harm.
  res.once('close', () => gone.abort());
  try {
    return await others.answer({
      method: req.method ?? 'GET',
      path,
      target: req.url ?? '/',
      headers: req.headers,
      signal: gone.signal,
      refusal: refusalBesideBrowsers(req.headers, settings),
      readBody: async (mostBytes) => {
        const coding = wantedCoding(req);
        const limit = settings.maxBodyBytes;
        const maxBytes = Math.min(mostBytes ?? limit, limit);
        try {
          return await receiveBody(req, { coding, maxBytes, lease, ledger, admit });
        } catch (error) {
          if (error instanceof BodyError && error.fault === 'too-large' && maxBytes < limit) {
            throw refusalForBody(tooLargeFor(maxBytes, FIXED_LIMIT)) ?? error;
          }
          throw (error instanceof BodyError ? refusalForBody(error) : null) ?? error;
        }
      },
      exportSpans: (body, { isReduced }) =>
        service.accept({
          sender: {
            transport: 'http/json',
            signal: 'traces',
            userAgent: req.headers['user-agent'] ?? '',
          },
          signal: 'traces',
          encoding: 'protobuf',
          body,
          isReduced,
          lease,
          headers: keptHeaders((name) => {
            const value = req.headers[name];
            return Array.isArray(value) ? value[0] : value;
          }),
        }),
    });
  } finally {
    lease.release();
  }
}
