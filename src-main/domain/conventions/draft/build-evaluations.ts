import type { FacetKind } from '../../facets/facet-kind';
import type { Evaluation, EvaluationTarget } from '../../facets/span-facets';
import type { DraftState } from './draft-state';

const itself: EvaluationTarget = { scope: 'span', id: null, traceId: null };

/** The evaluations with what they judge, where their sender did not say it at each. */
export function buildEvaluations(
  { evaluations, source }: DraftState,
  kind: FacetKind,
): Evaluation[] {
  return evaluations.map(({ target, ...evaluation }) => ({
    ...evaluation,
    target: target ?? targetOfSpan(source.span, kind),
  }));
}

/**
 * An evaluator's span judges what it links to, and so does a span that was made later to carry
 * what was found; without a link, what it ran within. Source: conventions reference §5, §8.4.
 */
function targetOfSpan(
  { links, traceId: own, parentSpanId }: DraftState['source']['span'],
  kind: FacetKind,
): EvaluationTarget {
  if (kind !== 'evaluator' && kind !== 'span') return itself;
  const [link] = links;
  if (link !== undefined && links.length === 1) {
    const { traceId, spanId } = link;
    return { scope: 'span', id: spanId, traceId: traceId === own ? null : traceId };
  }
  return kind === 'evaluator' && parentSpanId !== null
    ? { scope: 'span', id: parentSpanId, traceId: null }
    : itself;
}
