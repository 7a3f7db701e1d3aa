/** 'trace.markdown': a run as Markdown. */
import { ContractError } from '@contract/errors';
import type { Query, QueryHost } from './query';

export function traceMarkdown(_host: QueryHost): Query<'trace.markdown'> {
  return () => {
    throw new ContractError('unavailable', 'Markdown is not made yet.');
  };
}
