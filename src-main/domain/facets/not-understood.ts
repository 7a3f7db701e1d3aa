/**
 * Spans that were given up on: a mistake of ours about one span must not keep all others from
 * being understood. What was sent of them is kept and shown.
 */
import type { FacetRow, NotUnderstood } from './facet-row';
import { plainFacets } from './plain-facets';
import type { SpanFacets } from './span-facets';

const messages: Readonly<Record<NotUnderstood, string>> = {
  tookTooLong: 'Not understood: it took too long.',
  endedThread: 'Not understood: the thread that tried ended, perhaps for lack of memory.',
  likeOthers: 'Not understood: other spans of this trace took too long.',
};

/** What is stored of such a span. */
export function notUnderstoodRow(reason: NotUnderstood): FacetRow {
  return { kind: 'span', notUnderstood: reason };
}

/** What is shown of it. */
export function notUnderstoodFacets(name: string, reason: NotUnderstood): SpanFacets {
  const message = `${messages[reason]} What was sent is kept: see Attributes and Raw.`;
  return {
    ...plainFacets,
    label: name,
    notes: [{ code: 'notUnderstood', field: '', message }],
  };
}
