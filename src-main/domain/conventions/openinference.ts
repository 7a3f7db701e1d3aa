import type { FacetKind } from '../facets/facet-kind';
import type { AttributeView, Convention, FacetDraft, SpanSource } from './convention';
import {
  proposeTexts,
  proposeTokens,
  sessionRank,
  type TextRow,
  type TokenRow,
} from './field-table';
import { isArray, isObject, parsedOnce, textMember } from './json-value';
import { proposeOpenInferenceMessages } from './openinference/read-messages';
import { proposeRetrieval } from './openinference/read-retrieval';
import { proposeMembers } from './propose-entries';
import { provenanceOf } from './provenance';
import { stringList } from './string-list';
import { unflattenList } from './read/unflatten';
import { readToolDefinitions } from './read/read-tool-definitions';

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
        if (count !== null) draft.usageExtra(key.slice('llm.token_count.'.length), count);
      }
    }
    proposeAgent(source, draft, kind);
    proposeCost(source, draft);
    proposeRequest(source, draft);
    proposeOpenInferenceMessages(source, draft);
    proposeRetrieval(source, draft);
    proposeBlobs(source, draft);
    proposeLabels(source, draft);
    proposeRelations(source, draft, kind);
  },
};

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

function proposeCost({ attributes }: SpanSource, draft: FacetDraft): void {
  const inputUsd = attributes.number('llm.cost.prompt');
  const outputUsd = attributes.number('llm.cost.completion');
  const totalUsd = attributes.number('llm.cost.total');
  if (inputUsd === null && outputUsd === null && totalUsd === null) return;
  const key = totalUsd === null ? 'llm.cost.prompt' : 'llm.cost.total';
  draft.cost(
    { inputUsd, outputUsd, totalUsd: totalUsd ?? (inputUsd ?? 0) + (outputUsd ?? 0) },
    from.attribute(key),
  );
}

function proposeRequest({ attributes }: SpanSource, draft: FacetDraft): void {
  let asked: string | null = null;
  for (const key of ['llm.invocation_parameters', 'embedding.invocation_parameters']) {
    const parameters = attributes.parsed(key);
    if (!isObject(parameters)) continue;
    asked ??= textMember(parameters, 'model');
    const isAnswer = typeof parameters['object'] === 'string';
    proposeMembers(parameters, from.attribute(key), (name, value, provenance) => {
      if (name === 'model' && typeof value === 'string') {
        // An answer passed off as parameters (OpenAI Agents) names the answer's model.
        draft.scalar(isAnswer ? 'responseModel' : 'requestModel', value, provenance, 1);
      } else if (name === 'stream' && typeof value === 'boolean') {
        draft.scalar('isStream', value, provenance);
      } else if (!noParameters.has(name)) {
        draft.parameter(name, value, provenance);
      }
    });
  }
  proposeModelName(attributes, draft, asked);
  draft.finishReason(attributes.text('llm.finish_reason'), from.attribute('llm.finish_reason'));
  if (!draft.wantsDetails) return;
  const tools = unflattenList(attributes.withPrefix('llm.tools.'), 'llm.tools.');
  if (tools.length > 0) {
    const schemas = tools.map((tool) => (isObject(tool) ? (tool['tool'] ?? tool) : tool));
    const unwrapped = schemas.map((tool) =>
      isObject(tool) && tool['json_schema'] !== undefined ? parsedOnce(tool['json_schema']) : tool,
    );
    draft.toolDefinitions(readToolDefinitions(unwrapped), from.attribute('llm.tools'));
  }
}

/**
 * `llm.model_name` is what is known best: the model that answered where there is an answer and the
 * request's parameters name the one asked for, else the one asked for.
 */
