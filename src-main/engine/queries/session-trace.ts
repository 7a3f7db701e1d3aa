/** 'langfuse.sessionTrace': the latest trace of a session. */
import type { TraceId } from '@domain/units';
import type { InternalQuery } from './internal-queries';
import type { QueryHost } from './query';
import { VISIBLE } from './trace-row';

export function sessionTrace({ db }: QueryHost): InternalQuery<'langfuse.sessionTrace'> {
  const find = db
    .prepare<[string], string>(/* sql */ `
      SELECT lower(hex(trace.trace_id)) FROM trace_facet JOIN trace ON trace.id = trace_facet.trace
      WHERE trace_facet.session_id = ? AND ${VISIBLE}
      ORDER BY trace.start_ns DESC, trace.id DESC LIMIT 1`)
    .pluck();
  return ({ sessionId }) => (find.get(sessionId) as TraceId | undefined) ?? null;
}
