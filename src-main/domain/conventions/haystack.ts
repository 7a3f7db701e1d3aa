/**
 * Haystack: pipelines and components; content only where content tracing is on.
 * Source: conventions reference §3, §4.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { isArray, isObject, member, textMember, type JsonObject } from './json-value';
import { provenanceOf } from './provenance';
import { proposeParameters } from './propose-request';
import { proposeReportedUsage } from './propose-response';
import { readMessages } from './read/read-messages';
import { readToolDefinitions } from './read/read-tool-definitions';

const from = provenanceOf('haystack');

export const haystack: Convention = {
  id: 'haystack',

  detect({ span, attributes }) {
    if (attributes.hasPrefix('haystack.')) {
      return { version: null, evidence: 'attributes haystack.*' };
    }
    return span.name.startsWith('haystack.')
      ? { version: null, evidence: `name ${span.name}` }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    const { attributes } = source;
    for (const [direction, key] of contents) {
      const value = attributes.parsed(key);
      draft.payload(direction, value, 'vendorBlob', from.attribute(key));
      if (!isObject(value)) continue;
      if (kind === 'embedding' && direction === 'output') proposeEmbedding(draft, value, key);
      if (kind !== 'llm') continue;
      if (direction === 'input') proposeRequest(draft, value, key);
      else proposeReplies(draft, value, key);
    }
    proposeNames(source, draft, kind);
  },
};

const contents = [
  ['input', 'haystack.pipeline.input_data'],
  ['output', 'haystack.pipeline.output_data'],
  ['input', 'haystack.component.input'],
  ['output', 'haystack.component.output'],
  ['input', 'haystack.agent.input'],
  ['output', 'haystack.agent.output'],
  ['input', 'haystack.agent.step.llm.input'],
  ['output', 'haystack.agent.step.llm.output'],
  ['input', 'haystack.agent.step.tool.input'],
  ['output', 'haystack.agent.step.tool.output'],
] as const;

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['haystack.pipeline.run', 'chain'],
  ['haystack.async_pipeline.run', 'chain'],
  ['haystack.agent.run', 'agent'],
  ['haystack.agent.step', 'step'],
  ['haystack.agent.step.llm', 'llm'],
  ['haystack.agent.step.tool', 'tool'],
]);

/** What a component does is told by how its class is called. */
const componentKinds: readonly (readonly [RegExp, FacetKind])[] = [
  [/Embedder$/, 'embedding'],
  [/Generator$|^LLM$/, 'llm'],
  [/Retriever$|WebSearch$/, 'retriever'],
  [/Ranker$/, 'reranker'],
  [/Evaluator$/, 'evaluator'],
  [/PromptBuilder$/, 'prompt'],
];

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): FacetKind | null {
  const named = kinds.get(span.name);
  if (named !== undefined) {
    draft.kind(named, span.name, 'spanName', from.name(span.name));
    return named;
  }
  const key = 'haystack.component.type';
  const type = attributes.text(key);
  if (type === null) return null;
  const kind = componentKinds.find(([pattern]) => pattern.test(type.slice(0, 200)))?.[1] ?? 'chain';
  draft.kind(kind, type, 'spanName', from.attribute(key));
  // `OpenAIChatGenerator`, `CohereTextEmbedder`
  const provider = /^([A-Z]\w*?)(Chat|Text|Document)?(Generator|Embedder)$/.exec(
    type.slice(0, 200),
  );
  draft.scalar('provider', provider?.[1]?.toLowerCase(), from.attribute(key), 2);
  return kind;
}

function proposeNames({ attributes }: SpanSource, draft: FacetDraft, kind: FacetKind | null): void {
  const tool = 'haystack.tool.name';
  draft.scalar('toolName', attributes.text(tool), from.attribute(tool));
  const description = 'haystack.tool.description';
  draft.scalar('toolDescription', attributes.text(description), from.attribute(description));
  const error = 'haystack.tool.error';
  const message = attributes.text(error);
  if (message !== null && message !== 'false') {
    draft.scalar('toolIsError', true, from.attribute(error));
    draft.error({ message: message === 'true' ? null : message }, from.attribute(error));
  }
  const component = 'haystack.component.name';
  const name = attributes.text(component);
  if (kind !== 'llm' && kind !== 'embedding') {
    draft.scalar('label', name, from.attribute(component));
  }
  draft.metadata(component, name ?? undefined, from.attribute(component));
  for (const key of [
    'haystack.component.visits',
    'haystack.agent.step',
    'haystack.agent.max_steps',
  ]) {
    draft.metadata(key, attributes.json(key), from.attribute(key));
  }
}

function proposeRequest(draft: FacetDraft, input: JsonObject, key: string): void {
  const place = from.attribute(key);
  const settings = member(input, 'generation_kwargs');
  if (isObject(settings)) proposeParameters(draft, settings, place);
  const tools = member(input, 'tools');
  if (!isArray(tools)) return;
  // Serialised tools are `{type, data: {name, …}}`.
  const plain = tools.map((tool) =>
    isObject(tool) && isObject(tool['data']) ? tool['data'] : tool,
  );
  draft.toolDefinitions(readToolDefinitions(plain), place);
}

/** Model, usage and why it ended are in `meta` of the first reply. */
function proposeReplies(draft: FacetDraft, output: JsonObject, key: string): void {
  const place = from.attribute(key);
  const replies = member(output, 'replies');
  if (isArray(replies)) {
    draft.messages('output', readMessages(replies, 'assistant'), 'vendorBlob', place);
  }
  const metas = [
    ...(isArray(replies) ? replies.slice(0, 1).flatMap(metaOf) : []),
    // Generators of plain text list it beside the replies.
    ...(isArray(output['meta']) ? output['meta'].slice(0, 1) : []),
  ];
  const [meta] = metas;
  if (!isObject(meta)) return;
  draft.scalar('responseModel', textMember(meta, 'model'), place);
  draft.scalar('responseId', textMember(meta, 'id'), place);
  draft.finishReason(textMember(meta, 'finish_reason', 'stop_reason'), place);
  if (Object.hasOwn(meta, 'completion_start_time')) draft.scalar('isStream', true, place, 1);
  const usage = member(meta, 'usage');
  if (isObject(usage)) proposeReportedUsage(draft, usage, place, 0);
}

/** Embedders tell their model and usage beside the vectors. */
function proposeEmbedding(draft: FacetDraft, output: JsonObject, key: string): void {
  const place = from.attribute(key);
  const meta = member(output, 'meta');
  if (!isObject(meta)) return;
  draft.scalar('requestModel', textMember(meta, 'model'), place, 1);
  draft.scalar('responseModel', textMember(meta, 'model'), place);
  const usage = member(meta, 'usage');
  if (isObject(usage)) proposeReportedUsage(draft, usage, place, 0);
}

function metaOf(reply: JsonValue): JsonValue[] {
  if (!isObject(reply)) return [];
  const meta = member(reply, 'meta') ?? member(reply, '_meta');
  return meta === undefined ? [] : [meta];
}
