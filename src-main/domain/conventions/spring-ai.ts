/**
 * Spring AI's observations. Source: conventions reference §3, §6 (Spring AI).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { provenanceOf } from './provenance';
import { readDocuments } from './read/read-documents';

const from = provenanceOf('spring-ai');

export const springAi: Convention = {
  id: 'spring-ai',

  detect({ attributes }) {
    if (attributes.hasPrefix('spring.ai.')) {
      return { version: null, evidence: 'attributes spring.ai.*' };
    }
    return attributes.hasPrefix('db.vector.query.')
      ? { version: null, evidence: 'attributes db.vector.query.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeTexts(source, draft, from, rows);
    const { attributes } = source;
    for (const [direction, key] of contents) {
      draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
    }
    const stream = 'spring.ai.chat.client.stream';
    draft.scalar('isStream', attributes.bool(stream), from.attribute(stream));
    proposeSearch(source, draft);
    for (const key of metadataKeys) draft.metadata(key, attributes.json(key), from.attribute(key));
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['chat_client', 'chain'],
  ['advisor', 'chain'],
  ['vector_store', 'retriever'],
  ['tool_call', 'tool'],
  ['tool', 'tool'],
]);

function proposeKind({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'spring.ai.kind';
  const raw = attributes.text(key);
  const kind = raw === null ? undefined : kinds.get(raw.toLowerCase());
  const operation = attributes.text('db.operation.name');
  if (kind === 'retriever' && operation !== null && operation !== 'query') {
    // A vector store that is written to.
    draft.kind('database', raw, 'vendorKind', from.attribute(key));
  } else if (kind !== undefined) {
    draft.kind(kind, raw, 'vendorKind', from.attribute(key));
  } else if (attributes.has('spring.ai.tool.definition.name')) {
    draft.kind('tool', null, 'toolKeys', from.attribute('spring.ai.tool.definition.name'));
  } else if (attributes.has('db.vector.query.content')) {
    draft.kind('retriever', null, 'spanName', from.attribute('db.vector.query.content'));
  }
}

const rows: readonly TextRow[] = [
  ['sessionId', 'spring.ai.chat.client.conversation.id', sessionRank.vendor],
  ['toolName', 'spring.ai.tool.definition.name'],
  ['toolDescription', 'spring.ai.tool.definition.description'],
  ['toolCallId', 'spring.ai.tool.call.id'],
  ['retrievalQuery', 'db.vector.query.content'],
  ['label', 'spring.ai.advisor.name'],
];

/** Content now goes to the application's logs; spans have it where an older version is set to. */
const contents = [
  ['toolArgs', 'spring.ai.tool.call.arguments'],
  ['toolResult', 'spring.ai.tool.call.result'],
  ['input', 'spring.ai.chat.client.input'],
  ['output', 'spring.ai.chat.client.output'],
  ['input', 'spring.ai.model.request.messages'],
  ['output', 'spring.ai.model.response.messages'],
] as const;

const metadataKeys = [
  'spring.ai.advisor.name',
  'spring.ai.advisor.order',
  'spring.ai.chat.client.advisors',
  'spring.ai.chat.client.tool.names',
  'db.collection.name',
  'db.vector.query.filter',
  'db.vector.query.similarity_threshold',
];

function proposeSearch({ attributes }: SpanSource, draft: FacetDraft): void {
  const top = 'db.vector.query.top_k';
  draft.scalar('retrievalTopK', attributes.number(top), from.attribute(top));
  const key = 'db.vector.query.response.documents';
  const documents = readDocuments(attributes.parsed(key));
  if (documents !== null) draft.documents('output', documents, 'vendorBlob', from.attribute(key));
}
