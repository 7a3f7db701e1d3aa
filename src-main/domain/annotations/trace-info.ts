/**
 * What a sender told of a trace as a whole, beside its spans. It is authoritative: spans that
 * come later do not change what it says. Source: mlflow.md §4 (row 6), §8.
 */
import type { TraceId } from '../units';

export const traceStates = ['STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'] as const;
export type TraceState = (typeof traceStates)[number];

export interface TraceInfo {
  readonly traceId: TraceId;
  readonly clientRequestId: string | null;
  /** Null where none was named, or by what is no number of ours. */
  readonly experimentId: number | null;
  /** An id that is no number of ours: the name of the experiment that stands for it. */
  readonly experimentName?: string;
  readonly requestTimeMs: number | null;
  readonly executionDurationMs: number | null;
  readonly state: TraceState;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  /** Immutable facts of the trace, such as `mlflow.trace.session`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export const traceMetadata = {
  session: 'mlflow.trace.session',
  user: 'mlflow.trace.user',
  tokenUsage: 'mlflow.trace.tokenUsage',
  cost: 'mlflow.trace.cost',
  sourceRun: 'mlflow.sourceRun',
} as const;
