/**
 * LiveKit Agents: turns of spoken conversations. Content keys carry a `pii` segment since 1.7.
 * Source: conventions reference §1 (others).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromSeconds } from './durations';
import { isObject, numberMember, textMember } from './json-value';
import { provenanceOf } from './provenance';

const from = provenanceOf('livekit');

export const livekit: Convention = {
  id: 'livekit',

  detect({ scope, attributes }) {
    if (scope.name === 'livekit-agents') {
      return { version: scope.version || null, evidence: 'scope livekit-agents' };
    }
    return attributes.hasPrefix('lk.') ? { version: null, evidence: 'attributes lk.*' } : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    const { attributes } = source;
    for (const [direction, suffix] of contents) {
      const key = contentKey(source, suffix);
      draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
    }
    for (const [field, key] of [
      ['toolName', 'lk.function_tool.name'],
      ['toolCallId', 'lk.function_tool.id'],
      ['agentName', 'lk.agent_name'],
      ['agentName', 'lk.agent_label'],
    ] as const) {
      draft.scalar(field, attributes.text(key), from.attribute(key), 1);
    }
    const isError = 'lk.function_tool.is_error';
    if (attributes.bool(isError) === true) {
      draft.scalar('toolIsError', true, from.attribute(isError));
    }
    for (const key of ['lk.room_sid', 'lk.job_id', 'lk.speech_id', 'lk.interrupted']) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    proposeMetrics(source, draft);
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['agent_session', 'agent'],
  ['agent_turn', 'step'],
  ['user_turn', 'step'],
  // The node around a request; the request has a span of its own.
  ['llm_node', 'step'],
  ['llm_request', 'llm'],
  ['function_tool', 'tool'],
]);

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const kind = kinds.get(span.name);
  if (kind === undefined) return;
  draft.kind(kind, span.name, 'spanName', from.name(span.name));
  const firstToken = 'lk.response.ttft';
  draft.scalar(
    'timeToFirstTokenNs',
    fromSeconds(attributes.number(firstToken)),
    from.attribute(firstToken),
    1,
  );
}

const contents = [
  ['input', 'user_input'],
  ['input', 'chat_ctx'],
  ['input', 'input_text'],
  ['output', 'response.text'],
  ['output', 'user_transcript'],
  ['toolArgs', 'function_tool.arguments'],
  ['toolResult', 'function_tool.output'],
] as const;

function contentKey({ attributes }: SpanSource, suffix: string): string {
  const marked = `lk.pii.${suffix}`;
  return attributes.has(marked) ? marked : `lk.${suffix}`;
}

function proposeMetrics({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of ['lk.llm_metrics', 'lk.realtime_model_metrics']) {
    const metrics = attributes.parsed(key);
    if (!isObject(metrics)) continue;
    const place = from.attribute(key);
    draft.tokens('input', numberMember(metrics, 'prompt_tokens', 'input_tokens'), place, 1);
    draft.tokens('output', numberMember(metrics, 'completion_tokens', 'output_tokens'), place, 1);
    draft.tokens('total', numberMember(metrics, 'total_tokens'), place, 1);
    draft.tokens('cacheRead', numberMember(metrics, 'prompt_cached_tokens'), place, 1);
    draft.scalar('timeToFirstTokenNs', fromSeconds(numberMember(metrics, 'ttft')), place, 2);
    const about = metrics['metadata'];
    if (!isObject(about)) continue;
    draft.scalar('requestModel', textMember(about, 'model_name'), place, 1);
    draft.scalar('provider', textMember(about, 'model_provider'), place, 1);
  }
}
