import type { KeptHeader } from '@contract/traces';
import type { Signal } from '@domain/otlp/decoded';

import type { IngestOutcome } from '../ingest';
import type { ByteLease } from './byte-ledger';
import type { BodyEncoding } from './http-content';
import type { IngestGate } from './ingest-gate';
import type { RequestReport } from './receiver-types';
import { presentableMessage } from './rpc-status';

/** Who sent a request, as it is stored and shown. */
export interface Sender {
  readonly transport: RequestReport['transport'];
  readonly signal: Signal | null;
  /** `User-Agent`; '' where none was sent. */
  readonly userAgent: string;
}

export interface ExportCall {
  readonly sender: Sender;
  readonly signal: Signal;
  readonly encoding: BodyEncoding;
  /** Handed over: not to be used afterwards. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Counts the body until the ingest does. */
  readonly lease: ByteLease;
  readonly headers: readonly KeptHeader[];
  /** See `IngestSource`. */
  readonly isReduced?: boolean;
}

const dropped: IngestOutcome = {
  status: 'committed',
  added: 0,
  alreadyThere: 0,
  updated: 0,
  rejected: 0,
  rejections: [],
  metricDataPoints: 0,
  traceKeys: [],
  message: '',
};

/** What both transports do with a request once its body is there. */
export class ExportService {
  constructor(
    private readonly gate: IngestGate,
    private readonly onRequest: (report: RequestReport) => void,
  ) {}

  /**
   * Stores the request and reports it. Resolves after the commit (reference B3); profiles
   * are taken and dropped (H2). Never rejects.
   */
  async accept(call: ExportCall): Promise<IngestOutcome> {
    const { signal, encoding, body, lease, sender, headers, isReduced } = call;
    const outcome =
      signal === 'profiles'
        ? dropped
        : await this.gate.deliver(
            {
              signal,
              encoding,
              body,
              source: {
                transport: sender.transport,
                agent: sender.userAgent,
                headers,
                ...(isReduced === true ? { isReduced } : {}),
              },
            },
            lease,
          );
    lease.release();
    this.onRequest(reportOf(sender, outcome));
    return outcome;
  }

  /** Reports a request that did not get as far as the ingest. */
  refused(sender: Sender, message: string): void {
    this.onRequest({ ...blank(sender), outcome: 'rejected', message: presentableMessage(message) });
  }
}

/** What is wrong with a body that is no OTLP, and where. */
export function undecodableMessage(outcome: {
  readonly message: string;
  readonly offset: number | null;
}): string {
  const { message, offset } = outcome;
  return offset === null ? message : `${message.replace(/\.$/, '')}, at byte ${offset}.`;
}

function reportOf(sender: Sender, outcome: IngestOutcome): RequestReport {
  if (outcome.status !== 'committed') {
    const message =
      outcome.status === 'undecodable' ? undecodableMessage(outcome) : outcome.message;
    return { ...blank(sender), outcome: 'rejected', message: presentableMessage(message) };
  }
  const kept = outcome.added + outcome.alreadyThere + outcome.updated;
  return {
    ...blank(sender),
    outcome: outcome.rejected > 0 ? 'partial' : 'accepted',
    spans: sender.signal === 'traces' ? kept : 0,
    logRecords: sender.signal === 'logs' ? kept : 0,
    metricDataPoints: outcome.metricDataPoints,
    message: presentableMessage(outcome.message),
  };
}

function blank(sender: Sender): RequestReport {
  return {
    ...sender,
    atMs: Date.now(),
    outcome: 'accepted',
    spans: 0,
    logRecords: 0,
    metricDataPoints: 0,
    message: '',
  };
}
