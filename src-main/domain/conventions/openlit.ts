/**
 * OpenLIT: semantic conventions and a large vocabulary of its own beside them.
 * Source: conventions reference §5, §6 (OpenLIT).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromSeconds } from './durations';
import { proposeTexts, proposeTokens, type TextRow, type TokenRow } from './field-table';
import { isArray } from './json-value';
import { provenanceOf } from './provenance';
import { readMessages } from './read/read-messages';
import { textOfMessages } from './read/text-of-messages';

const from = provenanceOf('openlit');

export const openlit: Convention = {
  id: 'openlit',

  detect({ scope, attributes, resourceAttributes }) {
    if (scope.name === 'openlit' || scope.name.startsWith('openlit.')) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    if (attributes.hasPrefix('openlit.'))
      return { version: null, evidence: 'attributes openlit.*' };
    if (attributes.has('gen_ai.usage.cost')) {
      return { version: null, evidence: 'attribute gen_ai.usage.cost' };
    }
    // Its resource is the whole process's: only spans with its scope or keys are its own.
    const isItsProcess = resourceAttributes.text('telemetry.sdk.name') === 'openlit';
    return isItsProcess && attributes.has('gen_ai.operation.name')
      ? { version: null, evidence: 'telemetry.sdk.name openlit' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeTexts(source, draft, from, rows);
    proposeTokens(source, draft, from, tokenRows);
    const { attributes } = source;
    proposeTextsToEmbed(source, draft);
    const costKey = 'gen_ai.usage.cost';
    const totalUsd = attributes.number(costKey);
    // 0 is what it says of models it has no price for.
    if (totalUsd !== null && totalUsd > 0) {
      draft.cost({ inputUsd: null, outputUsd: null, totalUsd }, from.attribute(costKey));
    }
    const firstToken = 'gen_ai.server.time_to_first_token';
    draft.scalar(
      'timeToFirstTokenNs',
      fromSeconds(attributes.number(firstToken)),
      from.attribute(firstToken),
      1,
    );
    for (const [direction, key] of contents) {
      draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
    }
    for (const prefix of ['gen_ai.agent.', 'gen_ai.framework.', 'gen_ai.graph.']) {
      for (const { key } of attributes.withPrefix(prefix)) {
        if (!standardKeys.has(key)) {
          draft.metadata(key, attributes.json(key), from.attribute(key));
        }
      }
    }
  },
};

/** Texts to embed stand as messages, one each. */
function proposeTextsToEmbed({ attributes }: SpanSource, draft: FacetDraft): void {
  if (attributes.text('gen_ai.operation.name') !== 'embeddings') return;
  const key = 'gen_ai.input.messages';
  const messages = attributes.parsed(key);
  if (!isArray(messages)) return;
  const texts = readMessages(messages, 'user').map((message) => textOfMessages([message]));
  draft.embeddingTexts(texts, from.attribute(key));
}

const operations: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['vectordb', 'retriever'],
  ['retrieve', 'retriever'],
  ['execute_task', 'step'],
  ['model_request', 'step'],
  ['user_prompt_processing', 'step'],
  ['tool_coordination', 'step'],
  ['image', 'llm'],
  ['audio', 'llm'],
]);

function proposeKind({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  const kind = operation === null ? undefined : operations.get(operation);
  if (kind !== undefined) draft.kind(kind, operation, 'genAiOperation', from.attribute(key));
}

const rows: readonly TextRow[] = [
  ['retrievalQuery', 'gen_ai.retrieval.query', 1],
  ['requestModel', 'gen_ai.llm.model', 2],
  ['provider', 'gen_ai.llm.provider', 2],
];

const tokenRows: readonly TokenRow[] = [
  ['total', 'gen_ai.usage.total_tokens', 1],
  ['input', 'gen_ai.token.usage.input', 3],
  ['output', 'gen_ai.token.usage.output', 3],
  ['total', 'gen_ai.token.usage.total', 3],
];

const contents = [
  ['toolArgs', 'gen_ai.tool.args'],
  ['toolArgs', 'gen_ai.tool.input'],
  ['toolResult', 'gen_ai.tool.output'],
  ['input', 'gen_ai.workflow.input'],
  ['output', 'gen_ai.workflow.output'],
  ['input', 'gen_ai.agent.task'],
  ['output', 'gen_ai.agent.actual_output'],
] as const;

/** Keys of these families that the semantic conventions define, or that are shown as content. */
const standardKeys: ReadonlySet<string> = new Set([
  'gen_ai.agent.id',
  'gen_ai.agent.name',
  'gen_ai.agent.description',
  'gen_ai.agent.version',
  'gen_ai.agent.task',
  'gen_ai.agent.actual_output',
]);
