/** 'trace.steps': spans as steps of a transcript, with what is new in them. */
import { ContractError } from '@contract/errors';
import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import { cutFacets } from '@domain/facets/cut-facets';
import { newMessages } from '@domain/facets/new-messages';
import type { SpanFacets } from '@domain/facets/span-facets';
import { foldedTraces, type StoredTrace } from './folded-trace';
import { linkedTraceFinder } from './linked-traces';
import type { Query, QueryHost } from './query';
import { spanViewReader } from './span-views';

export function traceSteps(host: QueryHost): Query<'trace.steps'> {
  const traces = foldedTraces(host);
  const viewsOf = spanViewReader(host);
  const linkedTraces = linkedTraceFinder(host);

  /** Keys by their trace: all of one are read at once. @throws ContractError `not_found` */
  const byTrace = (own: StoredTrace, spanKeys: readonly StoreKey[]): Iterable<KeysOfTrace> => {
    const groups = new Map<StoreKey, KeysOfTrace>();
    let linked: ReadonlySet<StoreKey> | null = null;
    for (const key of spanKeys) {
      const trace = traces.traceOfSpan(key);
      if (trace.key !== own.key) {
        linked ??= new Set(linkedTraces.ofTrace(own.key).parts.map((part) => part.key));
        if (!linked.has(trace.key)) {
          throw new ContractError('not_found', 'This span is no longer in the trace.');
        }
      }
      const group = groups.get(trace.key);
      if (group === undefined) groups.set(trace.key, { trace, keys: [key] });
      else group.keys.push(key);
    }
    return groups.values();
  };

  return ({ traceId, spanKeys, maxTextLength }) => {
    const steps = new Map<StoreKey, SpanView>();
    for (const { trace, keys } of byTrace(traces.trace(traceId), spanKeys)) {
      const views = viewsOf(trace);
      for (const key of keys) {
        host.checkpoint();
        steps.set(key, stepOf(views.of(key), maxTextLength));
      }
    }
    return spanKeys.flatMap((key) => steps.get(key) ?? []);
  };
}

interface KeysOfTrace {
  readonly trace: StoredTrace;
  readonly keys: StoreKey[];
}

function stepOf(view: SpanView, maxTextLength: number): SpanView {
  const facets = newMessages(view.facets, view.fold.knownMessageCount);
  const { facets: shown, isCut } = cutFacets(facets, maxTextLength);
  const omittedMessages = inputCount(view.facets) - inputCount(shown);
  const judgements = view.judgements.map(({ evaluation, ...rest }) => ({
    ...rest,
    evaluation: {
      ...evaluation,
      explanation: evaluation.explanation?.slice(0, maxTextLength) ?? null,
    },
  }));
  return { ...view, facets: shown, judgements, isCut, omittedMessages };
}

function inputCount({ model }: SpanFacets): number {
  return model?.input.length ?? 0;
}
