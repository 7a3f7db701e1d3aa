/** Documents that a search found, in any dialect. */
import type { JsonValue, RankedDocument } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  numberMember,
  textMember,
  textOf,
  type JsonObject,
} from '../json-value';

const MAX_DOCUMENTS = 1000;

const contentKeys = [
  'content',
  'page_content',
  'pageContent',
  'text',
  'document',
  'value',
  'chunk',
  'body',
  'data',
];

/** One document out of an object, e.g. LangChain's `{page_content, metadata, id}`. */
export function readDocument(value: JsonObject): RankedDocument {
  // LlamaIndex puts the text beside the score into a node; LangChain serialises into `kwargs`.
  const wrapped = firstMember(value, ['node', 'kwargs', 'document', 'entity']);
  const body = isObject(wrapped) ? wrapped : value;
  const content = firstMember(body, contentKeys);
  return {
    id:
      textMember(body, 'id', 'id_', 'document_id', 'doc_id', '_id', 'chunk_id') ??
      textMember(value, 'id'),
    content: content === undefined ? '' : contentText(content),
    score: numberMember(
      value,
      'score',
      'similarity',
      'relevance_score',
      'relevanceScore',
      '_score',
    ),
    metadata:
      firstMember(body, ['metadata', 'meta', 'extra_info', 'attributes', 'payload']) ?? null,
  };
}

/** Genkit's documents are made of parts: `[{text}]`. */
function contentText(content: JsonValue): string {
  if (!isArray(content)) return textOf(content);
  const texts = content.map((part) => (isObject(part) ? textMember(part, 'text') : null));
  return texts.every((text) => text !== null) ? texts.join('') : textOf(content);
}

/**
 * A list of documents: an array of objects or texts, or an object that holds one under a usual
 * name. Null where it does not look like documents.
 */
export function readDocuments(value: JsonValue | undefined, depth = 0): RankedDocument[] | null {
  if (isArray(value)) {
    // Of `[[document, score], …]` and `[[documents of the one query]]`.
    if (value.length === 1 && isArray(value[0]) && depth < 3)
      return readDocuments(value[0], depth + 1);
    const documents: RankedDocument[] = [];
    for (const item of value.slice(0, MAX_DOCUMENTS)) {
      const document = readListItem(item);
      if (document === null) return null;
      documents.push(document);
    }
    return documents;
  }
  if (!isObject(value) || depth > 3) return null;
  const inner = firstMember(value, listKeys);
  return inner === undefined ? null : readDocuments(inner, depth + 1);
}

const listKeys = [
  'documents',
  'docs',
  'results',
  'matches',
  'nodes',
  'source_nodes',
  'data',
  'output',
  'chunks',
  'hits',
];

function readListItem(item: JsonValue): RankedDocument | null {
  if (typeof item === 'string') return { id: null, content: item, score: null, metadata: null };
  if (isArray(item)) {
    const [first, second] = item;
    if (!isObject(first) || typeof second !== 'number') return null;
    return { ...readDocument(first), score: second };
  }
  if (!isObject(item)) return null;
  const wrapped = firstMember(item, ['node', 'kwargs', 'document', 'entity']);
  const body = isObject(wrapped) ? wrapped : item;
  return contentKeys.some((key) => member(body, key) !== undefined) ||
    member(item, 'score') !== undefined
    ? readDocument(item)
    : null;
}
