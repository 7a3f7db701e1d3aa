/**
 * The one way in. Receivers and importers hand over decompressed request bodies; decoding,
 * storing and committing happen in the ingest worker, and the promise settles after the
 * commit, so whoever acknowledges on it cannot lose data.
 */
import type { Rejection, Signal } from '@domain/otlp/decoded';
import type { KeptHeader, ReceivedVia } from '@contract/traces';

export interface IngestSource {
  readonly transport: ReceivedVia['transport'];
  /** `User-Agent`, or the file name of an import. */
  readonly agent: string;
  /** Request headers that are kept with the spans. */
  readonly headers: readonly KeptHeader[];
  /**
   * Its format leaves out parts of spans: a version that ends no later replaces none that is
   * stored, however long it is.
   */
  readonly isReduced?: boolean;
}

export interface IngestRequest {
  readonly signal: Exclude<Signal, 'profiles'>;
  readonly encoding: 'protobuf' | 'json';
  /** Decompressed body. Its buffer is handed over: the caller must not use it afterwards. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly source: IngestSource;
}

export type IngestOutcome =
  | {
      readonly status: 'committed';
      /** Spans or log records that are new in the store. */
      readonly added: number;
      /** Identical ones that were there already. */
      readonly alreadyThere: number;
      /** Spans that replaced an earlier version with an earlier end. */
      readonly updated: number;
      /** Invalid spans or records that were left out; OTLP partial success. */
      readonly rejected: number;
      /** Why, grouped by reason; the counts sum up to `rejected`. */
      readonly rejections: readonly Rejection[];
      readonly metricDataPoints: number;
      /** Keys of the traces that changed. */
      readonly traceKeys: readonly number[];
      /** English reason of the rejections and warnings for the sender; '' where there are none. */
      readonly message: string;
    }
  /** The body is no OTLP: 400, INVALID_ARGUMENT. Never worth a retry. */
  | {
      readonly status: 'undecodable';
      readonly message: string;
      readonly offset: number | null;
      /** The message less positions and values: equal for equal mistakes. */
      readonly reason: string;
    }
  /** Queue full, database busy, opening or gone: 503, UNAVAILABLE. Worth a retry. */
  | {
      readonly status: 'unavailable';
      readonly message: string;
      /** The database was refused for good: a retry is worth it only after a restart of the app. */
      readonly isFinal?: true;
    };

export interface Ingest {
  /** Never rejects; failures are outcomes. */
  submit(request: IngestRequest): Promise<IngestOutcome>;
  /** Bytes handed over and not yet committed. */
  readonly queuedBytes: number;
}
