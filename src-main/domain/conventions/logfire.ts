/**
 * Logfire: pending spans, formatted messages, and bodies of requests and answers of the clients it
 * instruments. Source: conventions reference §4, §6.
 */
import type { Convention, FacetDraft, SpanSource } from './convention';
import { isArray, isObject, parseStructure, textMember, type JsonObject } from './json-value';
import { provenanceOf } from './provenance';
import { proposeRequest } from './propose-request';
import { proposeConversation } from './propose-conversation';
import { proposeResponse, proposeUsageDetails } from './propose-response';
import { stringList } from './string-list';

const from = provenanceOf('logfire');

export const logfire: Convention = {
  id: 'logfire',

  detect({ scope, attributes }) {
    if (scope.name.startsWith('logfire')) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return attributes.hasPrefix('logfire.')
      ? { version: null, evidence: 'attributes logfire.*' }
      : null;
  },

  propose(source, draft) {
    proposePending(source, draft);
    const { attributes } = source;
    const tags = 'logfire.tags';
    for (const tag of stringList(attributes.parsed(tags))) {
      // Its own mark of spans that ask a model.
      if (tag !== 'LLM') draft.tag(tag, from.attribute(tags));
    }
    const rawUsage = 'gen_ai.usage.raw';
    const usage = attributes.parsed(rawUsage);
    if (isObject(usage)) proposeUsageDetails(draft, usage, from.attribute(rawUsage));
    proposeEvents(source, draft);
    const cost = 'operation.cost';
    const totalUsd = attributes.number(cost);
    if (totalUsd !== null) {
      draft.cost({ inputUsd: null, outputUsd: null, totalUsd }, from.attribute(cost));
    }
    const request = attributes.parsed('request_data');
    if (isObject(request)) proposeCall(source, draft, request);
    else proposeMessage(source, draft);
  },
};

/**
 * A pending span is sent when a span begins: it has an id of its own, the real span for parent,
 * and the real span's parent in an attribute (all zero for a root).
 */
function proposePending({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'logfire.span_type';
  if (attributes.text(key) !== 'pending_span') return;
  draft.pending(
    {
      realParentSpanId: attributes.text('logfire.pending_parent_id'),
      standsForSpanId: span.parentSpanId,
    },
    from.attribute(key),
  );
}

/** A plain span is about its formatted message; its name is the template. */
function proposeMessage({ attributes }: SpanSource, draft: FacetDraft): void {
  if (attributes.has('gen_ai.operation.name') || attributes.has('gen_ai.tool.name')) return;
  draft.scalar('label', attributes.text('logfire.msg'), from.attribute('logfire.msg'));
}

/** OpenAI's Responses API: the conversation as events in one attribute. */
function proposeEvents({ attributes }: SpanSource, draft: FacetDraft): void {
  const events = attributes.parsed('events');
  if (isArray(events))
    proposeConversation(draft, events, 'perMessageEvents', from.attribute('events'));
}

function proposeCall(
  { span, attributes }: SpanSource,
  draft: FacetDraft,
  request: JsonObject,
): void {
  const place = from.attribute('request_data');
  const model = textMember(request, 'model');
  const isEmbedding =
    attributes.text('gen_ai.operation.name') === 'embeddings' || /embedding/i.test(span.name);
  if (isEmbedding) {
    draft.kind('embedding', null, 'model', place);
    draft.scalar('requestModel', model, place, 1);
    if (Object.hasOwn(request, 'input')) draft.payload('input', request, 'vendorBlob', place);
  } else {
    if (model !== null) draft.kind('llm', null, 'model', place);
    // What a stream brought is sent when it ends, as a log without duration.
    if (span.name.startsWith('streaming response from')) {
      draft.scalar('isStream', true, from.name(span.name), 1);
    }
    // Newer versions leave all but the model to the semantic conventions.
    if (['messages', 'prompt', 'input', 'contents'].some((key) => Object.hasOwn(request, key))) {
      proposeRequest(draft, request, place);
    } else {
      draft.scalar('requestModel', model, place, 1);
    }
  }
  const response = attributes.parsed('response_data');
  if (!isObject(response) || isEmbedding) return;
  const combined = textMember(response, 'combined_chunk_content');
  proposeResponse(
    draft,
    combined === null ? withPlainArguments(response) : { content: combined, role: 'assistant' },
    from.attribute('response_data'),
    // Theirs counts what was cached whoever the provider is.
    !attributes.has('gen_ai.usage.input_tokens'),
  );
}

/** Of Anthropic's answers the arguments are sent as `{"input": {…}}`. */
function withPlainArguments(response: JsonObject): JsonObject {
  const { message } = response;
  const calls = isObject(message) ? message['tool_calls'] : undefined;
  if (!isObject(message) || !isArray(calls)) return response;
  const plain = calls.map((call) => {
    const fn = isObject(call) ? call['function'] : undefined;
    if (!isObject(call) || !isObject(fn) || typeof fn['arguments'] !== 'string') return call;
    const args = parseStructure(fn['arguments']);
    const isWrapped = isObject(args) && isObject(args['input']) && Object.keys(args).length === 1;
    return isWrapped ? { ...call, function: { ...fn, arguments: args['input'] ?? null } } : call;
  });
  return { ...response, message: { ...message, tool_calls: plain } };
}
