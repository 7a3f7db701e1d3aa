import { isReservedTag } from '../annotations/trace-tag';
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import { createAttributeView } from './attribute-view';
import type { AttributeView, Convention, FacetDraft, SpanSource } from './convention';
import { sessionRank } from './field-table';
import { isArray, isObject, numberMember, parsedTwice, textMember, textOf } from './json-value';
import { proposeParameters } from './propose-request';
import { proposeResponse } from './propose-response';
import { provenanceOf } from './provenance';
import { readToolDefinitions } from './read/read-tool-definitions';

const from = provenanceOf('mlflow');

const SCOPE = 'mlflow.';
const KIND_KEY = 'mlflow.spanType';
const USAGE_KEY = 'mlflow.chat.tokenUsage';

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['LLM', 'llm'],
  ['CHAT_MODEL', 'llm'],
  ['AGENT', 'agent'],
  ['TOOL', 'tool'],
  ['CHAIN', 'chain'],
  ['WORKFLOW', 'chain'],
  ['TASK', 'chain'],
  ['PARSER', 'chain'],
  ['RETRIEVER', 'retriever'],
  ['EMBEDDING', 'embedding'],
  ['RERANKER', 'reranker'],
  ['MEMORY', 'memory'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
  ['UNKNOWN', 'span'],
]);

/**
 * MLflow Tracing. Each value is JSON whatever it is, and comes in one of three encodings: as JSON
 * text, as text of JSON text, or as the structure itself. Source: mlflow.md §2, reference §4, §5.
 */
export const mlflow: Convention = {
  id: 'mlflow',

  detect({ attributes, span, scope }) {
    for (const key of [KIND_KEY, 'mlflow.spanInputs', 'mlflow.traceRequestId']) {
      if (attributes.has(key)) return { version: null, evidence: `attribute ${key}` };
    }
    const [first] = attributes.withPrefix('mlflow.');
    if (first !== undefined) return { version: null, evidence: `attribute ${first.key}` };
    const isStream = span.events.some(({ name }) => name.startsWith(CHUNK));
    if (isStream) return { version: null, evidence: `events ${CHUNK}*` };
    const isScope = scope.name.startsWith(SCOPE);
    return isScope ? { version: null, evidence: `scope ${scope.name}` } : null;
  },

  propose(source, draft) {
    const { attributes } = source;
    const raw = text(attributes, KIND_KEY);
    const kind = raw === null ? undefined : kinds.get(raw.toUpperCase());
    if (kind !== undefined) draft.kind(kind, raw, 'vendorKind', from.attribute(KIND_KEY));
    proposeModel(source, draft);
    proposeUsage(attributes, draft);
    proposeContent(attributes, draft, kind ?? null);
    proposeChunks(source, draft);
    proposeTrace(attributes, draft);
  },
};

/** A value in whichever of the three encodings. */
function decoded(attributes: AttributeView, key: string): JsonValue | undefined {
  const value = attributes.json(key);
  return value === undefined ? undefined : parsedTwice(value);
}

