/**
 * LlamaIndex's own OpenTelemetry integration: spans named after methods, content in span events
 * named after event classes, flattened. Source: conventions reference §6 (LlamaIndex).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { spanEvents, type EventRecord } from './event-records';
import { isArray, isObject, member, parsedOnce, setMember, textMember, toJson } from './json-value';
import { provenanceOf } from './provenance';
import { proposeReportedUsage } from './propose-response';
import { readDocuments } from './read/read-documents';
import { readMessages } from './read/read-messages';
import { readToolDefinitions } from './read/read-tool-definitions';

const from = provenanceOf('llamaindex');

export const llamaindex: Convention = {
  id: 'llamaindex',

  detect({ scope, attributes }) {
    if (scope.name === 'llamaindex.opentelemetry.tracer' || isOpenInference(scope.name)) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return attributes.hasPrefix('llamaindex.')
      ? { version: null, evidence: 'attributes llamaindex.*' }
      : null;
  },

  propose(source, draft) {
    const { span, attributes } = source;
    const label = withoutId(span.name);
    if (/\.a?stream_(chat|complete)$/.test(label.slice(-40))) {
      draft.scalar('isStream', true, from.name(span.name), 1);
    }
    if (isOpenInference(source.scope.name)) {
      // It calls all methods of a model's class model calls.
      if (isPreparation(label)) draft.kind('span', label, 'correction', from.name(span.name));
      return;
    }
    if (label !== span.name) draft.scalar('label', label, from.name(span.name), 1);
    const method = kindOfMethod(label);
    // Methods that mean nothing to a user are plumbing, whatever their names sound like.
    draft.kind(method ?? 'span', label, 'spanName', from.name(span.name));
    proposeTool(source, draft);
    for (const event of spanEvents(source)) {
      const kind = eventKinds.get(event.name);
      if (kind !== undefined) draft.kind(kind, event.name, 'toolKeys', from.event(event.name));
      eventReaders.get(event.name)?.(draft, event, from.event(event.name));
    }
    for (const { key } of attributes.withPrefix('llamaindex.')) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
  },
};

function isOpenInference(scope: string): boolean {
  return scope === 'openinference.instrumentation.llama_index';
}

function isPreparation(label: string): boolean {
  return /\._?prepare_chat_with_tools$/.test(label.slice(-40));
}

/** The repr() of a step's input is all there is of a tool call: `ToolCall(tool_name='…', …)`. */
function proposeTool({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'llamaindex.step.input_summary';
  const summary = attributes.text(key);
  if (summary === null || !summary.startsWith('ToolCall(')) return;
  const place = from.attribute(key);
  const member = (name: string) =>
    new RegExp(`\\b${name}='([^']{1,200})'`).exec(summary.slice(0, 2000))?.[1];
  draft.scalar('toolName', member('tool_name'), place);
  draft.scalar('toolCallId', member('tool_id'), place);
}

/** Older versions name spans with an id: `OpenAI.chat-0f0e…`. */
function withoutId(name: string): string {
  return name.replace(/-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, '');
}

const methodKinds: readonly (readonly [RegExp, FacetKind])[] = [
  [/(Workflow|Agent)\.run$/, 'agent'],
  [/Agent\.(run_agent_step|call_tool)$/, 'step'],
  [/Tool\.(call|acall)$/, 'tool'],
  // Streams have no event that tells their answer.
  [/\.(a?stream_chat|a?stream_complete)$/, 'llm'],
  [/Engine\.(query|aquery|chat|achat)$/, 'chain'],
  [/Retriever\.(retrieve|aretrieve)$/, 'retriever'],
];

function kindOfMethod(label: string): FacetKind | null {
  if (label.length > 300) return null;
  return methodKinds.find(([pattern]) => pattern.test(label))?.[1] ?? null;
}

const eventKinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['LLMChatStartEvent', 'llm'],
  ['LLMPredictStartEvent', 'chain'],
  ['LLMStructuredPredictStartEvent', 'chain'],
  ['LLMCompletionStartEvent', 'llm'],
  ['EmbeddingStartEvent', 'embedding'],
  ['SparseEmbeddingStartEvent', 'embedding'],
  ['RetrievalStartEvent', 'retriever'],
  ['ReRankStartEvent', 'reranker'],
  ['AgentToolCallEvent', 'step'],
  ['QueryStartEvent', 'chain'],
  ['SynthesizeStartEvent', 'chain'],
]);

type Place = ReturnType<typeof from.event>;
type EventReader = (draft: FacetDraft, event: EventRecord, place: Place) => void;

/** Flattened members of an event put together again: `a.b` into `{a: {b}}`, JSON text parsed. */
function nested(event: EventRecord, prefix: string): JsonValue | undefined {
  const whole = event.attributes.parsed(prefix);
  if (whole !== undefined) return whole;
  const entries = event.attributes.withPrefix(`${prefix}.`);
  if (entries.length === 0) return undefined;
  const root: Record<string, JsonValue> = {};
  for (const { key, value } of entries.slice(0, MAX_MEMBERS)) {
    const path = key.slice(prefix.length + 1).split('.', MAX_DEPTH);
    let at = root;
    for (const step of path.slice(0, -1)) {
      const inner = Object.hasOwn(at, step) ? at[step] : undefined;
      const next: Record<string, JsonValue> = isObject(inner) ? { ...inner } : {};
      setMember(at, step, next);
      at = next;
    }
    setMember(at, path.at(-1) ?? '', parsedOnce(toJson(value)));
  }
  return root;
}

