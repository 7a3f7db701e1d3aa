import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { AttributeView, Convention, FacetDraft, SpanSource } from './convention';
import { proposeTexts, sessionRank } from './field-table';
import { isArray, isObject, parsedOnce, parsedTwice, toJson } from './json-value';
import { provenanceOf } from './provenance';
import { readMessages } from './read/read-messages';
import { readToolDefinitions } from './read/read-tool-definitions';
import { unflattenList } from './read/unflatten';
import { unwrapCall } from './read/unwrap-call';

const from = provenanceOf('traceloop');

const KIND_KEY = 'traceloop.span.kind';
const REQUEST_KEY = 'llm.request.type';

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['unknown', 'span'],
]);

const requestKinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['chat', 'llm'],
  ['completion', 'llm'],
  ['embedding', 'embedding'],
  ['rerank', 'reranker'],
]);

/**
 * OpenLLMetry and Traceloop's SDK: entities of decorators, and flattened prompts and completions
 * where an instrumentation does not write the semantic conventions yet. Source: reference §3 to §6.
 */
export const traceloop: Convention = {
  id: 'traceloop',

  detect({ attributes }) {
    for (const key of [KIND_KEY, REQUEST_KEY, 'llm.usage.total_tokens']) {
      if (attributes.has(key)) return { version: null, evidence: `attribute ${key}` };
    }
    for (const prefix of ['traceloop.', 'gen_ai.prompt.0.', 'gen_ai.completion.0.']) {
      if (attributes.hasPrefix(prefix)) return { version: null, evidence: `attributes ${prefix}*` };
    }
    return null;
  },

  propose(source, draft) {
    const { attributes } = source;
    const request = attributes.text(REQUEST_KEY);
    const requestKind = request === null ? undefined : requestKinds.get(request);
    if (requestKind !== undefined) {
      draft.kind(requestKind, request, 'vendorKind', from.attribute(REQUEST_KEY));
    }
    const raw = attributes.text(KIND_KEY);
    const kind = raw === null ? undefined : kinds.get(raw.toLowerCase());
    if (kind !== undefined) draft.kind(kind, raw, 'vendorKind', from.attribute(KIND_KEY));
    if (kind === 'chain' && isPlainChain(attributes.text('gen_ai.agent.name'))) {
      draft.kind('chain', raw, 'correction', from.attribute(KIND_KEY));
    }
    proposeRequest(source, draft);
    if (requestKind === 'embedding') proposeTextsToEmbed(source, draft);
    else proposeFlattened(source, draft);
    proposeEntity(source, draft, kind ?? null);
    proposeAssociations(source, draft);
    proposeHandoff(source, draft);
    proposeSearch(source, draft);
  },
};

/** The instrumentation of LangChain calls the root of any chain an agent, after the chain's class. */
function isPlainChain(agentName: string | null): boolean {
  return agentName !== null && /^Runnable[A-Z]/.test(agentName);
}

function proposeRequest({ attributes }: SpanSource, draft: FacetDraft): void {
  const total = 'llm.usage.total_tokens';
  draft.tokens('total', attributes.number(total), from.attribute(total), 1);
  const streaming = 'llm.is_streaming';
  draft.scalar('isStream', attributes.bool(streaming), from.attribute(streaming), 1);
  for (const key of ['llm.response.finish_reason', 'llm.response.stop_reason']) {
    draft.finishReason(attributes.text(key), from.attribute(key));
  }
  for (const [name, key] of [
    ['top_k', 'llm.top_k'],
    ['top_p', 'llm.top_p'],
    ['temperature', 'llm.temperature'],
    ['max_tokens', 'llm.request.max_tokens'],
    ['frequency_penalty', 'llm.frequency_penalty'],
    ['presence_penalty', 'llm.presence_penalty'],
    ['stop_sequences', 'llm.chat.stop_sequences'],
  ] as const) {
    draft.parameter(name, attributes.json(key), from.attribute(key));
  }
  const prefix = 'llm.request.functions.';
  const functions = unflattenList(attributes.withPrefix(prefix), prefix);
  draft.toolDefinitions(readToolDefinitions(functions), from.attribute('llm.request.functions'));
}

