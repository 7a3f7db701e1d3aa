/** Messages on the port between renderer and engine: plain data, structured-cloneable. */
import type { CallError } from './errors';
import type { EngineEvents, EventName } from './methods';

export type ToEngine =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly t: 'result'; readonly id: number; readonly value: unknown }
  | { readonly t: 'error'; readonly id: number; readonly error: CallError }
  | { readonly t: 'chunk'; readonly id: number; readonly value: unknown }
  | EventMessage;

export type EventMessage = {
  [Name in EventName]: {
    readonly t: 'event';
    /** Counts from 1 for each connection. */
    readonly seq: number;
    readonly name: Name;
    readonly payload: EngineEvents[Name];
  };
}[EventName];
