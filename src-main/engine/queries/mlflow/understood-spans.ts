/** Spans of a trace as MLflow's JSON has them, with what is understood of those of others. */
import { normaliseSpan } from '@domain/conventions/normalise-span';
import { isOfMlflowSdk } from '@domain/mlflow/attribute-json';
import type { SpanToWrite } from '@domain/mlflow/trace-json';
import { understoodSpan } from '@domain/mlflow/understood-span';
import type { TraceId } from '@domain/units';
import { spanContentReader } from '../../facets/span-content';
import { foldedTraces } from '../folded-trace';
import type { QueryHost } from '../query';
import { givenUp } from '../span-views';

/**
 * Prepares reading the spans of a trace, in order of their start.
 * @throws ContractError `not_found`
 */
export function understoodSpanReader(host: QueryHost): (traceId: TraceId) => SpanToWrite[] {
  const { db, checkpoint } = host;
  const traces = foldedTraces(host);
  const contents = spanContentReader(db);
  const keysOf = db
    .prepare<[number], number>('SELECT id FROM span WHERE trace = ? ORDER BY start_ns, id')
    .pluck();
  return (traceId) => {
    const trace = traces.trace(traceId);
    const folded = traces.fold(trace);
    const logs = traces.logs(trace);
    contents.forget();
    return keysOf.all(trace.key).flatMap((key): SpanToWrite[] => {
      checkpoint();
      const content = contents.read(key, logs.get(key) ?? [])?.decode();
      if (content === undefined) return [];
      const { span } = content;
      // To understand one that was given up on would keep this thread busy as well.
      const isLeft = isOfMlflowSdk(span) || givenUp(folded, key) !== null;
      return [{ span, understood: isLeft ? null : understoodSpan(normaliseSpan(content)) }];
    });
  };
}
