/** The calls of a trace as they happened: what several spans tell of one is put together. */
import { providerForms } from '@domain/pricing/model-names';
import type { FacetKind } from '@domain/facets/facet-kind';
import { mergeSameCall } from '@domain/facets/merge-same-call';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { UnderstoodSpan, UnderstoodTrace } from './understand';

export interface Call {
  readonly span: UnderstoodSpan;
  /** With what other spans of the same call tell. */
  readonly facets: SpanFacets;
}

/** Counted calls of a kind in order of start. */
export function callsOf({ spans }: UnderstoodTrace, kinds: readonly FacetKind[]): Call[] {
  return spans
    .filter(({ facets, fold }) => {
      return kinds.includes(facets.kind) && fold.duplicateOf === null && !fold.isSuperseded;
    })
    .map((span) => {
      const twins = spans.filter(({ fold }) => fold.duplicateOf === span.span.key);
      const others = twins.map(({ facets }) => facets);
      return { span, facets: mergeSameCall(span.facets, others) };
    });
}

export function hasFailed({ facets, span }: Call): boolean {
  return facets.tool?.isError === true || span.span.status === 2 || facets.error !== null;
}

/** The provider's name as the truth files have it. */
export function providerTold(call: Call): string | null {
  const provider = call.facets.model?.provider ?? null;
  if (provider === null) return null;
  const [own = null] = providerForms(provider, '');
  return own === 'google' ? 'gemini' : own;
}
