/**
 * Logfire: pending spans, formatted messages, and bodies of requests and answers of the clients it
 * instruments. Source: conventions reference §4, §6.
 */
import type { Convention, FacetDraft, SpanSource } from './convention';
import { isObject, textMember, type JsonObject } from './json-value';
import { provenanceOf } from './provenance';
import { proposeRequest } from './propose-request';
import { proposeResponse } from './propose-response';
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
    for (const tag of stringList(attributes.parsed(tags))) draft.tag(tag, from.attribute(tags));
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
  if (attributes.text('logfire.span_type') !== 'pending_span') return;
  draft.pending({
    realParentSpanId: attributes.text('logfire.pending_parent_id'),
    standsForSpanId: span.parentSpanId,
  });
}

/** A plain span is about its formatted message; its name is the template. */
function proposeMessage({ attributes }: SpanSource, draft: FacetDraft): void {
  if (attributes.has('gen_ai.operation.name') || attributes.has('gen_ai.tool.name')) return;
  draft.scalar('label', attributes.text('logfire.msg'), from.attribute('logfire.msg'));
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
    draft.payload('input', request, 'vendorBlob', place);
  } else {
    if (model !== null) draft.kind('llm', null, 'model', place);
    proposeRequest(draft, request, place);
  }
  const response = attributes.parsed('response_data');
  if (!isObject(response)) return;
  const combined = textMember(response, 'combined_chunk_content');
  proposeResponse(
    draft,
    combined === null ? response : { content: combined, role: 'assistant' },
    from.attribute('response_data'),
    // Theirs counts what was cached whoever the provider is.
    !attributes.has('gen_ai.usage.input_tokens'),
  );
}
