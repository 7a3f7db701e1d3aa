/**
 * The edges that senders declare, between the nodes of a graph, and whether a run took them.
 * Source: conventions reference §8.4.
 */
import type { FacetKind } from '../facet-kind';
import type { FoldSpan } from '../trace-facets';
import type { GraphSpans, NodeKey } from './graph-spans';

/** More are no graph that anyone drew. */
const MAX_EDGES = 1000;
/** Runs that ended before another began, of which each counts as the one before it. */
const MAX_BEFORE = 50;

/** What a node of a graph is, rather than what it calls: first to bear a name. */
const stageKinds: ReadonlySet<FacetKind> = new Set(['chain', 'agent', 'step', 'planner']);

/** The spans with the edges declared among them; nodes that never ran are added to the keys. */
export function withDeclaredEdges(shown: GraphSpans): GraphSpans {
  const { tree, nodes, above } = shown;
  const declaring = tree.order.filter(
    (index) => (tree.spans[index]?.facets.declaredEdges?.length ?? 0) > 0,
  );
  if (declaring.length === 0) return shown;
  const names = new NodeNames(shown);
  const edges = new Map<string, { from: number; to: number }>();
  for (const index of declaring) {
    const self = nodes[index] === -1 ? (nodes[above[index] ?? -1] ?? -1) : (nodes[index] ?? -1);
    for (const { from, to } of tree.spans[index]?.facets.declaredEdges ?? []) {
      if (edges.size >= MAX_EDGES) break;
      // Told before nodes are made for it, so that there are at most two an edge.
      if (from === to || (from === null && self === -1)) continue;
      const fromNode = from === null ? self : names.nodeOf(from);
      const toNode = names.nodeOf(to);
      if (fromNode === toNode) continue;
      edges.set(`${fromNode} ${toNode}`, { from: fromNode, to: toNode });
    }
  }
  const ends = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  const taken = countTaken(shown, ends);
  const declared = [...edges].map(([id, edge]) => ({ ...edge, takenCount: taken.get(id) ?? 0 }));
  return { ...shown, keys: names.keys, declared };
}

/** Finds the node that a sender calls by a name; where none ran, one of its own stands for it. */
class NodeNames {
  readonly keys: NodeKey[];
  readonly #nodes = new Map<string, number>();

  constructor({ tree, nodes, keys }: GraphSpans) {
    this.keys = [...keys];
    const others = new Map<string, number>();
    for (const index of tree.order) {
      const span = tree.spans[index];
      const node = nodes[index] ?? -1;
      if (span === undefined || node === -1) continue;
      const into = stageKinds.has(span.facets.kind) ? this.#nodes : others;
      for (const name of namesOf(span)) if (!into.has(name)) into.set(name, node);
    }
    for (const [name, node] of others) if (!this.#nodes.has(name)) this.#nodes.set(name, node);
  }

  nodeOf(name: string): number {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const node = this.keys.push({ id: `declared:${name}`, kind: 'chain', label: name }) - 1;
    this.#nodes.set(name, node);
    return node;
  }
}

/** `execute_task writer` is the node `writer` too. */
function namesOf({ facets, name }: FoldSpan): string[] {
  const target = name.slice(name.indexOf(' ') + 1);
  return [facets.label, facets.agentName, facets.toolName, name, target].filter(
    (each) => each !== undefined,
  );
}

interface Run {
  readonly node: number;
  readonly startNs: number;
  readonly endNs: number;
}

/**
 * How often which node came right after which: within one caller, begun when the other had
 * ended, with no run between them.
 */
function countTaken(
  { tree, nodes, above }: GraphSpans,
  ends: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const byCaller = new Map<number, Run[]>();
  for (const index of tree.order) {
    const node = nodes[index] ?? -1;
    const { startNs = NaN, endNs = NaN } = tree.spans[index] ?? {};
    if (!ends.has(node) || Number.isNaN(startNs)) continue;
    const caller = above[index] ?? -1;
    const run = { node, startNs, endNs: Number.isNaN(endNs) ? Infinity : endNs };
    const runs = byCaller.get(caller);
    if (runs === undefined) byCaller.set(caller, [run]);
    else runs.push(run);
  }
  const counts = new Map<string, number>();
  for (const runs of byCaller.values()) countWithin(runs, counts);
  return counts;
}

function countWithin(runs: readonly Run[], counts: Map<string, number>): void {
  const byStart = [...runs].sort((a, b) => a.startNs - b.startNs);
  const byEnd = [...runs].sort((a, b) => a.endNs - b.endNs);
  let ended = 0;
  /** Of those that have ended: when the last of them began. Who ended before that is not next. */
  let lastStartNs = -Infinity;
  for (const run of byStart) {
    for (let next = byEnd[ended]; next !== undefined; next = byEnd[ended]) {
      if (next === run || next.endNs > run.startNs) break;
      lastStartNs = Math.max(lastStartNs, next.startNs);
      ended += 1;
    }
    for (let at = ended - 1; at >= 0 && at >= ended - MAX_BEFORE; at--) {
      const before = byEnd[at];
      if (before === undefined) break;
      if (before.endNs <= lastStartNs && before.startNs < lastStartNs) break;
      if (before === run || before.startNs >= run.startNs) continue;
      const id = `${before.node} ${run.node}`;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
}
