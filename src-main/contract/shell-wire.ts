/**
 * How shell and preload speak to each other. Apart from `shell-api.ts` because the preload
 * bundles this file, and the schema library has no place in a preload.
 */
import type { CallError } from './errors';

/** IPC channels; there are no others. */
export const shellChannels = {
  /** renderer → shell, invoke: (method, params) → `ShellReply`. */
  call: 'otelier:call',
  /** shell → renderer: (event name, payload). */
  event: 'otelier:event',
  /** renderer → shell: (event name); what waited for a listener is sent now. */
  listen: 'otelier:listen',
  /** renderer → shell: paths of files the user dropped on the window. */
  droppedPaths: 'otelier:dropped-paths',
  /** shell → preload: an `EnginePortMessage` with the port. */
  enginePort: 'otelier:engine-port',
} as const;

/** Outcome of a call. A rejected `invoke` would keep nothing of the error but its text. */
export type ShellReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: CallError };

/** `window.postMessage` data that carries the engine's port. */
export interface EnginePortMessage {
  readonly type: 'otelier:engine-port';
  readonly nonce: string;
}
export const ENGINE_PORT_MESSAGE = 'otelier:engine-port';
