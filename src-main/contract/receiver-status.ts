/** State of the two OTLP doors, as the title bar, status bar and welcome page show it. */

export interface PortHolder {
  readonly pid: number | null;
  /** Program name as the system tells it; null where it does not. */
  readonly name: string | null;
}

export type ListenerState =
  | { readonly state: 'starting' }
  | { readonly state: 'listening'; readonly port: number; readonly addresses: readonly string[] }
  | {
      readonly state: 'port-in-use';
      /** The port that was asked for. */
      readonly port: number;
      readonly holder: PortHolder | null;
      /** A port found free just now, to offer; null where none was found. */
      readonly nextFreePort: number | null;
    }
  | { readonly state: 'failed'; readonly port: number; readonly message: string }
  | { readonly state: 'stopped' };

export interface ReceiverStatus {
  readonly http: ListenerState;
  readonly grpc: ListenerState;
}

/** Programs seen lately, by `User-Agent` and service. */
export interface IngestStats {
  readonly spansPerSecond: number;
  /** Since the engine started. */
  readonly requests: number;
  readonly spans: number;
  readonly logRecords: number;
  /** Accepted with success and dropped, since metrics are not kept yet. */
  readonly metricDataPoints: number;
  readonly rejectedRequests: number;
  /** Distinct senders in the last minute. */
  readonly activeClients: number;
  /** What arrived last, for the welcome page; null before the first request. */
  readonly lastRequest: LastRequest | null;
}

export interface LastRequest {
  readonly atMs: number;
  readonly transport: 'http/protobuf' | 'http/json' | 'grpc';
  readonly userAgent: string;
  readonly outcome: 'accepted' | 'partial' | 'rejected';
  readonly spans: number;
  /** Why it was rejected, or what is odd; '' where nothing is. */
  readonly message: string;
}
