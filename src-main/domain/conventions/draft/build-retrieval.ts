import type { FacetKind } from '../../facets/facet-kind';
import type { Payload, Retrieval } from '../../facets/span-facets';
import type { RankedDocument } from '../../messages';
import { isObject, textMember } from '../json-value';
import { readDocuments } from '../read/read-documents';
import type { Content } from './content-draft';
import type { DraftState } from './draft-state';
import type { Scalars } from './scalars';

/** What was searched for and found; out of blobs where nothing typed was told. */
export function buildRetrieval(
  draft: DraftState,
  kind: FacetKind,
  scalars: Scalars,
  content: Content,
): Retrieval | null {
  const isRetrieval = kind === 'retriever' || kind === 'reranker';
  const told = draft.content.bestDocuments('output');
  const toldInput = draft.content.bestDocuments('input');
  const query = scalars.text('retrievalQuery');
  if (!isRetrieval && told === null && toldInput === null && query === null) return null;
  if (told !== null) draft.provenance['retrieval.documents'] = told.from;
  if (toldInput !== null) draft.provenance['retrieval.inputDocuments'] = toldInput.from;
  return {
    query: query ?? (isRetrieval ? queryIn(draft, content.inputPayloads) : null),
    documents: told?.documents ?? (isRetrieval ? documentsIn(draft, content.outputPayloads) : []),
    inputDocuments: toldInput?.documents ?? [],
    topK: scalars.get('retrievalTopK'),
  };
}

function queryIn(draft: DraftState, payloads: readonly Payload[]): string | null {
  for (const { value, from } of payloads) {
    const query =
      typeof value === 'string'
        ? value
        : isObject(value)
          ? textMember(value, 'query', 'question', 'input', 'text', 'q', 'search', 'query_str')
          : null;
    if (query === null) continue;
    draft.provenance['retrieval.query'] = from;
    return query;
  }
  return null;
}

/** Documents out of the first payload that has some, which is then shown as them. */
function documentsIn(draft: DraftState, payloads: Payload[]): readonly RankedDocument[] {
  for (const [at, { value, from }] of payloads.entries()) {
    const documents = readDocuments(value);
    if (documents === null || documents.length === 0) continue;
    payloads.splice(at, 1);
    draft.provenance['retrieval.documents'] = from;
    return documents;
  }
  return [];
}