function proposeModelName(
  attributes: AttributeView,
  draft: FacetDraft,
  asked: string | null,
): void {
  const key = 'llm.model_name';
  const name = attributes.text(key);
  const other = attributes.text('llm.request.model_name');
  if (asked === null && other === null) {
    draft.scalar('requestModel', name, from.attribute(key), 3);
    return;
  }
  const isTold = name !== (asked ?? other);
  const answered = isTold ? null : modelInResult(attributes);
  draft.scalar('responseModel', answered, from.attribute('output.value'), 2);
  if (isTold || attributes.has('llm.token_count.completion')) {
    draft.scalar('responseModel', name, from.attribute(key), 3);
  }
}

/** LangChain tells the model that answered a stream in its result alone. */
function modelInResult(attributes: AttributeView): string | null {
  const result = attributes.parsed('output.value');
  let first = isObject(result) ? (result['generations'] ?? null) : null;
  while (isArray(first)) first = first[0] ?? null;
  const info = isObject(first) ? first['generation_info'] : null;
  return isObject(info) ? textMember(info, 'model_name', 'model') : null;
}

/** Members of an answer that some pass off as parameters. */
const noParameters: ReadonlySet<string> = new Set([
  'messages',
  'input',
  'instructions',
  'tools',
  'output',
  'id',
  'object',
  'created_at',
  'completed_at',
  'status',
  'usage',
  'error',
  'incomplete_details',
  'metadata',
  'text',
  'billing',
]);

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

function proposeLabels({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of ['tag.tags', 'tags']) {
    for (const tag of stringList(attributes.json(key))) draft.tag(tag, from.attribute(key));
  }
  const metadata = attributes.parsed('metadata');
  if (isObject(metadata)) {
    proposeMembers(metadata, from.attribute('metadata'), (name, value, provenance) =>
      draft.metadata(name, value, provenance),
    );
  }
  for (const { key } of attributes.withPrefix('metadata.')) {
    draft.metadata(key.slice('metadata.'.length), attributes.json(key), from.attribute(key));
  }
  proposePrompt({ attributes }, draft);
  proposeEvaluations({ attributes }, draft);
}

function proposePrompt({ attributes }: Pick<SpanSource, 'attributes'>, draft: FacetDraft): void {
  const template = attributes.text('llm.prompt_template.template');
  const name =
    attributes.text('prompt.id') ?? attributes.text('llm.prompt_template.name') ?? template;
  if (name === null) return;
  const variables = attributes.parsed('llm.prompt_template.variables');
  draft.prompt(
    {
      name,
      version: attributes.text('llm.prompt_template.version'),
      variables: isObject(variables)
        ? Object.entries(variables).map(([key, value]) => ({ key, value }))
        : [],
    },
    from.attribute(template === null ? 'prompt.id' : 'llm.prompt_template.template'),
  );
}

const evaluationPrefixes = ['', 'trace.', 'session.'].flatMap((scope) => [
  `${scope}annotations.`,
  `${scope}evaluations.`,
]);

function proposeEvaluations(
  { attributes }: Pick<SpanSource, 'attributes'>,
  draft: FacetDraft,
): void {
  for (const prefix of evaluationPrefixes) {
    const list = unflattenList(attributes.withPrefix(prefix), prefix);
    for (const item of list) {
      const body = isObject(item) ? (item['annotation'] ?? item['evaluation'] ?? item) : null;
      if (!isObject(body)) continue;
      const { name, score, label, explanation } = body;
      if (typeof name !== 'string') continue;
      draft.evaluation(
        {
          name,
          score: typeof score === 'number' ? score : null,
          label: typeof label === 'string' ? label : null,
          explanation: typeof explanation === 'string' ? explanation : null,
        },
        from.attribute(prefix.slice(0, -1)),
      );
    }
  }
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
      draft.relation({ type: 'feedbackTarget', traceId, spanId, fromAgent: null, toAgent: null });
    }
  }
  if (!isHandoff(span.name)) return;
  const toAgent =
    attributes.text('output.value') ?? (span.name.replace(/^handoff (to )?/i, '') || null);
  draft.relation({
    type: 'handoff',
    traceId: '',
    spanId: '',
    fromAgent: attributes.text('input.value'),
    toAgent,
  });
}
