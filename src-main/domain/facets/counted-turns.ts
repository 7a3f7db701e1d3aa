import type { TraceId } from '../units';

interface Turn {
  readonly traceId: TraceId;
  /** The trace that tells the same model call and counts; null where it counts itself. */
  readonly sameCallAs: TraceId | null;
}

/**
 * The turns of a session that its sums are over: without those whose call another of them counts.
 * A trace outside of the session counts nothing in it.
 */
export function countedTurns<T extends Turn>(turns: readonly T[]): T[] {
  const members = new Set(turns.map(({ traceId }) => traceId));
  return turns.filter(({ sameCallAs }) => sameCallAs === null || !members.has(sameCallAs));
}
