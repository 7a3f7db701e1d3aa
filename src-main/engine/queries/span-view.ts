/** 'trace.spanView': all that is known of one span's meaning. */
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';
import { spanViewReader } from './span-views';

export function spanView(host: QueryHost): Query<'trace.spanView'> {
  const traces = foldedTraces(host);
  const viewsOf = spanViewReader(host);
  return ({ spanKey }) => viewsOf(traces.traceOfSpan(spanKey)).of(spanKey);
}
