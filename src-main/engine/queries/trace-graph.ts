/** 'trace.graph': a run as a graph. */
import { ContractError } from '@contract/errors';
import type { Query, QueryHost } from './query';

export function traceGraph(_host: QueryHost): Query<'trace.graph'> {
  return () => {
    throw new ContractError('unavailable', 'Graphs are not made yet.');
  };
}
