/** What a draft decides of what it is told. */
import type { ConventionId } from '../../facets/convention-id';
import type { Provenance, SpanFacets } from '../../facets/span-facets';
import type { FacetDraft } from '../convention';
import { CollectingDraft } from '../facet-draft';
import { createAttributeView } from '../attribute-view';
import { inputOf, type SpanShape } from './sources';

/** Provenance of an attribute. */
export const at = (key: string, convention: ConventionId = 'otel-genai'): Provenance => ({
  key,
  convention,
  place: 'attribute',
});

/** What comes of proposals alone, whatever convention made them. */
export function decide(propose: (draft: FacetDraft) => void, shape: SpanShape = {}): SpanFacets {
  const input = inputOf(shape);
  const draft = new CollectingDraft(
    {
      ...input,
      attributes: createAttributeView(input.span.attributes),
      resourceAttributes: createAttributeView(input.resource.attributes),
    },
    true,
  );
  propose(draft);
  return draft.finish([]);
}
