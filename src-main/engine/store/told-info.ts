/** What a sender told of a trace as a whole, as it is stored. */
import { traceStates, type TraceState } from '@domain/annotations/trace-info';
import type { ReadableDb } from './connection';

export interface ToldInfo {
  readonly clientRequestId: string | null;
  readonly requestTimeMs: number | null;
  readonly executionDurationMs: number | null;
  readonly state: TraceState;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Prepares reading it; null where nothing was told. */
export function toldInfoReader(db: ReadableDb): (traceId: Uint8Array) => ToldInfo | null {
  const select = db.prepare<
    [Uint8Array],
    Omit<ToldInfo, 'state' | 'metadata'> & { readonly state: number; readonly metadata: string }
  >(/* sql */ `
    SELECT client_request_id AS clientRequestId, request_time_ms AS requestTimeMs,
      execution_duration_ms AS executionDurationMs, state, request_preview AS requestPreview,
      response_preview AS responsePreview, metadata
    FROM trace_info WHERE trace_id = ?`);
  return (traceId) => {
    const told = select.get(traceId);
    if (told === undefined) return null;
    return {
      ...told,
      state: traceStates[told.state] ?? 'STATE_UNSPECIFIED',
      metadata: JSON.parse(told.metadata) as Record<string, string>,
    };
  };
}
