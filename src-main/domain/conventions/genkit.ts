/**
 * Genkit: keys with colons, whole inputs and outputs of actions as JSON.
 * Source: conventions reference §3, §4, §5.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import {
  isArray,
  isObject,
  numberMember,
  parsedTwice,
  textMember,
  type JsonObject,
} from './json-value';
import { proposeParameters } from './propose-request';
import { finishReasonsOf, proposeReportedUsage, proposeUsageDetails } from './propose-response';
import { provenanceOf } from './provenance';

const from = provenanceOf('genkit');

export const genkit: Convention = {
  id: 'genkit',

  detect({ scope, attributes }) {
    if (scope.name === 'genkit-tracer') {
      return { version: scope.version || null, evidence: 'scope genkit-tracer' };
    }
    return attributes.hasPrefix('genkit:')
      ? { version: null, evidence: 'attributes genkit:*' }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    proposeTexts(source, draft, from, rows);
    const { attributes } = source;
    const input = valueOf(source, 'genkit:input');
    const output = valueOf(source, 'genkit:output');
    if (kind === 'llm') proposeModel(source, draft, input, output);
    if (kind === 'embedding') {
      proposeModelName(source, draft);
      proposeDocumentTexts(draft, input);
    }
    if (kind === 'retriever') proposeQuery(draft, input);
    draft.payload('input', input, 'vendorBlob', from.attribute('genkit:input'));
    draft.payload('output', output, 'vendorBlob', from.attribute('genkit:output'));
    for (const { key } of attributes.withPrefix('genkit:metadata:')) {
      const name = key.slice('genkit:'.length);
      draft.metadata(name, attributes.json(key), from.attribute(key));
    }
    proposeFeedback(source, draft);
  },
};

/** Any value as JSON, texts too. */
function valueOf({ attributes }: SpanSource, key: string): JsonValue | undefined {
  const value = attributes.json(key);
  return value === undefined ? undefined : parsedTwice(value);
}

const rows: readonly TextRow[] = [
  ['sessionId', 'genkit:sessionId', sessionRank.vendor],
  ['sessionId', 'genkit:metadata:agent:sessionId', sessionRank.vendor],
  ['sessionId', 'genkit:metadata:sessionId', sessionRank.vendor],
];

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['model', 'llm'],
  ['background-model', 'llm'],
  ['tool', 'tool'],
  ['tool.v2', 'tool'],
  ['embedder', 'embedding'],
  ['retriever', 'retriever'],
  ['reranker', 'reranker'],
  ['evaluator', 'evaluator'],
  ['flow', 'chain'],
  ['prompt', 'prompt'],
  ['executable-prompt', 'prompt'],
  ['promptTemplate', 'prompt'],
  ['agent', 'agent'],
  ['util', 'chain'],
]);

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): FacetKind | null {
  for (const key of ['genkit:metadata:subtype', 'genkit:type']) {
    const raw = attributes.text(key);
    const kind = raw === null ? null : (kinds.get(raw) ?? null);
    if (kind === null) continue;
    draft.kind(kind, raw, 'vendorKind', from.attribute(key));
    const name = attributes.text('genkit:name');
    const place = name === null ? from.name(span.name) : from.attribute('genkit:name');
    if (kind === 'tool') draft.scalar('toolName', name ?? span.name, place);
    if (kind === 'agent') draft.scalar('agentName', name ?? span.name, place);
    return kind;
  }
  return null;
}

/** Of `{content: [{text}]}`, what Genkit calls a document. */
function textOfDocument(document: JsonValue | undefined): string | null {
  if (typeof document === 'string') return document;
  const content = isObject(document) ? document['content'] : undefined;
  if (!isArray(content)) return null;
  return content.map((part) => (isObject(part) ? (textMember(part, 'text') ?? '') : '')).join('');
}

function proposeQuery(draft: FacetDraft, input: JsonValue | undefined): void {
  const query = isObject(input) ? textOfDocument(input['query']) : null;
  draft.scalar('retrievalQuery', query, from.attribute('genkit:input'));
}

const MAX_TEXTS = 10_000;

function proposeDocumentTexts(draft: FacetDraft, input: JsonValue | undefined): void {
  const documents = isObject(input) ? input['input'] : undefined;
  if (!isArray(documents)) return;
  const texts = documents.slice(0, MAX_TEXTS).flatMap((each) => textOfDocument(each) ?? []);
  draft.embeddingTexts(texts, from.attribute('genkit:input'));
}

/** Names of models begin with their plugin's: `googleai/gemini-2.5-flash`. */
function proposeModelName({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const told = attributes.text('genkit:name');
  const name = told ?? span.name;
  const slash = name.indexOf('/');
  const place = told === null ? from.name(span.name) : from.attribute('genkit:name');
  draft.scalar('requestModel', name.slice(slash + 1), place);
  if (slash > 0) draft.scalar('provider', name.slice(0, slash), place);
}

function proposeModel(
  source: SpanSource,
  draft: FacetDraft,
  input: JsonValue | undefined,
  output: JsonValue | undefined,
): void {
  proposeModelName(source, draft);
  const requestPlace = from.attribute('genkit:input');
  if (isObject(input) && isObject(input['config'])) {
    const { config } = input;
    proposeParameters(draft, config, requestPlace);
    draft.scalar('requestModel', textMember(config, 'version', 'model'), requestPlace, 1);
  }
  if (!isObject(output)) return;
  const place = from.attribute('genkit:output');
  const toldByProvider = proposeRaw(draft, output);
  // It says `stop` of answers that ask for tools.
  if (!toldByProvider) draft.finishReason(textMember(output, 'finishReason'), place);
  const { usage } = output;
  if (!isObject(usage)) return;
  proposeReportedUsage(draft, usage, place, 0);
  for (const [key, value] of Object.entries(usage)) {
    if (!knownUsage.has(key) && numberMember(usage, key) !== null) {
      draft.usageExtra(key, value, place);
    }
  }
}

/** The provider's own answer is kept beside, where the plugin does so. */
function proposeRaw(draft: FacetDraft, output: JsonObject): boolean {
  const raw = output['raw'] ?? output['custom'];
  if (!isObject(raw)) return false;
  const place = from.attribute('genkit:output');
  draft.scalar('responseModel', textMember(raw, 'model', 'modelVersion'), place);
  draft.scalar('responseId', textMember(raw, 'id', 'responseId'), place);
  const { usage } = raw;
  if (isObject(usage)) proposeUsageDetails(draft, usage, place);
  const reasons = finishReasonsOf(raw);
  for (const reason of reasons) draft.finishReason(reason, place);
  return reasons.length > 0;
}

const knownUsage = new Set([
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'thoughtsTokens',
  'cachedContentTokens',
]);

/** Answers of users: `genkit:metadata:feedbackValue`, `textFeedback`. */
function proposeFeedback({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'genkit:metadata:feedbackValue';
  const label = attributes.text(key);
  if (label === null) return;
  const explanation = attributes.text('genkit:metadata:textFeedback');
  draft.evaluation({ name: 'user feedback', score: null, label, explanation }, from.attribute(key));
}
