/**
 * The attributes of the semantic conventions, wherever they stand: on the span, on the event of an
 * inference's details, or on a log record of it. Newest key first: conventions reference §5.
 */
import type { FacetKind } from '../../facets/facet-kind';
import type { Provenance } from '../../facets/span-facets';
import type { AttributeView, ContentForm, FacetDraft } from '../convention';
import { sessionRank, type TextRow, type TokenRow } from '../field-table';
import { isArray, parsedOnce } from '../json-value';
import { proposeMessages } from '../read/propose-messages';
import { readDocuments } from '../read/read-documents';
import { readToolDefinitions } from '../read/read-tool-definitions';
import { providerIn } from './operations';

/** Where the attributes stand. */
export interface Carrier {
  readonly view: AttributeView;
  readonly from: (key: string) => Provenance;
  readonly form: ContentForm;
  /** Added to every rank: the span's own attributes come first. */
  readonly rank: number;
}

const texts: readonly TextRow[] = [
  ['requestModel', 'gen_ai.request.model'],
  ['responseModel', 'gen_ai.response.model'],
  ['responseId', 'gen_ai.response.id'],
  ['serviceTier', 'gen_ai.openai.response.service_tier'],
  ['serviceTier', 'gen_ai.openai.request.service_tier', 1],
  ['sessionId', 'gen_ai.conversation.id', sessionRank.conversationId],
  ['agentId', 'gen_ai.agent.id'],
  ['agentName', 'gen_ai.agent.name'],
  ['agentVersion', 'gen_ai.agent.version'],
  ['agentDescription', 'gen_ai.agent.description'],
  ['toolName', 'gen_ai.tool.name'],
  ['toolCallId', 'gen_ai.tool.call.id'],
  ['toolCallId', 'gen_ai.tool.call_id', 1],
  ['toolType', 'gen_ai.tool.type'],
  ['toolDescription', 'gen_ai.tool.description'],
  ['retrievalQuery', 'gen_ai.retrieval.query.text'],
  ['retrievalQuery', 'gen_ai.retrieval.query', 1],
];

const tokens: readonly TokenRow[] = [
  ['input', 'gen_ai.usage.input_tokens'],
  ['input', 'gen_ai.usage.prompt_tokens', 1],
  ['input', 'gen_ai.aggregated_usage.input_tokens', 9],
  ['output', 'gen_ai.usage.output_tokens'],
  ['output', 'gen_ai.usage.completion_tokens', 1],
  ['output', 'gen_ai.aggregated_usage.output_tokens', 9],
  ['total', 'gen_ai.usage.total_tokens'],
  ['cacheRead', 'gen_ai.usage.cache_read.input_tokens'],
  ['cacheRead', 'gen_ai.usage.cache_read_input_tokens', 1],
  ['cacheRead', 'gen_ai.usage.input_tokens.cached', 2],
  ['cacheRead', 'gen_ai.usage.details.cache_read_tokens', 3],
  ['cacheRead', 'gen_ai.usage.details.cache_read_input_tokens', 4],
  ['cacheRead', 'gen_ai.usage.details.cached_tokens', 5],
  ['cacheRead', 'gen_ai.aggregated_usage.cache_read.input_tokens', 9],
  ['cacheWrite', 'gen_ai.usage.cache_write.input_tokens'],
  ['cacheWrite', 'gen_ai.usage.cache_creation.input_tokens', 1],
  ['cacheWrite', 'gen_ai.usage.cache_creation_input_tokens', 2],
  ['cacheWrite', 'gen_ai.usage.cache_write_input_tokens', 3],
  ['cacheWrite', 'gen_ai.usage.details.cache_write_tokens', 4],
  ['cacheWrite', 'gen_ai.usage.details.cache_creation_input_tokens', 5],
  ['cacheWrite', 'gen_ai.aggregated_usage.cache_creation.input_tokens', 9],
  ['reasoning', 'gen_ai.usage.reasoning.output_tokens'],
  ['reasoning', 'gen_ai.usage.reasoning_tokens', 1],
  ['reasoning', 'gen_ai.usage.output_tokens.reasoning', 2],
  ['reasoning', 'gen_ai.usage.details.reasoning_tokens', 3],
  ['reasoning', 'gen_ai.aggregated_usage.details.reasoning_tokens', 9],
];

const tokenKeys: ReadonlySet<string> = new Set([
  ...tokens.map(([, key]) => key),
  'gen_ai.usage.cost',
  'gen_ai.usage.total_cost',
  'gen_ai.usage.input_cost',
  'gen_ai.usage.output_cost',
]);

/** Seconds, whatever their size (§8.1 rule 7). */
const firstChunkKeys = [
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.client.operation.time_to_first_chunk',
];

