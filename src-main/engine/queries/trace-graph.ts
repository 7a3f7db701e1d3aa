/** 'trace.graph': a run as a graph of who called whom. */
import { buildRunGraph } from '@domain/facets/build-run-graph';
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';

export function traceGraph(host: QueryHost): Query<'trace.graph'> {
  const traces = foldedTraces(host);
  return ({ traceId, groupBy, withInfrastructure }) => {
    const { spans, fold } = traces.fold(traces.trace(traceId));
    host.checkpoint();
    return buildRunGraph(spans, fold, { groupBy, withInfrastructure });
  };
}
