/** The calls of a trace as they happened: what several spans tell of one is put together. */
import { providerForms } from '@domain/pricing/model-names';
import type { FacetKind } from '@domain/facets/facet-kind';
import { callReader } from '@domain/facets/read-call';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { UnderstoodSpan, UnderstoodTrace } from './understand';

export interface Call {
  readonly span: UnderstoodSpan;
  /** With what other spans of the same call tell. */
  readonly facets: SpanFacets;
}

/** Counted calls of a kind in order of start. */
export function callsOf({ spans }: UnderstoodTrace, kinds: readonly FacetKind[]): Call[] {
  const byKey = new Map(spans.map((each) => [each.fold.key, each]));
  const readCall = callReader({
    read: (key) => byKey.get(key)?.facets ?? null,
    twinsOf: (key) =>
      spans.filter(({ fold }) => fold.duplicateOf === key).map(({ fold }) => fold.key),
    foldOf: (key) => byKey.get(key)?.fold,
  });
  return spans
    .filter(({ facets, fold }) => {
      return kinds.includes(facets.kind) && fold.duplicateOf === null && !fold.isSuperseded;
    })
    .map((span) => ({ span, facets: readCall(span.fold.key) ?? span.facets }));
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