/** A class of LangChain's, which OpenLLMetry writes where an agent's name belongs. */
function isChainClass(name: string): boolean {
  return /^Runnable[A-Z]/.test(name);
}

/** No value: a class where a name belongs, or what Micrometer writes for none (Spring AI). */
function isNoValue(field: TextRow[0], value: string): boolean {
  if (field === 'agentName') return isChainClass(value);
  return value === 'none' && (field === 'requestModel' || field === 'responseModel');
}

/** Proposes all that the attributes of one carrier say, but the kind. */
export function proposeAttributes(
  draft: FacetDraft,
  carrier: Carrier,
  kind: FacetKind | null,
): void {
  const { view, from, rank } = carrier;
  for (const [field, key, own] of texts) {
    const value = view.text(key);
    if (value === null || isNoValue(field, value)) continue;
    draft.scalar(field, value, from(key), rank + (own ?? 0));
  }
  for (const [at, key] of ['gen_ai.provider.name', 'gen_ai.system'].entries()) {
    draft.scalar('provider', providerIn(view.text(key)), from(key), rank + at);
  }
  for (const [at, key] of firstChunkKeys.entries()) {
    const seconds = view.number(key);
    if (seconds !== null && seconds >= 0) {
      draft.scalar('timeToFirstTokenNs', Math.round(seconds * 1e9), from(key), rank + at);
    }
  }
  for (const key of ['gen_ai.request.stream', 'gen_ai.request.is_stream', 'gen_ai.is_streaming']) {
    draft.scalar('isStream', view.bool(key), from(key), rank);
  }
  const compacted = 'gen_ai.conversation.compacted';
  draft.scalar('isCompacted', view.bool(compacted), from(compacted), rank);
  proposeUsage(draft, carrier);
  proposeFinishReasons(draft, carrier);
  proposeSettings(draft, carrier, kind);
  if (draft.wantsDetails) proposeDetails(draft, carrier);
  proposeContent(draft, carrier);
  proposeRetrieval(draft, carrier, kind);
}

function proposeUsage(draft: FacetDraft, { view, from, rank }: Carrier): void {
  let hasOwn = false;
  for (const [field, key, own] of tokens) {
    const value = view.number(key);
    if (value === null) continue;
    hasOwn ||= own !== 9;
    draft.tokens(field, value, from(key), rank + (own ?? 0));
  }
  if (!hasOwn && view.hasPrefix('gen_ai.aggregated_usage.'))
    draft.usageRule({ scope: 'aggregate' });
  for (const { key } of view.withPrefix('gen_ai.usage.')) {
    const count = tokenKeys.has(key) ? null : view.number(key);
    if (count !== null) draft.usageExtra(key.slice('gen_ai.usage.'.length), count, from(key));
  }
  const inputUsd = view.number('gen_ai.usage.input_cost');
  const outputUsd = view.number('gen_ai.usage.output_cost');
  for (const key of ['gen_ai.usage.cost', 'gen_ai.usage.total_cost']) {
    const totalUsd = view.number(key);
    // 0 is what is sent of models whose price the sender does not know.
    if (totalUsd !== null && totalUsd !== 0) {
      draft.cost({ inputUsd, outputUsd, totalUsd }, from(key), rank);
    }
  }
  if (inputUsd !== null || outputUsd !== null) {
    const totalUsd = (inputUsd ?? 0) + (outputUsd ?? 0);
    if (totalUsd !== 0) {
      draft.cost({ inputUsd, outputUsd, totalUsd }, from('gen_ai.usage.input_cost'), rank + 1);
    }
  }
}

const noParameters: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'is_stream',
  'tools',
  'attempt',
]);

function proposeSettings(draft: FacetDraft, { view, from }: Carrier, kind: FacetKind | null): void {
  for (const { key } of view.withPrefix('gen_ai.request.')) {
    const name = key.slice('gen_ai.request.'.length);
    if (noParameters.has(name) || (kind === 'retriever' && name === 'top_k')) continue;
    draft.parameter(name, parsedOnce(view.json(key) ?? null), from(key));
  }
  for (const [name, key] of [
    ['output_type', 'gen_ai.output.type'],
    ['service_tier', 'gen_ai.openai.request.service_tier'],
    ['response_format', 'gen_ai.openai.request.response_format'],
  ] as const) {
    draft.parameter(name, view.json(key), from(key));
  }
  for (const key of ['gen_ai.tool.definitions', 'gen_ai.request.tools']) {
    draft.toolDefinitions(readToolDefinitions(view.parsed(key)), from(key));
  }
}

