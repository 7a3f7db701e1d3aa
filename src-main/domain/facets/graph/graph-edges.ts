import type { FacetKind } from '../facet-kind';
import type { GraphEdge } from '../run-graph';
import type { Handoff } from '../trace-facets';
import type { FoldedSpans } from './fold-nodes';
import { hasFailed, startOf } from './node-sums';

/** Stages of a run, whose order is worth showing; calls of models and tools come and go. */
const stages: ReadonlySet<FacetKind> = new Set([
  'agent',
  'chain',
  'guardrail',
  'evaluator',
  'planner',
]);
/** Clocks of two spans may differ by a little. */
const TOLERANCE_NS = 1_000_000;

/** All edges, in order of first use; none from a node to itself. */
export function graphEdges(
  shown: FoldedSpans,
  handoffs: readonly Handoff[],
  durations: Float64Array,
): GraphEdge[] {
  const edges = new EdgeList(shown);
  addCalls(edges, shown, durations);
  const inOrder = addOrder(edges, shown, durations);
  addHandoffs(edges, shown, handoffs);
  addFollowers(edges, shown, inOrder);
  addDeclared(edges, shown);
  return edges.all();
}

function addCalls(edges: EdgeList, shown: FoldedSpans, durations: Float64Array): void {
  for (const index of shown.tree.order) {
    const caller = shown.above[index] ?? -1;
    if (caller === -1) continue;
    const isError = hasFailed(shown.tree.spans[index], shown.folds[index]);
    edges.add('call', caller, index, durations[index] ?? 0, isError);
  }
}

/**
 * `then` between stages under the same caller that ran one after the other, nothing between.
 * @returns by index of a stage: the one before it
 */
function addOrder(
  edges: EdgeList,
  shown: FoldedSpans,
  durations: Float64Array,
): ReadonlyMap<number, number> {
  const inOrder = new Map<number, number>();
  const { tree, nodes, above } = shown;
  const previous = new Map<number, number>();
  const byStart = tree.order
    .filter((index) => nodes[index] !== -1)
    .sort((a, b) => startOf(tree, a) - startOf(tree, b));
  for (const index of byStart) {
    const caller = above[index] ?? -1;
    const before = previous.get(caller);
    previous.set(caller, index);
    if (before === undefined || caller === -1) continue;
    const areStages = [before, index].every((each) => {
      return stages.has(tree.spans[each]?.facets.kind ?? 'span');
    });
    const end = startOf(tree, before) + (durations[before] ?? 0);
    const isAfter = startOf(tree, index) >= end - TOLERANCE_NS;
    if (!areStages || !isAfter) continue;
    edges.add('then', before, index, 0, false);
    inOrder.set(index, before);
  }
  return inOrder;
}

function addHandoffs(edges: EdgeList, shown: FoldedSpans, handoffs: readonly Handoff[]): void {
  if (handoffs.length === 0) return;
  const agents = new Map<string, number>();
  for (const index of shown.tree.order) {
    const name = shown.folds[index]?.agentName ?? null;
    const isAgent = shown.tree.spans[index]?.facets.kind === 'agent' && shown.nodes[index] !== -1;
    if (name !== null && isAgent && !agents.has(name)) agents.set(name, index);
  }
  for (const { fromAgent, toAgent } of handoffs) {
    const from = agents.get(fromAgent);
    const to = agents.get(toAgent);
    if (from !== undefined && to !== undefined) edges.add('handoff', from, to, 0, false);
  }
}

/** `fanIn` where stages meet in one that follows them; what follows one alone comes `then`. */
function addFollowers(
  edges: EdgeList,
  shown: FoldedSpans,
  inOrder: ReadonlyMap<number, number>,
): void {
  const { spans, order } = shown.tree;
  const bySpanId = new Map<string, number>();
  for (const index of order) bySpanId.set(spans[index]?.spanId ?? '', index);
  // A link may point at a message that was sent, or at what is not shown: what sent it stands there.
  const senderOf = (index: number): number => {
    const isStage = stages.has(spans[index]?.facets.kind ?? 'span') && shown.nodes[index] !== -1;
    return isStage ? index : (shown.above[index] ?? -1);
  };
  for (const index of order) {
    const senders = new Set<number>();
    for (const { type, spanId } of spans[index]?.facets.relations ?? []) {
      const from = bySpanId.get(spanId);
      const sender = type === 'follows' && from !== undefined ? senderOf(from) : -1;
      if (sender !== -1) senders.add(sender);
    }
    const isFanIn = senders.size > 1;
    for (const sender of senders) {
      if (isFanIn) edges.add('fanIn', sender, index, 0, false);
      else if (inOrder.get(index) !== sender) edges.add('then', sender, index, 0, false);
    }
  }
}

/** What ran as declared is one edge with that; what did not run is one of its own. */
function addDeclared(edges: EdgeList, shown: FoldedSpans): void {
  const takenBetween = new Map<string, { from: number; to: number; takenCount: number }>();
  // Folding may have brought several together.
  for (const { from, to, takenCount } of shown.declared) {
    const known = takenBetween.get(`${from} ${to}`);
    if (known === undefined) takenBetween.set(`${from} ${to}`, { from, to, takenCount });
    else known.takenCount += takenCount;
  }
  for (const { from, to, takenCount } of takenBetween.values()) {
    edges.declare(from, to, takenCount);
  }
}

/** Ways on, the most telling first: one that was declared is drawn as one of them. */
const waysOn = ['then', 'handoff', 'fanIn', 'call'] as const;

type MutableEdge = { -readonly [Key in keyof GraphEdge]: GraphEdge[Key] };

class EdgeList {
  readonly #shown: FoldedSpans;
  readonly #edges = new Map<string, MutableEdge>();

  constructor(shown: FoldedSpans) {
    this.#shown = shown;
  }

  /** @param from,to indices of spans; nothing is added where either has no node */
  add(type: GraphEdge['type'], from: number, to: number, ns: number, isError: boolean): void {
    const { nodes } = this.#shown;
    const fromNode = nodes[from] ?? -1;
    const toNode = nodes[to] ?? -1;
    if (fromNode === -1 || toNode === -1 || fromNode === toNode) return;
    const edge = this.#between(type, fromNode, toNode);
    edge.count++;
    edge.totalNs += ns;
    if (isError) edge.errorCount++;
  }

  /** @param from,to nodes */
  declare(from: number, to: number, takenCount: number): void {
    if (from === -1 || to === -1 || from === to) return;
    for (const type of waysOn) {
      const edge = this.#edges.get(`${type} ${from} ${to}`);
      if (edge === undefined) continue;
      edge.isDeclared = true;
      return;
    }
    const edge = this.#between(takenCount > 0 ? 'then' : 'declared', from, to);
    edge.count = takenCount;
    edge.isDeclared = true;
  }

  #between(type: GraphEdge['type'], from: number, to: number): MutableEdge {
    const { keys } = this.#shown;
    const id = `${type} ${from} ${to}`;
    const known = this.#edges.get(id);
    if (known !== undefined) return known;
    const [source, target] = [keys[from]?.id ?? '', keys[to]?.id ?? ''];
    const ends = { from: source, to: target, type };
    const edge = { ...ends, count: 0, totalNs: 0, errorCount: 0, isDeclared: false };
    this.#edges.set(id, edge);
    return edge;
  }

  all(): GraphEdge[] {
    return [...this.#edges.values()];
  }
}
