/** Messages between the shell and the engine process it forks. */
import type { ReceiverStatus } from './receiver-status';
import type { Settings } from './settings';

export interface EngineConfig {
  /** Folder of the database; created where missing. */
  readonly dataDir: string;
  /** Folder of the sample traces. */
  readonly samplesDir: string;
  /** The bundled price table. */
  readonly pricesFile: string;
  readonly appVersion: string;
  readonly settings: Settings;
  /** Path of the SQLite addon where the stock one does not fit the runtime; else null. */
  readonly sqliteBinding: string | null;
  /** False leaves what arrives without facets: to measure what they cost. */
  readonly understand?: boolean;
}

export type ToEngineHost =
  | { readonly t: 'start'; readonly config: EngineConfig }
  /** A renderer's port comes with it. */
  | { readonly t: 'connect' }
  | { readonly t: 'settings'; readonly settings: Settings }
  | { readonly t: 'shutdown' };

export type FromEngineHost =
  /** The receivers have been bound (or have failed) and calls are answered. */
  { readonly t: 'ready'; readonly receiver: ReceiverStatus } | { readonly t: 'stopped' };

/**
 * How long the steps of a shutdown may take, one after the other; each is cut off at its end.
 * The engine keeps to the steps, the shell to their sum.
 */
export const shutdownLimits = {
  /** Requests in flight are answered (G12). */
  drainMs: 5_000,
  /** Queries that are running come to their next checkpoint. */
  readersMs: 2_000,
  /** The ingest worker commits what it was handed, and folds the write-ahead log in. */
  storeMs: 10_000,
  /** Everything between the steps, on a busy machine. */
  marginMs: 3_000,
} as const;

/** After this a process that was asked to end is killed. */
export const shutdownTimeoutMs = Object.values(shutdownLimits).reduce((sum, ms) => sum + ms, 0);
