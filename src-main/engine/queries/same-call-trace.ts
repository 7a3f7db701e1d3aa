import type { TraceId } from '@domain/units';
import type { ReadableDb } from '../store/connection';

/** Two tracers of one program send soon after each other: so many traces may come in between. */
const MAX_BETWEEN = 1000;

/**
 * Prepares finding the trace that tells the same model call and began before: one response id,
 * and times that overlap, since stand-ins for a provider give every answer the same id.
 */
export function sameCallFinder(
  db: ReadableDb,
): (trace: number, responseId: string) => TraceId | null {
  const find = db
    .prepare<[object], string>(/* sql */ `
      SELECT lower(hex(other.trace_id)) FROM trace_facet f
        CROSS JOIN trace other ON other.id = f.trace AND other.deleted_at_ms IS NULL
        CROSS JOIN trace own ON own.id = :trace
      WHERE f.lone_response_id = :responseId AND f.trace <> :trace
        AND f.trace BETWEEN :trace - ${MAX_BETWEEN} AND :trace + ${MAX_BETWEEN}
        AND (other.start_ns, other.id) < (own.start_ns, own.id)
        AND own.start_ns <= other.start_ns + other.duration_ns
      ORDER BY other.start_ns, other.id LIMIT 1`)
    .pluck();
  return (trace, responseId) => (find.get({ trace, responseId }) as TraceId | undefined) ?? null;
}
