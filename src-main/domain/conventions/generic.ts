/**
 * Spans of conventions nobody told us of still show well: what they do is guessed from their names,
 * what went in and came out from attributes that are called so.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { ConventionMatch } from '../facets/span-facets';
import type { SpanSource } from './convention';
import type { CollectingDraft } from './facet-draft';
import { sessionRank } from './field-table';
import { smellOf } from './key-scan';
import { kindOfWord } from './kind-words';
import { toJson } from './json-value';
import { provenanceOf } from './provenance';

const from = provenanceOf('unknown');
const fromOtel = provenanceOf('otel');

/** Proposes session and user as all of OpenTelemetry names them, of the span or its resource. */
export function proposeContext(
  { attributes, resourceAttributes }: SpanSource,
  draft: CollectingDraft,
): void {
  const session = 'session.id';
  draft.scalar(
    'sessionId',
    attributes.text(session),
    fromOtel.attribute(session),
    sessionRank.sessionId,
  );
  for (const key of ['gen_ai.conversation.id', session]) {
    draft.scalar(
      'sessionId',
      resourceAttributes.text(key),
      fromOtel.resource(key),
      sessionRank.resource,
    );
  }
  for (const [rank, key] of ['user.id', 'enduser.id'].entries()) {
    draft.scalar('userId', attributes.text(key), fromOtel.attribute(key), rank);
    draft.scalar('userId', resourceAttributes.text(key), fromOtel.resource(key), rank + 5);
  }
}

/**
 * Fills what no convention told: kind, model, usage, content.
 * @returns how the span was understood, or null where nothing was found
 */
export function proposeGeneric(source: SpanSource, draft: CollectingDraft): ConventionMatch | null {
  const evidence: string[] = [];
  const model = proposeModel(source, draft);
  if (model !== null) evidence.push(model);
  const content = proposeContent(source, draft);
  if (content !== null) evidence.push(content);
  const name = proposeKind(source, draft, model !== null && content !== null);
  if (name !== null) evidence.push(name);
  const [first] = evidence;
  return first === undefined ? null : { id: 'unknown', version: null, evidence: first };
}

const namePatterns: readonly (readonly [FacetKind, RegExp])[] = [
  [
    'tool',
    /^(execute_tool|tool_call|function_call|call_tool|run_tool)\b|^tool[ ._:/]|[._]tool$|^ToolUse\b/i,
  ],
  ['agentCreate', /^create_agent\b/i],
  [
    'agent',
    /^(invoke_agent|run_agent)\b|^agent([ ._:/]|$)|\.agent$|[a-z]Agent(Executor)?(\.\w+)?$/,
  ],
  [
    'embedding',
    /^(embeddings?|embed|embed_\w+|create_embeddings?)([ ._:]|$)|[._](embed|embeddings?)$/i,
  ],
  ['reranker', /^rerank\w*\b|[._]rerank\w*$/i],
  [
    'retriever',
    /^(retriev(e|al|er)|vector_search|similarity_search)\b|Retriever(\.\w+)?$|[._]retriev(e|al|er)$/i,
  ],
  ['guardrail', /guardrail/i],
  ['evaluator', /^(evaluate|evaluator|evaluation)\b/i],
  [
    'llm',
    /^(chat|text_completion|generate_content|call_llm|llm_call|llm)([ ._:]|$)|\b(chat[._ ]completions?|ChatCompletion|completions?\.create|messages\.create)\b|[._](llm|doGenerate|doStream)$/i,
  ],
];

/** Of vendors that have no file of their own: AWS Distro for OpenTelemetry, Laminar. */
const kindKeys = ['aws.genai.span_kind', 'lmnr.span.type'];

function proposeKind(
  { span, attributes }: SpanSource,
  draft: CollectingDraft,
  isModelCall: boolean,
): string | null {
  if (draft.kinds.hasAny()) return null;
  for (const key of kindKeys) {
    const word = attributes.text(key);
    const kind = word === null ? null : kindOfWord(word);
    if (kind === null) continue;
    draft.kind(kind, word, 'vendorKind', from.attribute(key));
    return `attribute ${key}`;
  }
  if (span.name.length <= 200) {
    for (const [kind, pattern] of namePatterns) {
      if (!pattern.test(span.name)) continue;
      draft.kind(kind, null, 'spanName', from.name(span.name));
      return `span name ${span.name}`;
    }
  }
  // A model alone is no evidence (reference §1): there must be something said to it too.
  if (isModelCall) draft.kind('llm', null, 'model', from.derived('model and content'));
  return null;
}

const modelKeys = [
  'llm.model',
  'llm.model_name',
  'llm.model.name',
  'ai.model',
  'ai.model.name',
  'model',
  'model_name',
  'model.name',
  'model_id',
];
const tokenKeys = [
  ['input', ['input_tokens', 'prompt_tokens']],
  ['output', ['output_tokens', 'completion_tokens']],
  ['total', ['total_tokens']],
] as const;
const tokenPrefixes = [
  '',
  'usage.',
  'llm.usage.',
  'llm.',
  'tokens.',
  'llm.tokens.',
  'llm.token_count.',
  'ai.usage.',
];

function proposeModel({ attributes }: SpanSource, draft: CollectingDraft): string | null {
  if (draft.scalars.has('requestModel') || draft.scalars.has('responseModel')) return null;
  const key = modelKeys.find((each) => attributes.text(each) !== null);
  if (key === undefined) return null;
  draft.scalar('requestModel', attributes.text(key), from.attribute(key), 50);
  for (const [field, names] of tokenKeys) {
    for (const name of names) {
      for (const prefix of tokenPrefixes) {
        const tokenKey = prefix + name;
        draft.tokens(field, attributes.number(tokenKey), from.attribute(tokenKey), 50);
      }
    }
  }
  return `attribute ${key}`;
}

const namespaces =
  /^(gen_ai|llm|traceloop|mlflow|langfuse|langsmith|openinference|ai|genkit|mastra|haystack|gcp|lk|logfire)[.:]/;

function isConventions(key: string): boolean {
  return namespaces.test(key);
}

/** Attributes that are shown as content by their names; a span with more says nothing by them. */
const MAX_GUESSED = 50;

function proposeContent({ attributes }: SpanSource, draft: CollectingDraft): string | null {
  let found: string | null = null;
  let guessed = 0;
  const needs = {
    input: !draft.content.hasContent('input'),
    output: !draft.content.hasContent('output'),
  };
  if (!needs.input && !needs.output) return null;
  for (const { key, value } of attributes.entries) {
    const direction = smellOf(key);
    // A convention's own keys are not to be guessed at.
    if (direction === null || !needs[direction] || isConventions(key)) continue;
    if (value.type !== 'string' && value.type !== 'kvlist' && value.type !== 'array') continue;
    draft.payload(direction, toJson(value), 'vendorBlob', from.attribute(key));
    found ??= `attribute ${key}`;
    if (++guessed === MAX_GUESSED) break;
  }
  return found;
}
