/** Messages between the shell and the engine process it forks. */
import type { Settings } from './settings';

export interface EngineConfig {
  /** Folder of the database; created where missing. */
  readonly dataDir: string;
  /** Folder of the sample traces. */
  readonly samplesDir: string;
  readonly appVersion: string;
  readonly settings: Settings;
  /** Path of the SQLite addon where the stock one does not fit the runtime; else null. */
  readonly sqliteBinding: string | null;
}

export type ToEngineHost =
  | { readonly t: 'start'; readonly config: EngineConfig }
  /** A renderer's port comes with it. */
  | { readonly t: 'connect' }
  | { readonly t: 'settings'; readonly settings: Settings }
  | { readonly t: 'shutdown' };

export type FromEngineHost =
  /** The receivers have been bound (or have failed) and calls are answered. */
  | { readonly t: 'ready' }
  | { readonly t: 'stopped' };
