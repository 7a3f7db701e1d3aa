/**
 * Mastra's OTel exporter: semantic conventions on model calls and tools, its own keys elsewhere.
 * Source: conventions reference §3, §6 (Mastra).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue, Message, MessagePart } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { sinceIsoTime } from './durations';
import { isArray, isObject } from './json-value';
import { provenanceOf } from './provenance';
import { messageOf } from './read/message';
import { readToolCall } from './read/read-tool-parts';
import { stringList } from './string-list';

const from = provenanceOf('mastra');

export const mastra: Convention = {
  id: 'mastra',

  detect({ attributes, resourceAttributes }) {
    const sdk = resourceAttributes.text('telemetry.sdk.name');
    const isExporter = sdk === '@mastra/otel-exporter';
    if (!isExporter && !attributes.hasPrefix('mastra.')) return null;
    const version = isExporter ? resourceAttributes.text('telemetry.sdk.version') : null;
    return { version, evidence: isExporter ? `telemetry.sdk.name ${sdk}` : 'attributes mastra.*' };
  },

  propose(source, draft) {
    const { span, attributes } = source;
    const type = attributes.text('mastra.span.type')?.toLowerCase() ?? null;
    proposeKind(source, draft, type);
    if (type !== null) {
      for (const direction of ['input', 'output'] as const) {
        const key = `mastra.${type}.${direction}`;
        const value = attributes.parsed(key);
        const answer = direction === 'output' ? answerOf(value) : null;
        if (answer === null) draft.payload(direction, value, 'vendorBlob', from.attribute(key));
        else draft.messages('output', [answer], 'vendorBlob', from.attribute(key));
      }
    }
    const started = 'mastra.completion_start_time';
    const firstToken = sinceIsoTime(span.startNs, attributes.text(started));
    draft.scalar('timeToFirstTokenNs', firstToken, from.attribute(started));
    if (attributes.has(started)) draft.scalar('isStream', true, from.attribute(started), 2);
    // A JSON string, where the conventions have an array.
    const reasons = 'gen_ai.response.finish_reasons';
    for (const reason of stringList(attributes.parsed(reasons))) {
      draft.finishReason(reason, from.attribute(reasons));
    }
    proposeContext(source, draft, type);
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['agent_run', 'agent'],
  ['model_inference', 'llm'],
  // One turn: it has the messages of the call inside it, which has the usage (§8.3 rule 3).
  ['model_step', 'llm'],
  ['model_chunk', 'span'],
  ['tool_call', 'tool'],
  ['mcp_tool_call', 'tool'],
  ['provider_tool_call', 'tool'],
  ['client_tool_call', 'tool'],
  ['mcp_server_request', 'mcp'],
  ['workflow_run', 'chain'],
  ['workflow_step', 'step'],
  ['workflow_conditional', 'step'],
  ['workflow_conditional_eval', 'step'],
  ['workflow_parallel', 'step'],
  ['workflow_loop', 'step'],
  ['workflow_sleep', 'step'],
  ['workflow_wait_event', 'step'],
  ['processor_run', 'guardrail'],
  ['memory_operation', 'memory'],
  ['rag_embedding', 'embedding'],
  ['rag_vector_operation', 'retriever'],
  ['rag_ingestion', 'chain'],
  ['rag_action', 'chain'],
  ['graph_action', 'chain'],
  ['scorer_run', 'evaluator'],
  ['scorer_step', 'evaluator'],
  ['generic', 'span'],
]);

function proposeKind({ attributes }: SpanSource, draft: FacetDraft, type: string | null): void {
  if (type === null) return;
  const place = from.attribute('mastra.span.type');
  if (type === 'model_generation') {
    // Where calls of the model have spans of their own, this is the loop around them.
    const isCall = attributes.text('gen_ai.operation.name') === 'chat';
    draft.kind(isCall ? 'llm' : 'step', type, 'vendorKind', place);
    return;
  }
  const kind = kinds.get(type);
  if (kind !== undefined) draft.kind(kind, type, 'vendorKind', place);
}

/** Outputs of agents, generations and steps: `{text, toolCalls, reasoningText, files}`. */
function answerOf(value: JsonValue | undefined): Message | null {
  if (!isObject(value) || typeof value['text'] !== 'string') return null;
  const { text, toolCalls, reasoning, reasoningText } = value;
  const thought = typeof reasoningText === 'string' ? reasoningText : reasoning;
  const parts: MessagePart[] = [];
  if (typeof thought === 'string' && thought !== '') {
    parts.push({ type: 'reasoning', text: thought, isHidden: false });
  }
  if (text !== '') parts.push({ type: 'text', text });
  if (isArray(toolCalls)) {
    for (const call of toolCalls.slice(0, MAX_CALLS)) {
      if (isObject(call)) parts.push(readToolCall(call));
    }
  }
  return parts.length === 0 ? null : messageOf('assistant', 'assistant', parts);
}

const MAX_CALLS = 1000;

function proposeContext({ attributes }: SpanSource, draft: FacetDraft, type: string | null): void {
  const user = 'mastra.metadata.userId';
  draft.scalar('userId', attributes.text(user), from.attribute(user), 1);
  const tags = 'mastra.tags';
  for (const tag of stringList(attributes.parsed(tags))) draft.tag(tag, from.attribute(tags));
  for (const { key } of attributes.withPrefix('mastra.')) {
    if (key === 'mastra.span.type' || key === tags) continue;
    if (type !== null && /\.(input|output)$/.test(key)) continue;
    const name = key.replace(/^mastra\.metadata\./, '');
    draft.metadata(name, attributes.json(key), from.attribute(key));
  }
  if (type !== 'mcp_tool_call') return;
  const server = 'mastra.mcp_tool_call.server_name';
  draft.mcp(
    { method: 'tools/call', server: attributes.text(server), sessionId: null },
    from.attribute(server),
  );
}
