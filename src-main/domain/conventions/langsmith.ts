/**
 * LangSmith's runs exported by OTel: whole inputs and outputs as JSON on runs of every type.
 * Source: conventions reference §3 (note 2), §4, §5.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { spanEvents } from './event-records';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { isArray, isObject, numberMember, textMember } from './json-value';
import { proposeParameters } from './propose-request';
import { readThrown } from './langsmith/read-thrown';
import { provenanceOf } from './provenance';
import { stringList } from './string-list';

const from = provenanceOf('langsmith');

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['llm', 'llm'],
  ['tool', 'tool'],
  ['chain', 'chain'],
  ['parser', 'chain'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['prompt', 'prompt'],
]);

export const langsmith: Convention = {
  id: 'langsmith',

  detect({ scope, attributes }) {
    if (scope.name === 'langsmith')
      return { version: scope.version || null, evidence: 'scope langsmith' };
    return attributes.hasPrefix('langsmith.')
      ? { version: null, evidence: 'attributes langsmith.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeContext(source, draft);
    proposeUsage(source, draft);
    proposeFailure(source, draft);
    const { attributes } = source;
    const stream = 'langsmith.request.streaming';
    draft.scalar('isStream', attributes.bool(stream), from.attribute(stream));
    const prompt = attributes.parsed('gen_ai.prompt');
    if (isObject(prompt)) {
      const place = from.attribute('gen_ai.prompt');
      if (typeof prompt['stream'] === 'boolean') {
        draft.scalar('isStream', prompt['stream'], place, 1);
      }
      proposeParameters(draft, prompt, place);
    }
    for (const [direction, key] of [
      ['input', 'gen_ai.prompt'],
      ['output', 'gen_ai.completion'],
    ] as const) {
      const value = answerOfTool(unwrap(attributes.parsed(key)), draft);
      if (direction === 'output') proposeGeneration(draft, value, key);
      draft.payload(direction, value, 'vendorBlob', from.attribute(key));
    }
  },
};

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'langsmith.span.kind';
  const raw = attributes.text(key);
  const kind = raw === null ? null : (kinds.get(raw.toLowerCase()) ?? null);
  if (kind === null) return;
  draft.kind(kind, raw, 'vendorKind', from.attribute(key));
  if (kind === 'tool') draft.scalar('toolName', span.name, from.name(span.name), 1);
  // LangChain's agents are chains that bear the agent's name.
  const agent = 'langsmith.metadata.lc_agent_name';
  draft.scalar('agentName', attributes.text(agent), from.attribute(agent), 1);
  if (kind === 'chain' && attributes.text(agent) === span.name) {
    draft.kind('agent', raw, 'vendorKind', from.attribute(agent));
  }
}

/** A tool called with one text has the inputs `{input: text}`, and any output may be `{output: …}`. */
function unwrap(value: ReturnType<SpanSource['attributes']['parsed']>): typeof value {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const [only = ''] = keys;
  return keys.length === 1 && wrappers.has(only) ? value[only] : value;
}

/** LangChain's tools answer with a message: `{content, type: 'tool', status}`. */
function answerOfTool(value: JsonValue | undefined, draft: FacetDraft): JsonValue | undefined {
  if (!isObject(value) || value['type'] !== 'tool' || !Object.hasOwn(value, 'content'))
    return value;
  if (value['status'] === 'error') {
    draft.scalar('toolIsError', true, from.attribute('gen_ai.completion'));
  }
  return value['content'];
}