function proposeDetails(draft: FacetDraft, { view, from }: Carrier): void {
  for (const key of metadataKeys) draft.metadata(key, view.json(key), from(key));
  proposePrompt(draft, view, from);
}

function proposeFinishReasons(draft: FacetDraft, { view, from }: Carrier): void {
  for (const key of ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason']) {
    // Some write the list as JSON text.
    const value = view.parsed(key);
    const reasons = isArray(value) ? value : [value];
    for (const reason of reasons) {
      if (typeof reason === 'string') draft.finishReason(reason, from(key));
    }
  }
}

const metadataKeys = [
  'gen_ai.request.previous_response.id',
  'gen_ai.conversation.compacted',
  'gen_ai.data_source.id',
  'gen_ai.workflow.name',
  'gen_ai.workflow.nodes',
  'gen_ai.workflow.edges',
  'gen_ai.task.id',
  'gen_ai.agent.call.id',
  'gen_ai.request.attempt',
  'gen_ai.openai.response.system_fingerprint',
  'gen_ai.openai.response.service_tier',
];

function proposePrompt(draft: FacetDraft, view: AttributeView, from: Carrier['from']): void {
  const name = view.text('gen_ai.prompt.name');
  if (name === null) return;
  const prefix = 'gen_ai.prompt.variable.';
  const variables = view
    .withPrefix(prefix)
    .map(({ key }) => ({ key: key.slice(prefix.length), value: view.json(key) ?? null }));
  draft.prompt(
    { name, version: view.text('gen_ai.prompt.version'), variables },
    from('gen_ai.prompt.name'),
  );
}

function proposeContent(draft: FacetDraft, { view, from, form }: Carrier): void {
  const directions = [
    ['system', 'gen_ai.system_instructions'],
    ['input', 'gen_ai.input.messages'],
    ['output', 'gen_ai.output.messages'],
  ] as const;
  for (const [direction, key] of directions) {
    proposeMessages(draft, direction, view.json(key), form, from(key));
  }
  draft.payload(
    'toolArgs',
    view.json('gen_ai.tool.call.arguments'),
    form,
    from('gen_ai.tool.call.arguments'),
  );
  draft.payload(
    'toolResult',
    view.json('gen_ai.tool.call.result'),
    form,
    from('gen_ai.tool.call.result'),
  );
  for (const [direction, key] of blobs)
    draft.payload(direction, view.json(key), 'vendorBlob', from(key));
}

/** Not in the conventions, but named as if they were. */
const blobs = [
  ['toolArgs', 'gen_ai.tool.args'],
  ['toolArgs', 'gen_ai.tool.arguments'],
  ['toolArgs', 'gen_ai.tool.input'],
  ['toolResult', 'gen_ai.tool.result'],
  ['toolResult', 'gen_ai.tool.output'],
  ['input', 'gen_ai.input'],
  ['output', 'gen_ai.output'],
  ['input', 'gen_ai.prompt'],
  ['output', 'gen_ai.completion'],
] as const;

function proposeRetrieval(draft: FacetDraft, carrier: Carrier, kind: FacetKind | null): void {
  const { view, from, form, rank } = carrier;
  const key = 'gen_ai.retrieval.documents';
  const documents = readDocuments(view.parsed(key));
  if (documents !== null) draft.documents('output', documents, form, from(key));
  for (const [at, name] of ['gen_ai.retrieval.top_k', 'gen_ai.request.top_k'].entries()) {
    if (at === 0 || kind === 'retriever')
      draft.scalar('retrievalTopK', view.number(name), from(name), rank + at);
  }
  const dimensions = 'gen_ai.embeddings.dimension.count';
  draft.scalar('embeddingDimensions', view.number(dimensions), from(dimensions), rank);
  for (const name of ['gen_ai.embeddings.input', 'gen_ai.embeddings.texts']) {
    const texts = view.parsed(name);
    if (isArray(texts)) {
      draft.embeddingTexts(
        texts.filter((text) => typeof text === 'string'),
        from(name),
      );
    }
  }
}

/** The result of an evaluation, out of attributes of its event, its log record or its span. */
export function proposeEvaluation(draft: FacetDraft, { view, from }: Carrier, name: string): void {
  const label = view.text('gen_ai.evaluation.score.label');
  const score = view.number('gen_ai.evaluation.score.value');
  const evaluated = view.text('gen_ai.evaluation.name');
  const responseId = view.text('gen_ai.response.id');
  if (evaluated === null && score === null && label === null) return;
  draft.evaluation(
    {
      name: evaluated ?? name,
      score,
      label,
      explanation: view.text('gen_ai.evaluation.explanation'),
      target: responseId === null ? null : { scope: 'response', id: responseId, traceId: null },
    },
    from(name),
  );
}