function proposeFlattened({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const [direction, key, role] of [
    ['input', 'gen_ai.prompt', 'user'],
    ['output', 'gen_ai.completion', 'assistant'],
  ] as const) {
    const list = unflattenList(attributes.withPrefix(`${key}.`), `${key}.`);
    if (list.length === 0) continue;
    const messages = readMessages(
      list.map((item) => (isObject(item) ? { role, ...item, ...partsIn(item['content']) } : item)),
      role,
    );
    draft.messages(direction, messages, 'traceloopFlattened', from.attribute(key));
  }
}

/** Content of several parts comes as JSON text; other text may be JSON by chance. */
function partsIn(content: JsonValue | undefined): { content?: JsonValue } {
  if (typeof content !== 'string' || !content.startsWith('[')) return {};
  const parsed = parsedOnce(content);
  const areParts =
    isArray(parsed) &&
    parsed.length > 0 &&
    parsed.every((part) => isObject(part) && typeof part['type'] === 'string');
  return areParts ? { content: parsed } : {};
}

function proposeTextsToEmbed({ attributes }: SpanSource, draft: FacetDraft): void {
  const prefix = 'gen_ai.prompt.';
  const texts = unflattenList(attributes.withPrefix(prefix), prefix).flatMap((item) => {
    const content = isObject(item) ? item['content'] : item;
    return typeof content === 'string' ? [content] : [];
  });
  draft.embeddingTexts(texts, from.attribute('gen_ai.prompt'));
}

function proposeEntity(source: SpanSource, draft: FacetDraft, kind: FacetKind | null): void {
  const { attributes } = source;
  const name = attributes.text('traceloop.entity.name');
  if (kind === 'agent') draft.scalar('agentName', name, from.attribute('traceloop.entity.name'), 1);
  if (kind === 'tool') draft.scalar('toolName', name, from.attribute('traceloop.entity.name'), 1);
  if (kind === 'chain') draft.scalar('label', name, from.attribute('traceloop.entity.name'));
  const input = entityValue(attributes, 'traceloop.entity.input');
  const output = entityValue(attributes, 'traceloop.entity.output');
  const inputFrom = from.attribute('traceloop.entity.input');
  const outputFrom = from.attribute('traceloop.entity.output');
  if (kind === 'tool') {
    draft.payload(
      'toolArgs',
      withoutWrapping(input, 'arguments', 'tool_name'),
      'vendorBlob',
      inputFrom,
    );
    draft.payload(
      'toolResult',
      withoutWrapping(output, 'result', 'is_error'),
      'vendorBlob',
      outputFrom,
    );
    if (isObject(output) && output['is_error'] === true) {
      draft.scalar('toolIsError', true, outputFrom);
    }
  } else {
    draft.payload('input', input, 'vendorBlob', inputFrom);
    draft.payload('output', output, 'vendorBlob', outputFrom);
    proposeMcp(source, draft, input);
  }
  proposePrompt(source, draft);
}

/** JSON whatever it is: texts come in quotes. */
function entityValue(attributes: AttributeView, key: string): JsonValue {
  return unwrapCall(parsedTwice(attributes.json(key) ?? null));
}

/** The instrumentation of MCP writes `{tool_name, arguments}` and `{result, is_error}`. */
function withoutWrapping(value: JsonValue, name: string, other: string): JsonValue {
  if (!isObject(value)) return value;
  const isWrapping = Object.keys(value).every((key) => key === name || key === other);
  return isWrapping ? (value[name] ?? value) : value;
}

/** It calls spans of other methods `{method}.mcp`. */
function proposeMcp({ span }: SpanSource, draft: FacetDraft, input: JsonValue): void {
  const method = isObject(input) && span.name.endsWith('.mcp') ? input['method'] : null;
  if (typeof method !== 'string') return;
  const provenance = from.attribute('traceloop.entity.input');
  draft.kind('mcp', method, 'mcpMethod', provenance);
  draft.mcp({ method, server: null, sessionId: null }, provenance);
  draft.scalar('toolName', method, provenance, 5);
  draft.scalar('label', method, provenance, 5);
}

