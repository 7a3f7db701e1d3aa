import { plainFacets } from '../facets/plain-facets';
import type { ConventionMatch, Pending, SpanFacets } from '../facets/span-facets';
import type { LogRecord, Resource, Scope, Span } from '../otlp/model';
import { createAttributeView } from './attribute-view';
import type { AttributeView, Convention, SpanSource } from './convention';
import { CollectingDraft } from './facet-draft';
import { proposeError } from './read-error';
import { proposeDeclaredGraph } from './declared-graph';
import { logTime } from './event-records';
import { proposeContext, proposeGeneric } from './generic';
import { scanKeys, type KeyScan } from './key-scan';
import { database, http } from './protocols';
import { provenanceOf } from './provenance';
import { conventions } from './registry';
import { proposeRetries } from './retries';

export interface NormaliseInput {
  readonly span: Span;
  readonly resource: Resource;
  readonly scope: Scope;
  /** Log records of this span, in any order. */
  readonly logs: readonly LogRecord[];
}

/**
 * What a span means, whatever library emitted it. Never throws: a convention that fails on hostile
 * input loses its say, the others are heard. Source: conventions reference §7 and §8.
 * @param detail `row` leaves out what `toFacetRow` does not look at: metadata, chunks, and content
 *   that a richer form of the same outranks
 */
export function normaliseSpan(input: NormaliseInput, detail: 'all' | 'row' = 'all'): SpanFacets {
  const source = sourceOf(input);
  const scan = scanKeys(input.span.attributes);
  const isOfInterest = scan.isOfInterest || hasOtherEvidence(source);
  const isOpen = input.span.endNs === 0n;
  if (!isOfInterest && !scan.hasHttp && !scan.hasDatabase && !isOpen && !hasErrors(source, scan)) {
    return { ...plainFacets, label: input.span.name };
  }
  const draft = new CollectingDraft(source, detail === 'all');
  const matches: ConventionMatch[] = [];
  if (isOfInterest) {
    for (const convention of conventions) ask(convention, source, draft, matches);
    proposeContext(source, draft);
  }
  if (scan.hasHttp) ask(http, source, draft, matches);
  if (scan.hasDatabase) ask(database, source, draft, matches);
  if (isOfInterest) {
    const generic = proposeGeneric(source, draft);
    if (generic !== null && matches.length === 0) matches.push(generic);
    proposeDeclaredGraph(source, draft);
  }
  proposeRetries(source, draft);
  proposeError(source, draft);
  if (isOpen) draft.pending(itself, openEnd);
  return draft.finish(matches);
}

/** Sent before it ends, as MLflow and others do: it is replaced by its later version. */
const itself: Pending = { realParentSpanId: null, standsForSpanId: null };
const openEnd = provenanceOf('otel').derived('no end time');

function hasErrors({ span }: SpanSource, scan: KeyScan): boolean {
  return scan.hasError || span.statusCode === 2 || span.events.length + span.links.length > 0;
}

/** Whether anything but its attributes' keys says that the span could be an agent's. */
function hasOtherEvidence({ span, scope, logs, resourceAttributes }: SpanSource): boolean {
  return (
    logs.length > 0 ||
    span.events.some(({ name }) => name !== 'exception') ||
    isScopeOfInterest(scope.name) ||
    nameOfInterest.test(span.name) ||
    resourceAttributes.has('session.id') ||
    resourceAttributes.has('gen_ai.conversation.id')
  );
}

const scopeOfInterest =
  /gen_?ai|openinference|traceloop|langfuse|langsmith|lang(chain|graph)|mlflow|pydantic|logfire|anthropic|claude|openai|codex|gemini|copilot|vertex|strands|agent|genkit|mastra|openlit|livekit|flue|autogen|crewai|llama|haystack|spring|smolagents|braintrust|weave|semantic_?kernel|ollama|bedrock|cohere|mistral|groq|mcp|litellm/i;

/** Also names of MCP, Claude Code, AutoGen, … that come without attributes of their own. */
const nameOfInterest =
  /chat|embed|retriev|rerank|guardrail|evaluat|completion|messages\.create|claude|agent|autogen|codex|gemini|llm|langgraph|session_task|tool|haystack|pipeline|workflow|executor|edge_group|message\.send/i;

const scopesSeen = new Map<string, boolean>();
const MAX_SCOPES_SEEN = 10_000;

function isScopeOfInterest(name: string): boolean {
  let known = scopesSeen.get(name);
  if (known === undefined) {
    known = name === 'ai' || (name.length < 500 && scopeOfInterest.test(name));
    if (scopesSeen.size < MAX_SCOPES_SEEN) scopesSeen.set(name, known);
  }
  return known;
}

function sourceOf({ span, resource, scope, logs }: NormaliseInput): SpanSource {
  return {
    span,
    resource,
    scope,
    logs: logs.length < 2 ? logs : logs.slice().sort(byTime),
    attributes: createAttributeView(span.attributes),
    resourceAttributes: resourceView(resource),
  };
}

/** Resources are shared by many spans, so their index is made once. */
const resourceViews = new WeakMap<Resource, AttributeView>();

function resourceView(resource: Resource): AttributeView {
  let view = resourceViews.get(resource);
  if (view === undefined) {
    view = createAttributeView(resource.attributes);
    resourceViews.set(resource, view);
  }
  return view;
}

function byTime(a: LogRecord, b: LogRecord): number {
  const left = logTime(a);
  const right = logTime(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function ask(
  convention: Convention,
  source: SpanSource,
  draft: CollectingDraft,
  matches: ConventionMatch[],
): void {
  try {
    const found = convention.detect(source);
    if (found === null) return;
    convention.propose(source, draft);
    matches.push({ id: convention.id, version: found.version, evidence: found.evidence });
  } catch {
    // What it had proposed so far counts.
  }
}
