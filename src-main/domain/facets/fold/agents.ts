/** Which agents ran, and under which agent every span ran. */
import type { FoldSpan } from '../trace-facets';
import { nearestAbove, type SpanTree } from './span-tree';

export interface Agents {
  /** By index: own name or that of the agent it ran under. */
  readonly names: readonly (string | null)[];
  /** Distinct, in order of first use. */
  readonly distinct: readonly string[];
  /** Runs; a wrapper around the run of the same agent is none of its own. */
  readonly runCount: number;
  /** By index of an agent span: whether it is but a wrapper. */
  readonly isWrapper: Uint8Array;
}

const MAX_NAMES = 200;

export function findAgents(tree: SpanTree): Agents {
  const { spans, order } = tree;
  const namesById = new Map<string, string>();
  for (const { facets } of spans) {
    if (facets.agentId !== undefined && facets.agentName !== undefined) {
      namesById.set(facets.agentId, facets.agentName);
    }
  }
  const names: (string | null)[] = spans.map(() => null);
  for (const index of order) {
    const span = spans[index];
    if (span === undefined) continue;
    names[index] = ownAgentName(span, namesById) ?? names[tree.parents[index] ?? -1] ?? null;
  }

  const isWrapper = findWrappers(tree, names);
  nameFramesByNone(tree, isWrapper, names);
  const distinct = new Set<string>();
  let runCount = 0;
  for (const index of order) {
    if (spans[index]?.facets.kind !== 'agent') continue;
    if (isWrapper[index] === 0) runCount++;
    const name = isNamed(spans[index]) ? (names[index] ?? null) : null;
    if (name !== null && distinct.size < MAX_NAMES) distinct.add(name);
  }
  // Libraries without spans of agents name them on the calls.
  if (runCount === 0) {
    for (const index of order) {
      const { kind } = spans[index]?.facets ?? {};
      const name = kind === 'llm' || kind === 'tool' ? (names[index] ?? null) : null;
      if (name !== null && distinct.size < MAX_NAMES) distinct.add(name);
    }
    runCount = distinct.size;
  }
  return { names, distinct: [...distinct], runCount, isWrapper };
}

/** Name of the agent that a span is or says it belongs to. */
function ownAgentName(
  { facets, name }: FoldSpan,
  namesById: ReadonlyMap<string, string>,
): string | null {
  if (facets.agentName !== undefined) return facets.agentName;
  const byId = facets.agentId === undefined ? undefined : namesById.get(facets.agentId);
  if (byId !== undefined) return byId;
  return facets.kind === 'agent' ? (facets.label ?? name) : null;
}

/** Whether a convention names the agent, rather than the span being called so. */
function isNamed(span: FoldSpan | undefined): boolean {
  const { convention, agentName, agentId } = span?.facets ?? {};
  return convention !== 'unknown' && (agentName !== undefined || agentId !== undefined);
}

/**
 * `invoke_agent` of a product around `invoke_agent` of its SDK, and nameless frames around the runs
 * of named agents. Through a tool it is another run.
 */
function findWrappers(tree: SpanTree, names: readonly (string | null)[]): Uint8Array {
  const isWrapper = new Uint8Array(tree.spans.length);
  const kindOf = (index: number) => tree.spans[index]?.facets.kind;
  const above = nearestAbove(
    tree,
    (index) => kindOf(index) === 'agent',
    (index) => kindOf(index) === 'tool' || kindOf(index) === 'llm',
  );
  for (const index of tree.order) {
    const outer = above[index] ?? -1;
    if (kindOf(index) !== 'agent' || outer === -1) continue;
    const isFrame = !isNamed(tree.spans[outer]) && isNamed(tree.spans[index]);
    if (isFrame || names[index] === names[outer]) isWrapper[outer] = 1;
  }
  return isWrapper;
}

/** What runs in a nameless frame, beside the agents in it, runs under no agent. */
function nameFramesByNone(tree: SpanTree, isWrapper: Uint8Array, names: (string | null)[]): void {
  for (const index of tree.order) {
    const span = tree.spans[index];
    const isFrame = isWrapper[index] === 1 && !isNamed(span);
    if (isFrame) names[index] = null;
    else if (span?.facets.kind !== 'agent' && !isNamed(span)) {
      names[index] = names[tree.parents[index] ?? -1] ?? null;
    }
  }
}
