/** Whose trace it is and what it was about: session, user, tags, previews, error. */
import type { FacetKind } from '../facet-kind';
import type { FoldSpan, TraceFacets } from '../trace-facets';
import { namesParent, type SpanTree } from './span-tree';

const MAX_TAGS = 100;

/**
 * By index: own session or that of the nearest span above with one; never upwards or sideways
 * (conventions reference §8.1 rule 6).
 */
export function sessionsOf(tree: SpanTree): (string | null)[] {
  const sessions: (string | null)[] = tree.spans.map(() => null);
  for (const index of tree.order) {
    const above = sessions[tree.parents[index] ?? -1] ?? null;
    sessions[index] = tree.spans[index]?.facets.sessionId ?? above;
  }
  return sessions;
}

type Identity = Pick<
  TraceFacets,
  'sessionId' | 'userId' | 'tags' | 'inputPreview' | 'outputPreview' | 'errorMessage'
>;

/** Of the trace: what its root says, else what most of its spans say. */
export function identityOf(tree: SpanTree): Identity {
  const ordered = spansAt(tree, tree.order);
  const roots = spansAt(tree, tree.roots);
  return {
    sessionId: rootsElseMostCommon(roots, ordered, ({ facets }) => facets.sessionId),
    userId: rootsElseMostCommon(roots, ordered, ({ facets }) => facets.userId),
    tags: tagsOf(ordered),
    inputPreview: inputPreviewOf(roots, ordered),
    outputPreview: outputPreviewOf(roots, ordered),
    errorMessage: errorOf(roots, ordered),
  };
}

function spansAt({ spans }: SpanTree, indices: Int32Array): FoldSpan[] {
  const found: FoldSpan[] = [];
  for (const index of indices) {
    const span = spans[index];
    if (span !== undefined) found.push(span);
  }
  return found;
}

function rootsElseMostCommon(
  roots: readonly FoldSpan[],
  spans: readonly FoldSpan[],
  valueOf: (span: FoldSpan) => string | undefined,
): string | null {
  const ofRoot = firstOf(roots, valueOf);
  if (ofRoot !== null) return ofRoot;
  const counts = new Map<string, number>();
  for (const span of spans) {
    const value = valueOf(span);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best: string | null = null;
  let bestCount = 0;
  for (const [value, count] of counts) {
    if (count > bestCount) [best, bestCount] = [value, count];
  }
  return best;
}

function tagsOf(spans: readonly FoldSpan[]): string[] {
  const tags = new Set<string>();
  for (const { facets } of spans) {
    for (const tag of facets.tags ?? []) if (tags.size < MAX_TAGS) tags.add(tag);
  }
  return [...tags];
}

/**
 * The sender's own, else the root's, else the first words that a model or an agent was given, else
 * whatever came first.
 */
function inputPreviewOf(roots: readonly FoldSpan[], spans: readonly FoldSpan[]): string | null {
  const inputOf = ({ facets }: FoldSpan): string | undefined => facets.inputPreview;
  // Frameworks call a step, and many an agent, with objects of their own.
  const wordsOf = (span: FoldSpan): string | undefined => {
    const input = inputOf(span);
    return input !== undefined && /^[{[]/.test(input) ? undefined : input;
  };
  return (
    firstOf(spans, ({ facets }) => facets.traceInputPreview) ??
    firstOf(
      roots.filter((root) => root.facets.kind !== 'step' && !(namesParent(root) && isErrand(root))),
      inputOf,
    ) ??
    firstOf(spans.filter(isConversation), wordsOf) ??
    firstOf(spans.filter(isConversation), inputOf) ??
    firstOf(spans, inputOf)
  );
}

/**
 * The sender's own, else the root's, else the last that an agent or a model gave. What was done on
 * the way (a tool's result) is the run's output only where no agent and no model took part.
 */
function outputPreviewOf(roots: readonly FoldSpan[], spans: readonly FoldSpan[]): string | null {
  const outputOf = ({ facets }: FoldSpan): string | undefined => facets.outputPreview;
  const conversation = spans.filter(isConversation);
  const speaksForRun = (root: FoldSpan): boolean =>
    !namesParent(root) || (roots.length === 1 && !isErrand(root));
  return (
    firstOf(spans, ({ facets }) => facets.traceOutputPreview) ??
    firstOf(roots.filter(speaksForRun), outputOf) ??
    lastStarted(conversation, outputOf) ??
    lastStarted(
      spans.filter((span) => !isErrand(span)),
      outputOf,
    ) ??
    (conversation.length === 0 ? lastStarted(spans, outputOf) : null)
  );
}

const errands: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'tool',
  'mcp',
  'retriever',
  'embedding',
  'reranker',
]);

/** What an agent has done for it on the way to its answer. */
function isErrand({ facets }: FoldSpan): boolean {
  return errands.has(facets.kind);
}

function isConversation({ facets }: FoldSpan): boolean {
  return facets.kind === 'agent' || facets.kind === 'llm';
}

/** By start: a call may enclose the agent that it handed over to. */
function lastStarted(
  spans: readonly FoldSpan[],
  valueOf: (span: FoldSpan) => string | undefined,
): string | null {
  let latest: FoldSpan | null = null;
  for (const span of spans) {
    if (valueOf(span) === undefined) continue;
    if (latest === null || !(span.startNs < latest.startNs)) latest = span;
  }
  return latest === null ? null : (valueOf(latest) ?? null);
}

/** The root's, else that of the first span that failed: what came after may follow from it. */
function errorOf(roots: readonly FoldSpan[], spans: readonly FoldSpan[]): string | null {
  const messageOf = ({ facets }: FoldSpan): string | undefined =>
    facets.errorMessage ?? facets.errorType;
  return (
    firstOf(roots, messageOf) ??
    firstOf(
      spans.filter(({ status }) => status === 2),
      messageOf,
    )
  );
}

function firstOf(
  spans: readonly FoldSpan[],
  valueOf: (span: FoldSpan) => string | undefined,
): string | null {
  for (const span of spans) {
    const value = valueOf(span);
    if (value !== undefined) return value;
  }
  return null;
}