function text(attributes: AttributeView, key: string): string | null {
  const value = decoded(attributes, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

function proposeModel({ attributes, scope }: SpanSource, draft: FacetDraft): void {
  // In the words of the semantic conventions it names the model that answered both times; the
  // arguments of the call stay beside them.
  if (scope.name.startsWith(SCOPE)) {
    draft.scalar('requestModel', text(attributes, 'model'), from.attribute('model'), -1);
  }
  const provider = 'mlflow.llm.provider';
  draft.scalar('provider', text(attributes, provider), from.attribute(provider), 1);
  const tools = 'mlflow.chat.tools';
  draft.toolDefinitions(readToolDefinitions(decoded(attributes, tools)), from.attribute(tools));
  if (!draft.wantsDetails) return;
  const format = 'mlflow.message.format';
  draft.metadata(format, text(attributes, format) ?? undefined, from.attribute(format));
  const prompts = decoded(attributes, 'mlflow.linkedPrompts');
  const [prompt] = isArray(prompts) ? prompts : [];
  if (isObject(prompt)) {
    const name = textMember(prompt, 'name');
    if (name !== null) {
      draft.prompt(
        { name, version: textMember(prompt, 'version'), variables: [] },
        from.attribute('mlflow.linkedPrompts'),
      );
    }
  }
}

function proposeUsage(attributes: AttributeView, draft: FacetDraft): void {
  const usage = decoded(attributes, USAGE_KEY);
  if (isObject(usage)) {
    const provenance = from.attribute(USAGE_KEY);
    draft.tokens('input', numberMember(usage, 'input_tokens'), provenance, 2);
    draft.tokens('output', numberMember(usage, 'output_tokens'), provenance, 2);
    draft.tokens('total', numberMember(usage, 'total_tokens'), provenance, 2);
    draft.tokens('cacheRead', numberMember(usage, 'cache_read_input_tokens'), provenance, 2);
    draft.tokens('cacheWrite', numberMember(usage, 'cache_creation_input_tokens'), provenance, 2);
    for (const [name, value] of Object.entries(usage)) {
      if (!usageNames.has(name) && typeof value === 'number') {
        draft.usageExtra(name, value, provenance);
      }
    }
  }
  const costKey = 'mlflow.llm.cost';
  const cost = decoded(attributes, costKey);
  if (!isObject(cost)) return;
  const inputUsd = numberMember(cost, 'input_cost');
  const outputUsd = numberMember(cost, 'output_cost');
  const totalUsd = numberMember(cost, 'total_cost');
  if (inputUsd === null && outputUsd === null && totalUsd === null) return;
  draft.cost(
    { inputUsd, outputUsd, totalUsd: totalUsd ?? (inputUsd ?? 0) + (outputUsd ?? 0) },
    from.attribute(costKey),
  );
}

const usageNames: ReadonlySet<string> = new Set([
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
]);

function proposeContent(
  attributes: AttributeView,
  draft: FacetDraft,
  kind: FacetKind | null,
): void {
  const input = decoded(attributes, 'mlflow.spanInputs');
  const output = decoded(attributes, 'mlflow.spanOutputs');
  const isTool = kind === 'tool';
  draft.payload(
    isTool ? 'toolArgs' : 'input',
    input,
    'vendorBlob',
    from.attribute('mlflow.spanInputs'),
  );
  draft.payload(
    isTool ? 'toolResult' : 'output',
    output,
    'vendorBlob',
    from.attribute('mlflow.spanOutputs'),
  );
  for (const [direction, key] of otherContents) {
    draft.payload(direction, decoded(attributes, key), 'vendorBlob', from.attribute(key));
  }
  const isCall = kind === 'llm' || kind === 'embedding' || kind === 'reranker';
  const asked = isCall && isObject(input) ? textMember(input, 'model') : null;
  // MLflow's model is the one that answered, where there is an answer.
  const model = 'mlflow.llm.model';
  const field = asked === null ? 'requestModel' : 'responseModel';
  draft.scalar(field, text(attributes, model), from.attribute(model), 4);
  if (!isCall) return;
  if (isObject(input)) {
    const provenance = from.attribute('mlflow.spanInputs');
    draft.scalar('requestModel', asked, provenance, 3);
    proposeParameters(draft, input, provenance);
    draft.toolDefinitions(readToolDefinitions(input['tools']), provenance);
    if (typeof input['stream'] === 'boolean')
      draft.scalar('isStream', input['stream'], provenance, 2);
  }
  if (isObject(output)) {
    const provenance = from.attribute('mlflow.spanOutputs');
    proposeResponse(draft, output, provenance, !attributes.has(USAGE_KEY));
  }
}

/** `mlflow.traceInputs` and `mlflow.traceOutputs` are the trace's, where they stand on a span. */
const otherContents = [
  ['input', 'mlflow.chat.messages'],
  ['output', 'mlflow.trace.intermediate_outputs'],
  ['input', 'mlflow.traceInputs'],
  ['output', 'mlflow.traceOutputs'],
] as const;

const CHUNK = 'mlflow.chunk.item.';

/** Chunks of a stream are events, in order; the first one tells the time to the first token. */
function proposeChunks({ span }: SpanSource, draft: FacetDraft): void {
  let isFirst = true;
  for (const { name, timeNs, attributes } of span.events) {
    if (!name.startsWith(CHUNK)) continue;
    if (draft.wantsDetails) {
      const value = decoded(createAttributeView(attributes), 'mlflow.chunk.value') ?? null;
      draft.chunk({ timeNs, value }, from.event(`${CHUNK}*`));
    }
    if (isFirst) draft.scalar('isStream', true, from.event(name), 2);
    if (isFirst && timeNs > span.startNs) {
      draft.scalar('timeToFirstTokenNs', Number(timeNs - span.startNs), from.event(name), 2);
    }
    isFirst = false;
  }
}

const TAG = 'mlflow.traceTag.';

function proposeTrace(attributes: AttributeView, draft: FacetDraft): void {
  for (const key of ['mlflow.trace.session', 'session.id']) {
    draft.scalar('sessionId', text(attributes, key), from.attribute(key), sessionRank.sessionId);
  }
  for (const key of ['mlflow.trace.user', 'user.id']) {
    draft.scalar('userId', text(attributes, key), from.attribute(key));
  }
  for (const { key } of attributes.withPrefix(TAG)) {
    const value = decoded(attributes, key);
    if (value === undefined || value === null) continue;
    const name = key.slice(TAG.length);
    draft.tagValue(name, textOf(value), from.attribute(key));
    if (!isReservedTag(name)) draft.tag(`${name}: ${textOf(value)}`, from.attribute(key));
  }
  for (const key of [
    'mlflow.spanFunctionName',
    'mlflow.spanDescription',
    'mlflow.experimentId',
    'mlflow.traceRequestId',
  ]) {
    const value = text(attributes, key);
    if (value !== null) draft.metadata(key, value, from.attribute(key));
  }
}
