import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import {
  proposeTexts,
  proposeTokens,
  sessionRank,
  type TextRow,
  type TokenRow,
} from './field-table';
import { proposeOpenInferenceMessages } from './openinference/read-messages';
import { proposeLabels } from './openinference/read-labels';
import { proposeCost, proposeRequest } from './openinference/read-request';
import { proposeRetrieval } from './openinference/read-retrieval';
import { provenanceOf } from './provenance';

const from = provenanceOf('openinference');

const KIND_KEY = 'openinference.span.kind';

const kinds: Readonly<Record<string, FacetKind>> = {
  LLM: 'llm',
  AGENT: 'agent',
  TOOL: 'tool',
  CHAIN: 'chain',
  RETRIEVER: 'retriever',
  EMBEDDING: 'embedding',
  RERANKER: 'reranker',
  GUARDRAIL: 'guardrail',
  EVALUATOR: 'evaluator',
  PROMPT: 'prompt',
  UNKNOWN: 'span',
};

/** Namespaces that no other convention uses. */
const namespaces = [
  'llm.input_messages.',
  'llm.output_messages.',
  'llm.token_count.',
  'retrieval.documents.',
  'reranker.',
  'embedding.embeddings.',
];

/** OpenInference of Arize Phoenix and its instrumentations. Source: reference §3 to §6. */
export const openInference: Convention = {
  id: 'openinference',

  detect({ attributes, scope }) {
    if (attributes.has(KIND_KEY)) return { version: null, evidence: `attribute ${KIND_KEY}` };
    if (/^(@arizeai\/)?openinference[.-]/.test(scope.name)) {
      return { version: null, evidence: `scope ${scope.name}` };
    }
    const namespace = namespaces.find((prefix) => attributes.hasPrefix(prefix));
    return namespace === undefined ? null : { version: null, evidence: `attributes ${namespace}*` };
  },

  propose(source, draft) {
    const { attributes } = source;
    const raw = attributes.text(KIND_KEY);
    const kind = kindOf(source, raw);
    if (kind !== undefined) draft.kind(kind, raw, 'vendorKind', from.attribute(KIND_KEY));
    proposeTexts(source, draft, from, texts);
    proposeTokens(source, draft, from, tokens);
    for (const prefix of [
      'llm.token_count.prompt_details.',
      'llm.token_count.completion_details.',
    ]) {
      for (const { key } of attributes.withPrefix(prefix)) {
        const count = tokenKeys.has(key) ? null : attributes.number(key);
        if (count !== null) {
          draft.usageExtra(key.slice('llm.token_count.'.length), count, from.attribute(key));
        }
      }
    }
    proposeAgent(source, draft, kind);
    proposeCost(source, draft);
    proposeRequest(source, draft);
    proposeOpenInferenceMessages(source, draft);
    proposeRetrieval(source, draft);
    if (kind === 'llm') proposeResponseId(source, draft);
    proposeBlobs(source, draft);
    proposeLabels(source, draft);
    proposeRelations(source, draft, kind);
  },
};