/** `{generations: [[{generation_info, message: {kwargs: {response_metadata}}}]]}` of LangChain. */
function proposeGeneration(draft: FacetDraft, value: JsonValue | undefined, key: string): void {
  const lists = isObject(value) ? value['generations'] : undefined;
  const list = isArray(lists) ? lists[0] : undefined;
  const generation = isArray(list) ? list[0] : list;
  const message = isObject(generation) ? generation['message'] : undefined;
  const kwargs = isObject(message) ? message['kwargs'] : undefined;
  const told = isObject(kwargs) ? kwargs['response_metadata'] : undefined;
  if (!isObject(told)) return;
  const place = from.attribute(key);
  draft.scalar('responseModel', textMember(told, 'model_name', 'model'), place, 1);
  draft.scalar('responseId', textMember(told, 'id'), place, 1);
  draft.finishReason(textMember(told, 'finish_reason', 'stop_reason'), place);
}

const wrappers = new Set(['input', 'inputs', 'output', 'outputs']);

/** The exporter says OK of runs that failed, beside the exception. */
function proposeFailure(source: SpanSource, draft: FacetDraft): void {
  const failure = spanEvents(source)
    .filter(({ name }) => name === 'exception')
    .at(-1);
  if (failure === undefined) return;
  const place = from.event('exception');
  const { attributes } = failure;
  // Python and JavaScript wrap what was thrown into an exception of their own.
  const message = attributes.text('exception.message')?.replace(/^(Error: )+/, '') ?? null;
  const thrown = message === null ? null : readThrown(message);
  draft.error(thrown ?? { type: attributes.text('exception.type'), message }, place);
  const kind = source.attributes.text('langsmith.span.kind');
  if (kind === 'tool') draft.scalar('toolIsError', true, place);
}

const metadataPrefix = 'langsmith.metadata.';
/** Never `langsmith.trace.session_*`: that is the project (§5). */
const contextRows: readonly TextRow[] = [
  ['sessionId', 'langsmith.metadata.thread_id', sessionRank.vendor],
  ['sessionId', 'langsmith.metadata.session_id', sessionRank.vendor],
  ['sessionId', 'langsmith.metadata.conversation_id', sessionRank.vendor],
  ['userId', 'langsmith.metadata.user_id', 1],
  ['requestModel', 'langsmith.metadata.ls_model_name', 1],
  // `gen_ai.system` is guessed from the model's name, and `langchain` where that fails.
  ['provider', 'langsmith.metadata.ls_provider'],
];

function proposeContext(source: SpanSource, draft: FacetDraft): void {
  proposeTexts(source, draft, from, contextRows);
  const { attributes } = source;
  const tags = 'langsmith.span.tags';
  for (const tag of stringList(attributes.parsed(tags))) {
    // LangChain numbers the steps of its graphs and sequences by tags.
    if (!/^(graph|seq|map|condition):/.test(tag)) draft.tag(tag, from.attribute(tags));
  }
  for (const { key } of attributes.withPrefix(metadataPrefix)) {
    draft.metadata(key.slice(metadataPrefix.length), attributes.json(key), from.attribute(key));
  }
}

function proposeUsage({ attributes }: SpanSource, draft: FacetDraft): void {
  const total = 'gen_ai.usage.total_tokens';
  draft.tokens('total', attributes.number(total), from.attribute(total));
  const input = 'gen_ai.usage.input_token_details';
  const read = detailReader(attributes.parsed(input));
  draft.tokens('cacheRead', read('cache_read'), from.attribute(input));
  draft.tokens('cacheWrite', read('cache_creation'), from.attribute(input));
  const output = 'gen_ai.usage.output_token_details';
  draft.tokens(
    'reasoning',
    detailReader(attributes.parsed(output))('reasoning'),
    from.attribute(output),
  );
}

/** Details are JSON from JavaScript and `{'cache_read': 5}` from Python. */
function detailReader(
  details: ReturnType<SpanSource['attributes']['parsed']>,
): (name: string) => number | null {
  if (isObject(details)) return (name) => numberMember(details, name);
  if (typeof details !== 'string') return () => null;
  const counts = new Map<string, number>();
  for (const [, name = '', count] of details.slice(0, 2000).matchAll(/'(\w+)':\s*(\d+)/g)) {
    counts.set(name, Number(count));
  }
  return (name) => counts.get(name) ?? null;
}
