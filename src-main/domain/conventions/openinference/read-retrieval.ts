/** OpenInference's flattened documents, rerankers and embeddings. Source: reference §4. */
import type { RankedDocument } from '../../messages';
import type { FacetDraft, SpanSource } from '../convention';
import { isObject, member, parsedOnce } from '../json-value';
import { provenanceOf } from '../provenance';
import { readDocument } from '../read/read-documents';
import { unflattenList } from '../read/unflatten';

const from = provenanceOf('openinference');

const documentKeys = [
  ['output', 'retrieval.documents'],
  ['output', 'reranker.output_documents'],
  ['input', 'reranker.input_documents'],
] as const;

/** Proposes what was found, what was ranked, and what was embedded. */
export function proposeRetrieval({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const [direction, key] of documentKeys) {
    const list = unflattenList(attributes.withPrefix(`${key}.`), `${key}.`);
    const documents: RankedDocument[] = [];
    for (const item of list) {
      const inner = isObject(item) ? (member(item, 'document') ?? item) : null;
      if (!isObject(inner)) continue;
      const document = readDocument(inner);
      documents.push({ ...document, metadata: parsedOnce(document.metadata) });
    }
    draft.documents(direction, documents, 'openInferenceFlattened', from.attribute(key));
  }
  draft.scalar(
    'retrievalTopK',
    attributes.number('reranker.top_k'),
    from.attribute('reranker.top_k'),
  );
  proposeEmbeddings({ attributes }, draft);
}

/** Vectors stay where they are: they say nothing to a reader but their length. */
function proposeEmbeddings(
  { attributes }: Pick<SpanSource, 'attributes'>,
  draft: FacetDraft,
): void {
  const prefix = 'embedding.embeddings.';
  const texts: string[] = [];
  for (const { key, value } of attributes.withPrefix(prefix)) {
    if (key.endsWith('.embedding.text') && value.type === 'string') texts.push(value.value);
    else if (key.endsWith('.embedding.vector') && value.type === 'array') {
      draft.scalar('embeddingDimensions', value.values.length, from.attribute(key));
    }
  }
  draft.embeddingTexts(texts, from.attribute('embedding.embeddings'));
  const single = attributes.text('embedding.text');
  if (single !== null) draft.embeddingTexts([single], from.attribute('embedding.text'));
}
