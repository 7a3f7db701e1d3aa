import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError } from '@domain/otlp/decoded';
import type { DecodedRequest } from '@domain/otlp/decoded';

import type { Ingest, IngestOutcome, IngestRequest, IngestSource } from '../../ingest';
import { committedOutcome, nothingWritten, undecodableOutcome } from '../../ingest-outcome';

export interface StoredSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly source: IngestSource;
}

/**
 * A small real ingest: takes the buffer away as a worker would, decodes it, keeps each span
 * once. Tests steer it through its public fields.
 */
export class MemoryIngest implements Ingest {
  readonly spans = new Map<string, StoredSpan>();
  logRecords = 0;
  submitted = 0;
  queuedBytes = 0;
  /** Awaited before each commit. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  /** Answers in place of a commit; null commits. */
  instead: ((request: IngestRequest) => IngestOutcome) | null = null;

  async submit(request: IngestRequest): Promise<IngestOutcome> {
    this.submitted += 1;
    if (this.instead !== null) return this.instead(request);
    const { byteLength } = request.body;
    this.queuedBytes += byteLength;
    try {
      const body = structuredClone(request.body, { transfer: [request.body.buffer] });
      await this.beforeCommit();
      return this.#commit(decodeRequest(request.signal, request.encoding, body), request.source);
    } catch (error) {
      if (!(error instanceof OtlpDecodeError)) throw error;
      return undecodableOutcome(error);
    } finally {
      this.queuedBytes -= byteLength;
    }
  }

  get names(): string[] {
    return [...this.spans.values()].map((span) => span.name);
  }

  #commit(decoded: DecodedRequest, source: IngestSource): IngestOutcome {
    let added = 0;
    let alreadyThere = 0;
    if (decoded.signal === 'traces') {
      for (const span of decoded.spans) {
        const traceId = Buffer.from(span.traceId).toString('hex');
        const spanId = Buffer.from(span.spanId).toString('hex');
        const key = `${traceId}/${spanId}`;
        if (this.spans.has(key)) alreadyThere += 1;
        else {
          this.spans.set(key, { traceId, spanId, name: span.name, source });
          added += 1;
        }
      }
    }
    if (decoded.signal === 'logs') {
      added = decoded.logs.length;
      this.logRecords += added;
    }
    return committedOutcome(decoded, { ...nothingWritten, added, alreadyThere });
  }
}
