/** 'trace.steps': spans as steps of a transcript, with what is new in them. */
import type { SpanView } from '@contract/facets';
import { cutFacets } from '@domain/facets/cut-facets';
import { newMessages } from '@domain/facets/new-messages';
import type { SpanFacets } from '@domain/facets/span-facets';
import { foldedTraces } from './folded-trace';
import type { Query, QueryHost } from './query';
import { spanViewReader } from './span-views';

export function traceSteps(host: QueryHost): Query<'trace.steps'> {
  const traces = foldedTraces(host);
  const viewsOf = spanViewReader(host);
  return ({ traceId, spanKeys, maxTextLength }) => {
    const views = viewsOf(traces.trace(traceId));
    return spanKeys.map((key) => {
      host.checkpoint();
      return stepOf(views.of(key), maxTextLength);
    });
  };
}

function stepOf(view: SpanView, maxTextLength: number): SpanView {
  const facets = newMessages(view.facets, view.fold.knownMessageCount);
  const { facets: shown, isCut } = cutFacets(facets, maxTextLength);
  const omittedMessages = inputCount(view.facets) - inputCount(shown);
  return { ...view, facets: shown, isCut, omittedMessages };
}

function inputCount({ model }: SpanFacets): number {
  return model?.input.length ?? 0;
}
