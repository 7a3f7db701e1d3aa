/** 'trace.markdown': a trace, or one span with all below it, to give to a model. */
import { ContractError } from '@contract/errors';
import { normaliseSpan } from '@domain/conventions/normalise-span';
import { runToMarkdown } from '@domain/facets/run-to-markdown';
import { spanContentReader } from '../facets/span-content';
import { foldedTraces } from './folded-trace';
import { givenUp } from './span-views';
import type { Query, QueryHost } from './query';

export function traceMarkdown(host: QueryHost): Query<'trace.markdown'> {
  const traces = foldedTraces(host);
  const contents = spanContentReader(host.db);
  const findStart = host.db
    .prepare<[number], bigint>('SELECT start_ns FROM trace WHERE id = ?')
    .pluck()
    .safeIntegers();

  return ({ traceId, spanKey }) => {
    const trace = traces.trace(traceId);
    const folded = traces.fold(trace);
    const { spans, fold } = folded;
    const logs = traces.logs(trace);
    contents.forget();
    const markdown = runToMarkdown(
      {
        traceId,
        startNs: findStart.get(trace.key) ?? 0n,
        spans,
        fold,
        facetsOf(key) {
          host.checkpoint();
          const given = givenUp(folded, key);
          if (given !== null) return given;
          const stored = contents.read(key, logs.get(key) ?? []);
          return stored === null ? null : normaliseSpan(stored.decode());
        },
      },
      spanKey,
    );
    if (markdown === null) {
      throw new ContractError(
        'not_found',
        'This span is not in the trace, or has just come in. Try again in a moment.',
      );
    }
    return markdown;
  };
}
