/**
 * Braintrust: inputs, outputs, metrics and scores as JSON attributes.
 * Source: conventions reference §4, [23].
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromSeconds } from './durations';
import { isObject, numberMember, textMember } from './json-value';
import { proposeEntries } from './propose-entries';
import { proposeParameters } from './propose-request';
import { provenanceOf } from './provenance';
import { stringList } from './string-list';

const from = provenanceOf('braintrust');

export const braintrust: Convention = {
  id: 'braintrust',

  detect({ scope, attributes }) {
    if (scope.name.startsWith('braintrust')) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return attributes.hasPrefix('braintrust.')
      ? { version: null, evidence: 'attributes braintrust.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    const { attributes } = source;
    for (const direction of ['input', 'output'] as const) {
      for (const key of [`braintrust.${direction}_json`, `braintrust.${direction}`]) {
        draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
      }
    }
    const tags = 'braintrust.tags';
    for (const tag of stringList(attributes.parsed(tags))) draft.tag(tag, from.attribute(tags));
    proposeMetadata(source, draft);
    proposeMetrics(source, draft);
    proposeEntries(attributes, 'braintrust.scores', from, (name, value, place) => {
      const score = typeof value === 'number' ? value : null;
      draft.evaluation({ name, score, label: null, explanation: null }, place);
    });
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['llm', 'llm'],
  ['tool', 'tool'],
  ['score', 'evaluator'],
  ['scorer', 'evaluator'],
  ['eval', 'chain'],
  ['task', 'chain'],
  ['function', 'chain'],
  ['facet', 'chain'],
]);

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'braintrust.span_attributes';
  const told = attributes.parsed(key);
  const raw = isObject(told) ? textMember(told, 'type') : attributes.text(`${key}.type`);
  const kind = raw === null ? undefined : kinds.get(raw);
  if (kind === undefined) return;
  draft.kind(kind, raw, 'vendorKind', from.attribute(key));
  if (kind === 'tool') draft.scalar('toolName', span.name, from.name(span.name), 1);
}

function proposeMetadata({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'braintrust.metadata';
  const place = from.attribute(key);
  const metadata = attributes.parsed(key);
  if (isObject(metadata)) {
    draft.scalar('requestModel', textMember(metadata, 'model'), place, 1);
    draft.scalar('provider', textMember(metadata, 'provider'), place, 1);
    draft.scalar('sessionId', textMember(metadata, 'session_id', 'thread_id'), place, 2);
    proposeParameters(draft, metadata, place);
  }
  proposeEntries(attributes, key, from, (...entry) => draft.metadata(...entry));
  draft.metadata(
    'parent',
    attributes.json('braintrust.parent'),
    from.attribute('braintrust.parent'),
  );
}

function proposeMetrics({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'braintrust.metrics';
  const metrics = attributes.parsed(key);
  if (!isObject(metrics)) return;
  const place = from.attribute(key);
  draft.tokens('input', numberMember(metrics, 'prompt_tokens'), place, 1);
  draft.tokens('output', numberMember(metrics, 'completion_tokens'), place, 1);
  draft.tokens('total', numberMember(metrics, 'tokens', 'total_tokens'), place, 1);
  draft.tokens('cacheRead', numberMember(metrics, 'prompt_cached_tokens'), place, 1);
  draft.tokens('cacheWrite', numberMember(metrics, 'prompt_cache_creation_tokens'), place, 1);
  draft.tokens('reasoning', numberMember(metrics, 'completion_reasoning_tokens'), place, 1);
  const firstToken = fromSeconds(numberMember(metrics, 'time_to_first_token'));
  draft.scalar('timeToFirstTokenNs', firstToken, place, 1);
  const totalUsd = numberMember(metrics, 'estimated_cost', 'cost');
  if (totalUsd !== null) draft.cost({ inputUsd: null, outputUsd: null, totalUsd }, place, 1);
}
