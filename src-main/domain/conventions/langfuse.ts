/**
 * Langfuse: observations with JSON blobs, usage in disjoint buckets.
 * Source: conventions reference §4 and §5 (column Langfuse), §8.2.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { AttributeView, Convention, FacetDraft, SpanSource } from './convention';
import { sinceIsoTime } from './durations';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { isObject, numberMember, toNumber } from './json-value';
import { knownBuckets, usageOfBuckets } from './langfuse-usage';
import { provenanceOf } from './provenance';
import { proposeEntries } from './propose-entries';
import { unwrapCall } from './read/unwrap-call';
import { stringList } from './string-list';

const from = provenanceOf('langfuse');

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['generation', 'llm'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['chain', 'chain'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['evaluator', 'evaluator'],
  ['guardrail', 'guardrail'],
  ['span', 'span'],
  ['event', 'span'],
]);

/** The last ones are what spans that were made by hand set: Langfuse's notebooks show it so. */
const contentKeys = {
  input: ['langfuse.observation.input', 'langfuse.trace.input', 'input.value'],
  output: ['langfuse.observation.output', 'langfuse.trace.output', 'output.value'],
} as const;

export const langfuse: Convention = {
  id: 'langfuse',

  detect({ scope, attributes }) {
    if (scope.name === 'langfuse-sdk') {
      return { version: scope.version || null, evidence: 'scope langfuse-sdk' };
    }
    return attributes.hasPrefix('langfuse.')
      ? { version: null, evidence: 'attributes langfuse.*' }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    proposeContext(source, draft, kind);
    proposeModel(source, draft);
    for (const direction of ['input', 'output'] as const) {
      for (const key of contentKeys[direction]) {
        const value = source.attributes.parsed(key);
        // Inputs of observed functions are `{args, kwargs}`.
        const content = value === undefined ? undefined : unwrapCall(value);
        draft.payload(direction, content, 'vendorBlob', from.attribute(key));
      }
    }
  },
};

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): FacetKind | null {
  const key = 'langfuse.observation.type';
  const raw = attributes.text(key);
  const kind = raw === null ? null : (kinds.get(raw.toLowerCase()) ?? null);
  if (kind === null) return null;
  draft.kind(kind, raw, 'vendorKind', from.attribute(key));
  if (kind === 'tool') draft.scalar('toolName', span.name, from.name(span.name));
  if (kind === 'agent') draft.scalar('agentName', span.name, from.name(span.name));
  return kind;
}

const contextRows: readonly TextRow[] = [
  ['sessionId', 'session.id', sessionRank.sessionId],
  ['sessionId', 'langfuse.session.id', sessionRank.vendor],
  ['userId', 'user.id'],
  ['userId', 'langfuse.user.id', 1],
];

const metadataKeys = [
  'langfuse.trace.name',
  'langfuse.environment',
  'langfuse.release',
  'langfuse.version',
  'langfuse.experiment.id',
  'langfuse.experiment.name',
  'langfuse.experiment.item.id',
  'langfuse.experiment.dataset.id',
];

function proposeContext(source: SpanSource, draft: FacetDraft, kind: FacetKind | null): void {
  const { attributes } = source;
  proposeTexts(source, draft, from, contextRows);
  // The second one is of its older documents.
  for (const key of ['langfuse.trace.tags', 'langfuse.tags']) {
    for (const tag of stringList(attributes.parsed(key))) draft.tag(tag, from.attribute(key));
  }
  for (const key of metadataKeys) draft.metadata(key, attributes.json(key), from.attribute(key));
  for (const key of ['langfuse.observation.metadata', 'langfuse.trace.metadata']) {
    proposeEntries(attributes, key, from, (...entry) => draft.metadata(...entry));
  }
  if (attributes.text('langfuse.observation.level') === 'ERROR') {
    const key = 'langfuse.observation.status_message';
    draft.error({ message: attributes.text(key) }, from.attribute(key));
    if (kind === 'tool') {
      draft.scalar('toolIsError', true, from.attribute('langfuse.observation.level'));
    }
  }
}

function proposeModel({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const model = 'langfuse.observation.model.name';
  const name = attributes.text(model);
  draft.scalar('requestModel', name, from.attribute(model));
  // Its integrations put the answer's model in place of the one asked for: names of those end in
  // a date.
  if (name !== null && /-\d{4}-?\d{2}-?\d{2}$/.test(name.slice(-20))) {
    draft.scalar('responseModel', name, from.attribute(model), 1);
  }
  const reason = 'langfuse.observation.metadata.finish_reason';
  draft.finishReason(attributes.text(reason)?.replaceAll('"', ''), from.attribute(reason));
  const started = 'langfuse.observation.completion_start_time';
  const firstToken = sinceIsoTime(span.startNs, attributes.text(started));
  draft.scalar('timeToFirstTokenNs', firstToken, from.attribute(started));
  // Only streams have one.
  if (attributes.has(started)) draft.scalar('isStream', true, from.attribute(started), 1);
  proposeEntries(
    attributes,
    'langfuse.observation.model.parameters',
    from,
    (name, value, place) => {
      if (value !== '') draft.parameter(name, value, place);
    },
  );
  const prompt = attributes.text('langfuse.observation.prompt.name');
  if (prompt !== null) {
    const version = attributes.text('langfuse.observation.prompt.version');
    const key = 'langfuse.observation.prompt.name';
    draft.prompt({ name: prompt, version, variables: [] }, from.attribute(key));
  }
  proposeUsage(attributes, draft);
}

function proposeUsage(attributes: AttributeView, draft: FacetDraft): void {
  const usageKey = 'langfuse.observation.usage_details';
  const details = attributes.parsed(usageKey);
  if (isObject(details)) {
    const usage = usageOfBuckets(details);
    const place = from.attribute(usageKey);
    for (const field of [
      'input',
      'output',
      'total',
      'cacheRead',
      'cacheWrite',
      'reasoning',
    ] as const) {
      draft.tokens(field, usage[field], place);
    }
    // Counts are inclusive by now, whatever they were when sent.
    draft.usageRule({ inputIncludedCache: true, outputIncludedReasoning: true });
    for (const [name, value] of Object.entries(details)) {
      if (!knownBuckets.has(name)) draft.usageExtra(name, value, place);
    }
  }
  const costKey = 'langfuse.observation.cost_details';
  const cost = attributes.parsed(costKey);
  if (!isObject(cost)) return;
  const inputUsd = numberMember(cost, 'input');
  const outputUsd = numberMember(cost, 'output');
  const totalUsd = numberMember(cost, 'total') ?? sumOfNumbers(Object.values(cost));
  if (totalUsd !== null) draft.cost({ inputUsd, outputUsd, totalUsd }, from.attribute(costKey));
}

function sumOfNumbers(values: readonly JsonValue[]): number | null {
  const numbers = values.flatMap((value) => toNumber(value) ?? []);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
}
