/** Which agent gave the work to which. Source: conventions reference §8.4. */
import type { FoldSpan, Handoff } from '../trace-facets';
import { nearestAbove, type SpanTree } from './span-tree';

const MAX_HANDOFFS = 1000;
/** Levels above a tool call that are searched for the agent that took over. */
const MAX_LEVELS = 16;
/** Agents on one level that are: the one that took over is the next one, seldom the tenth. */
const MAX_AGENTS = 10;
const transferTool = /^(?:transfer|handoff|hand_off)_?to_?(.*)$/i;

/** Reported hand-offs, and those that a tool call `transfer_to_…` before another agent gives away. */
export function findHandoffs(tree: SpanTree, names: readonly (string | null)[]): Handoff[] {
  const { spans, order } = tree;
  const isAgent = (index: number): boolean => spans[index]?.facets.kind === 'agent';
  const agentAbove = nearestAbove(tree, isAgent);
  const agentsBelow = agentChildren(tree, isAgent);
  const handoffs: Handoff[] = [];
  for (const index of order) {
    const span = spans[index];
    if (span === undefined || handoffs.length >= MAX_HANDOFFS) continue;
    const reported = reportedHandoffs(span, names[index] ?? null);
    handoffs.push(...reported.slice(0, MAX_HANDOFFS - handoffs.length));
    if (reported.length > 0 || span.facets.kind !== 'tool') continue;
    const inferred = inferHandoff(tree, names, { agentAbove, agentsBelow }, index);
    if (inferred !== null) handoffs.push(inferred);
  }
  return handoffs;
}

function reportedHandoffs({ facets, key }: FoldSpan, agent: string | null): Handoff[] {
  return (facets.relations ?? []).flatMap(({ type, fromAgent, toAgent }) => {
    const from = fromAgent ?? agent;
    if (type !== 'handoff' || toAgent === null || from === null) return [];
    return [{ fromAgent: from, toAgent, key, isInferred: false }];
  });
}

interface AgentSpans {
  /** By index: the agent that a span runs in, else -1. */
  readonly agentAbove: Int32Array;
  /** Agents among the children of a span, among the roots for -1; by start. */
  readonly agentsBelow: (parent: number) => Int32Array;
}

/** Filters the children of each span once, as a trace may have many tool calls beside each other. */
function agentChildren(
  tree: SpanTree,
  isAgent: (index: number) => boolean,
): AgentSpans['agentsBelow'] {
  const known = new Map<number, Int32Array>();
  return (parent) => {
    const agents =
      known.get(parent) ?? (parent === -1 ? tree.roots : tree.childrenOf(parent)).filter(isAgent);
    known.set(parent, agents);
    return agents;
  };
}

function inferHandoff(
  tree: SpanTree,
  names: readonly (string | null)[],
  { agentAbove, agentsBelow }: AgentSpans,
  tool: number,
): Handoff | null {
  const span = tree.spans[tool];
  const match = transferTool.exec(span?.facets.toolName ?? '');
  if (span === undefined || match === null) return null;
  const wanted = plain(match[1] ?? '');
  const owner = agentAbove[tool] ?? -1;
  const next = nextAgent(tree, agentsBelow, tool, (index) => {
    const name = names[index] ?? null;
    return name !== null && (wanted === '' || wanted === 'agent' || plain(name) === wanted);
  });
  const agent = next === -1 ? nextAgent(tree, agentsBelow, tool, () => true) : next;
  const toAgent = agent === -1 ? null : (names[agent] ?? null);
  const fromAgent =
    owner === -1 ? (names[tool] ?? precedingAgent(tree, agentsBelow, names, tool)) : names[owner];
  if (toAgent === null || fromAgent == null || fromAgent === toAgent) return null;
  return { fromAgent, toAgent, key: span.key, isInferred: true };
}

/** The first agent after the tool call among its siblings, then those of its ancestors. */
function nextAgent(
  tree: SpanTree,
  agentsBelow: AgentSpans['agentsBelow'],
  tool: number,
  is: (index: number) => boolean,
): number {
  const startNs = tree.spans[tool]?.startNs ?? NaN;
  let below = tool;
  for (let level = 0; level < MAX_LEVELS && below !== -1; level++) {
    const parent = tree.parents[below] ?? -1;
    const agents = agentsBelow(parent);
    // Inner agents of an earlier level were seen: look at those behind it.
    const first = firstFrom(tree, agents, startNs);
    for (const agent of agents.subarray(first, first + MAX_AGENTS)) {
      if (agent !== below && is(agent)) return agent;
    }
    below = parent;
  }
  return -1;
}

/** Position of the first of `siblings` (by start) that does not start before. */
function firstFrom({ spans }: SpanTree, siblings: Int32Array, startNs: number): number {
  let low = 0;
  let high = siblings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[siblings[middle] ?? -1]?.startNs ?? Infinity) < startNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The agent that ran before a tool call beside it. */
function precedingAgent(
  tree: SpanTree,
  agentsBelow: AgentSpans['agentsBelow'],
  names: readonly (string | null)[],
  tool: number,
): string | null {
  const agents = agentsBelow(tree.parents[tool] ?? -1);
  const behind = firstFrom(tree, agents, tree.spans[tool]?.startNs ?? NaN);
  return names[agents[behind - 1] ?? -1] ?? null;
}

/** `Billing Agent`, `billing_agent` and `billing` are one. */
function plain(name: string): string {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return letters.length > 5 ? letters.replace(/agent$/, '') : letters;
}