function proposePrompt({ attributes }: SpanSource, draft: FacetDraft): void {
  const name = attributes.text('traceloop.prompt.key') ?? attributes.text('traceloop.prompt.name');
  if (name === null) return;
  const variables = attributes.parsed('traceloop.prompt.template_variables');
  draft.prompt(
    {
      name,
      version: attributes.text('traceloop.prompt.version'),
      variables: isObject(variables)
        ? Object.entries(variables).map(([key, value]) => ({ key, value }))
        : [],
    },
    from.attribute(
      attributes.has('traceloop.prompt.key') ? 'traceloop.prompt.key' : 'traceloop.prompt.name',
    ),
  );
}

const ASSOCIATION = 'traceloop.association.properties.';

function proposeAssociations(source: SpanSource, draft: FacetDraft): void {
  proposeTexts(source, draft, from, [
    ['sessionId', `${ASSOCIATION}session_id`, sessionRank.vendor],
    ['sessionId', `${ASSOCIATION}conversation_id`, sessionRank.vendor],
    ['sessionId', `${ASSOCIATION}thread_id`, sessionRank.vendor],
    ['userId', `${ASSOCIATION}user_id`, 1],
  ]);
  for (const { key, value } of source.attributes.withPrefix(ASSOCIATION)) {
    const name = key.slice(ASSOCIATION.length);
    if (!ownFields.has(name)) draft.metadata(name, toJson(value), from.attribute(key));
  }
  for (const key of [
    'traceloop.workflow.name',
    'traceloop.entity.path',
    'traceloop.entity.version',
  ]) {
    draft.metadata(key, source.attributes.json(key), from.attribute(key));
  }
}

const ownFields: ReadonlySet<string> = new Set([
  'session_id',
  'conversation_id',
  'thread_id',
  'user_id',
]);

/** §8.4: `gen_ai.handoff.*`, and what is missing there from a span `A → B.handoff`. */
function proposeHandoff({ attributes, span }: SpanSource, draft: FacetDraft): void {
  const toKey = 'gen_ai.handoff.to_agent';
  const [, namedFrom = null, namedTo = null] =
    /^(.+?)\s*(?:→|->)\s*(.+)\.handoff$/.exec(span.name.slice(0, 300)) ?? [];
  const fromAgent = attributes.text('gen_ai.handoff.from_agent') ?? namedFrom;
  const toAgent = attributes.text(toKey) ?? namedTo;
  if (fromAgent === null && toAgent === null) return;
  const place = attributes.has(toKey) ? from.attribute(toKey) : from.name(span.name);
  draft.relation({ type: 'handoff', traceId: '', spanId: '', fromAgent, toAgent }, place);
}

/** Clients of vector databases write what they found as events. */
function proposeSearch({ span }: SpanSource, draft: FacetDraft): void {
  const documents = [];
  for (const { name, attributes } of span.events) {
    if (name !== 'db.query.result' && name !== 'db.search.result') continue;
    const byKey = new Map(attributes.map(({ key, value }) => [key, toJson(value)]));
    const score = byKey.get('db.query.result.score') ?? byKey.get('db.query.result.distance');
    const content = byKey.get('db.query.result.document') ?? '';
    documents.push({
      id: textOrNull(byKey.get('db.query.result.id')),
      content: typeof content === 'string' ? content : JSON.stringify(content),
      score: typeof score === 'number' ? score : null,
      metadata: parsedOnce(byKey.get('db.query.result.metadata') ?? null),
    });
  }
  if (documents.length === 0) return;
  draft.kind('retriever', null, 'toolKeys', from.event('db.query.result'));
  draft.documents('output', documents, 'traceloopFlattened', from.event('db.query.result'));
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
