import type { ConventionMatch, SpanFacets } from '../facets/span-facets';
import type { LogRecord, Resource, Scope, Span } from '../otlp/model';
import { createAttributeView } from './attribute-view';
import type { AttributeView, Convention, SpanSource } from './convention';
import { CollectingDraft } from './facet-draft';
import { proposeError } from './read-error';
import { conventions } from './registry';

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
 */
export function normaliseSpan(input: NormaliseInput): SpanFacets {
  const source = sourceOf(input);
  const draft = new CollectingDraft(source);
  const matches: ConventionMatch[] = [];
  for (const convention of conventions) {
    const match = askConvention(convention, source, draft);
    if (match !== null) matches.push(match);
  }
  proposeError(source, draft);
  return draft.finish(matches);
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
  const left = a.timeNs === 0n ? a.observedTimeNs : a.timeNs;
  const right = b.timeNs === 0n ? b.observedTimeNs : b.timeNs;
  return left < right ? -1 : left > right ? 1 : 0;
}

function askConvention(
  convention: Convention,
  source: SpanSource,
  draft: CollectingDraft,
): ConventionMatch | null {
  try {
    const found = convention.detect(source);
    if (found === null) return null;
    convention.propose(source, draft);
    return { id: convention.id, version: found.version, evidence: found.evidence };
  } catch {
    return null;
  }
}