/** The provider's answer as a whole begins with its id; there is no key of its own. */
function proposeResponseId({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'output.value';
  const [, id] = /^\{\s*"id":\s*"([\w.:-]{1,200})"/.exec(attributes.text(key) ?? '') ?? [];
  if (id !== undefined) draft.scalar('responseId', id, from.attribute(key), RESPONSE_ID_RANK);
}

/** Behind every key that is there for it. */
const RESPONSE_ID_RANK = 9;

/**
 * The instrumentation of OpenAI's agents calls the run as a whole an agent and a handoff a tool;
 * only agents have a node in the graph.
 */
function kindOf(
  { attributes, scope, span }: SpanSource,
  raw: string | null,
): FacetKind | undefined {
  const kind = raw === null ? undefined : kinds[raw.toUpperCase()];
  if (!scope.name.endsWith('openai_agents')) return kind;
  if (kind === 'agent' && !attributes.has('graph.node.id')) return 'chain';
  return kind === 'tool' && isHandoff(span.name) ? 'chain' : kind;
}

function isHandoff(spanName: string): boolean {
  return /^handoff\b/i.test(spanName);
}

const texts: readonly TextRow[] = [
  ['requestModel', 'llm.request.model_name'],
  ['responseModel', 'llm.response.model_name'],
  ['provider', 'llm.provider'],
  ['provider', 'llm.system', 1],
  ['responseId', 'llm.response.id'],
  ['requestModel', 'embedding.model_name', 2],
  ['requestModel', 'reranker.model_name', 2],
  ['sessionId', 'session.id', sessionRank.sessionId],
  ['userId', 'user.id'],
  ['agentName', 'agent.name'],
  ['toolName', 'tool.name'],
  ['toolName', 'tool_call.function.name', 1],
  ['toolCallId', 'tool_call.id'],
  ['toolCallId', 'tool.id', 1],
  ['toolDescription', 'tool.description'],
  ['retrievalQuery', 'reranker.query'],
];

/** Inclusive totals: §8.2. */
const tokens: readonly TokenRow[] = [
  ['input', 'llm.token_count.prompt'],
  ['output', 'llm.token_count.completion'],
  ['total', 'llm.token_count.total'],
  ['cacheRead', 'llm.token_count.prompt_details.cache_read'],
  ['cacheRead', 'llm.token_count.prompt_details.cache_input', 1],
  ['cacheWrite', 'llm.token_count.prompt_details.cache_write'],
  ['reasoning', 'llm.token_count.completion_details.reasoning'],
];
const tokenKeys: ReadonlySet<string> = new Set(tokens.map(([, key]) => key));

/** `graph.node.*` names the agents and nodes of a run and who runs below whom. */
function proposeAgent(
  { attributes }: SpanSource,
  draft: FacetDraft,
  kind: FacetKind | undefined,
): void {
  const id = attributes.text('graph.node.id');
  if (id === null && kind !== 'agent') return;
  draft.scalar('agentId', id, from.attribute('graph.node.id'), 1);
  for (const [rank, key] of ['graph.node.name', 'graph.node.id'].entries()) {
    draft.scalar('agentName', attributes.text(key), from.attribute(key), rank + 1);
  }
  draft.scalar(
    'agentParentId',
    attributes.text('graph.node.parent_id'),
    from.attribute('graph.node.parent_id'),
  );
}

function proposeBlobs({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const direction of ['input', 'output'] as const) {
    const key = `${direction}.value`;
    const mime = attributes.text(`${direction}.mime_type`);
    draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key), mime);
  }
  draft.payload(
    'toolArgs',
    attributes.json('tool_call.function.arguments'),
    'openInferenceFlattened',
    from.attribute('tool_call.function.arguments'),
  );
}

/**
 * The link of an evaluator's span is what it judged (§8.4). A handoff of OpenAI's agents is a tool
 * span from one agent (`input.value`) to another (`output.value`).
 */
function proposeRelations(
  { span, attributes }: SpanSource,
  draft: FacetDraft,
  kind: FacetKind | undefined,
): void {
  if (kind === 'evaluator') {
    for (const { traceId, spanId } of span.links) {
      draft.relation(
        { type: 'feedbackTarget', traceId, spanId, fromAgent: null, toAgent: null },
        from.derived('span links'),
      );
    }
  }
  if (!isHandoff(span.name)) return;
  const toAgent =
    attributes.text('output.value') ?? (span.name.replace(/^handoff (to )?/i, '') || null);
  draft.relation(
    {
      type: 'handoff',
      traceId: '',
      spanId: '',
      fromAgent: attributes.text('input.value'),
      toAgent,
    },
    attributes.has('output.value') ? from.attribute('output.value') : from.name(span.name),
  );
}
