/** What the receiver is to the rest of the engine. */
import type { IncomingHttpHeaders } from 'node:http';

import type { IngestStats, LastRequest, ReceiverStatus } from '@contract/receiver-status';
import type { Settings } from '@contract/settings';
import type { Signal } from '@domain/otlp/decoded';
import type { Ingest, IngestOutcome } from '../ingest';
import type { Answer } from './http-answer';

export type ListenerName = 'http' | 'grpc';

/** The part of the settings that the receiver obeys. Port 0 takes any free port (tests). */
export type ReceiverSettings = Pick<
  Settings,
  'httpPort' | 'grpcPort' | 'allowedOrigins' | 'allowedHosts' | 'maxBodyBytes'
>;

/** One export request that has been answered, for statistics and the log. */
export interface RequestReport {
  readonly atMs: number;
  readonly transport: LastRequest['transport'];
  /** Null where the request never got as far as naming one. */
  readonly signal: Signal | null;
  /** `User-Agent`; '' where none was sent. */
  readonly userAgent: string;
  readonly outcome: LastRequest['outcome'];
  /** Spans in the store thanks to this request or already before it. */
  readonly spans: number;
  readonly logRecords: number;
  /** Accepted with success and not kept. */
  readonly metricDataPoints: number;
  /** Why it was rejected, or what is odd; '' where nothing is. */
  readonly message: string;
}

/** A request on the HTTP port that is no export, as whoever answers it sees it. */
export interface OtherRequest {
  readonly method: string;
  /** Normalised, without the query. */
  readonly path: string;
  /** As it was sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Aborts where the client goes away before it has its answer. */
  readonly signal: AbortSignal;
  /** Why it must be refused (403) for where it comes from; null where it need not. */
  readonly refusal: string | null;
  /**
   * Reads the body and undoes its coding, once. Rejects with `HttpRefusal`, or with `BodyError`
   * where the client is gone.
   * @param mostBytes least of this and the limit of the settings holds
   */
  readBody(mostBytes?: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Stores an `ExportTraceServiceRequest` in protobuf as if it had been sent. Never rejects.
   * @param options see `IngestSource`
   */
  exportSpans(
    body: Uint8Array<ArrayBuffer>,
    options: { readonly isReduced: boolean },
  ): Promise<IngestOutcome>;
}

/** Answers requests on the HTTP port that are no exports. */
export interface OtherRequests {
  /** Whether it does so at a normalised path. */
  takes(path: string): boolean;
  /** Never rejects. */
  answer(request: OtherRequest): Promise<Answer>;
}

export interface ReceiverOptions {
  readonly settings: ReceiverSettings;
  /**
   * Null while the store opens: bind first, hand the ingest over with `useIngest` later.
   * Requests that come in between are held (reference B11).
   */
  readonly ingest: Ingest | null;
  readonly otherRequests?: OtherRequests;
  /** Limits that tests make small; see `limits.ts` for the defaults. */
  readonly limits?: Partial<ReceiverLimits>;
}

/** Times and sizes that are not the user's to set. */
export interface ReceiverLimits {
  /** How long a request is held for an ingest that is not there or not available (B11). */
  readonly holdMs: number;
  /** How long a commit may take before the sender is told to come again. */
  readonly commitMs: number;
  /** Bytes held by requests in flight, inflated, and in the ingest queue together (H20, S8). */
  readonly maxQueuedBytes: number;
  /** Time for the request line and headers, and for the first byte of a connection. */
  readonly headersMs: number;
  /** Time for a whole request to arrive. */
  readonly requestMs: number;
  /** Time an idle connection is kept open; at least 75 s for real use (H23). */
  readonly keepAliveMs: number;
  /** How long `stop` waits for requests in flight (G12). */
  readonly drainMs: number;
}

export interface Receiver {
  /** Binds both listeners. Resolves when each has bound or failed; never rejects. */
  start(): Promise<ReceiverStatus>;
  /** Takes no new request, answers those in flight, closes. Never rejects. */
  stop(): Promise<void>;
  /** Hands over the ingest, which lets held requests go on; null holds them again. */
  useIngest(ingest: Ingest | null): void;
  /** A changed port is bound anew; the other settings hold from the next request on. */
  applySettings(settings: ReceiverSettings): Promise<ReceiverStatus>;
  /** Tries the configured port again. */
  retry(listener: ListenerName): Promise<ReceiverStatus>;
  /** Listens on another port until that port's setting is changed or `retry` is called. */
  usePort(listener: ListenerName, port: number): Promise<ReceiverStatus>;
  status(): ReceiverStatus;
  stats(): IngestStats;
  /** Called after every change of the status. Returns the way to stop listening. */
  onStatus(listener: (status: ReceiverStatus) => void): () => void;
  /** Called after every answered export request. Returns the way to stop listening. */
  onRequest(listener: (report: RequestReport) => void): () => void;
}
