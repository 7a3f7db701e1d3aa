import { normaliseSpan } from '@domain/conventions/normalise-span';
import type { FacetRow } from '@domain/facets/facet-row';
import { toFacetRow } from '@domain/facets/to-facet-row';
import type { SpanContent } from './span-content';

export type OnTrouble = (error: unknown) => void;

/**
 * The facets of a span, or plain ones where that fails: a mistake of ours about one span must
 * not keep the others from being understood.
 */
export function facetRowOf(
  decode: () => SpanContent,
  onTrouble: OnTrouble,
  normalise: typeof normaliseSpan = normaliseSpan,
): FacetRow {
  try {
    return toFacetRow(normalise(decode(), 'row'));
  } catch (error) {
    onTrouble(error);
    return { kind: 'span' };
  }
}