const MAX_MEMBERS = 2000;
const MAX_DEPTH = 16;

const readModel: EventReader = (draft, event, place) => {
  const model = nested(event, 'model_dict');
  if (!isObject(model)) return;
  draft.scalar('requestModel', textMember(model, 'model', 'model_name'), place);
  // `openai_llm`, `Anthropic_LLM`
  const provider = /^(\w+?)_llm$/i.exec(textMember(model, 'class_name') ?? '')?.[1];
  draft.scalar('provider', provider, place, 1);
  for (const key of ['temperature', 'max_tokens', 'top_p', 'seed']) {
    draft.parameter(key, member(model, key), place);
  }
};

const readInput =
  (key: string): EventReader =>
  (draft, event, place) => {
    readModel(draft, event, place);
    const value = nested(event, key);
    if (value === undefined) return;
    draft.messages('input', readMessages(value, 'user'), 'vendorBlob', place);
    const settings = nested(event, 'additional_kwargs');
    if (isObject(settings)) {
      draft.toolDefinitions(readToolDefinitions(member(settings, 'tools')), place);
    }
  };

const readAnswer: EventReader = (draft, event, place) => {
  const response = nested(event, 'response');
  if (response === undefined) return;
  const message = isObject(response) ? (member(response, 'message') ?? response) : response;
  draft.messages('output', readMessages(message, 'assistant'), 'vendorBlob', place);
  const raw = isObject(response) ? member(response, 'raw') : undefined;
  if (!isObject(raw)) return;
  draft.scalar('responseModel', textMember(raw, 'model'), place);
  draft.scalar('responseId', textMember(raw, 'id'), place);
  const choices = member(raw, 'choices');
  const [choice] = isArray(choices) ? choices : [];
  if (isObject(choice)) draft.finishReason(textMember(choice, 'finish_reason'), place);
  const usage = member(raw, 'usage');
  if (isObject(usage)) proposeReportedUsage(draft, usage, place, 0);
};

const readQuery: EventReader = (draft, event, place) => {
  const query = nested(event, 'str_or_query_bundle') ?? nested(event, 'query');
  const text = isObject(query) ? textMember(query, 'query_str') : query;
  if (typeof text !== 'string') return;
  draft.scalar('retrievalQuery', text, place);
  draft.payload('input', text, 'vendorBlob', place);
};

const readNodes: EventReader = (draft, event, place) => {
  const documents = readDocuments(nested(event, 'nodes'));
  if (documents !== null) draft.documents('output', documents, 'vendorBlob', place);
};

/** A whole response object: its text is the answer, its sources are the retriever's. */
const readResponse: EventReader = (draft, event, place) => {
  const response = nested(event, 'response');
  const text = isObject(response) ? textMember(response, 'response') : null;
  draft.payload('output', text ?? response, 'vendorBlob', place);
};

const readPayload =
  (direction: 'input' | 'output', key: string): EventReader =>
  (draft, event, place) =>
    draft.payload(direction, nested(event, key), 'vendorBlob', place);

const eventReaders: ReadonlyMap<string, EventReader> = new Map<string, EventReader>([
  ['LLMChatStartEvent', readInput('messages')],
  ['LLMChatEndEvent', readAnswer],
  ['LLMCompletionStartEvent', readInput('prompt')],
  ['LLMCompletionEndEvent', readAnswer],
  ['LLMPredictEndEvent', readPayload('output', 'output')],
  [
    'EmbeddingStartEvent',
    (draft, event, place) => {
      const model = nested(event, 'model_dict');
      if (isObject(model))
        draft.scalar('requestModel', textMember(model, 'model_name', 'model'), place);
    },
  ],
  [
    'EmbeddingEndEvent',
    (draft, event, place) => {
      const chunks = nested(event, 'chunks');
      if (isArray(chunks)) {
        draft.embeddingTexts(
          chunks.filter((chunk) => typeof chunk === 'string'),
          place,
        );
      }
    },
  ],
  ['RetrievalStartEvent', readQuery],
  ['RetrievalEndEvent', readNodes],
  [
    'ReRankStartEvent',
    (draft, event, place) => {
      readQuery(draft, event, place);
      draft.scalar('retrievalTopK', event.attributes.number('top_n'), place);
      draft.scalar('requestModel', event.attributes.text('model_name'), place);
      const documents = readDocuments(nested(event, 'nodes'));
      if (documents !== null) draft.documents('input', documents, 'vendorBlob', place);
    },
  ],
  ['ReRankEndEvent', readNodes],
  ['QueryStartEvent', readQuery],
  ['QueryEndEvent', readResponse],
  ['SynthesizeStartEvent', readQuery],
  ['SynthesizeEndEvent', readResponse],
  ['AgentRunStepStartEvent', readPayload('input', 'input')],
  ['AgentToolCallEvent', readPayload('input', 'arguments')],
]);
