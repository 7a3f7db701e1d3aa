/** Which spans of a trace a graph shows, and as which node. */
import type { FacetKind } from '../facet-kind';
import type { GraphGrouping } from '../run-graph';
import type { SpanFold, FoldSpan, TraceFold } from '../trace-facets';
import { nearestAbove, type SpanTree } from '../fold/span-tree';

export interface NodeKey {
  readonly id: string;
  readonly kind: FacetKind;
  readonly label: string;
}

export interface DeclaredGraphEdge {
  /** Indices into `keys`. */
  readonly from: number;
  readonly to: number;
  /** How often a run of `to` came right after one of `from`. */
  readonly takenCount: number;
}

export interface GraphSpans {
  readonly tree: SpanTree;
  readonly folds: readonly SpanFold[];
  /** By index: -1 where the span is not shown, else an index into `keys`. */
  readonly nodes: Int32Array;
  readonly keys: readonly NodeKey[];
  /** By index: the nearest span above that is shown, else -1. */
  readonly above: Int32Array;
  readonly declared: readonly DeclaredGraphEdge[];
}

const infrastructure: ReadonlySet<FacetKind> = new Set(['span', 'http', 'database']);

/**
 * Not shown are placeholders, the second span of one call, steps (the frame of an agent's turn)
 * and, where not wanted, infrastructure; what is below them hangs on the next span above.
 */
export function graphSpans(
  tree: SpanTree,
  fold: TraceFold,
  groupBy: GraphGrouping,
  withInfrastructure: boolean,
): GraphSpans {
  const keys: NodeKey[] = [];
  const nodesById = new Map<string, number>();
  const nodes = new Int32Array(tree.spans.length).fill(-1);
  // In order of the tree, so that nodes come in the same order whatever order spans arrived in.
  for (const index of tree.order) {
    const span = tree.spans[index];
    const spanFold = fold.spans[index];
    if (span === undefined || spanFold === undefined) continue;
    const { kind } = span.facets;
    const isShown =
      !spanFold.isSuperseded &&
      spanFold.duplicateOf === null &&
      kind !== 'step' &&
      (withInfrastructure || !infrastructure.has(kind));
    if (!isShown) continue;
    const key = nodeKeyOf(span, spanFold, groupBy);
    let node = nodesById.get(key.id);
    if (node === undefined) {
      node = keys.length;
      nodesById.set(key.id, node);
      keys.push(key);
    }
    nodes[index] = node;
  }
  const above = nearestAbove(tree, (index) => nodes[index] !== -1);
  return { tree, folds: fold.spans, nodes, keys, above, declared: [] };
}

function nodeKeyOf(span: FoldSpan, fold: SpanFold, groupBy: GraphGrouping): NodeKey {
  const { facets } = span;
  switch (groupBy) {
    case 'kind':
      return { id: facets.kind, kind: facets.kind, label: kindWords(facets.kind) };
    case 'agent': {
      const { agentName } = fold;
      return agentName === null
        ? { id: 'none', kind: 'span', label: 'no agent' }
        : { id: `agent:${agentName}`, kind: 'agent', label: agentName };
    }
    case 'name': {
      const label = labelOf(span);
      return { id: `${facets.kind}:${label}`, kind: facets.kind, label };
    }
  }
}

function labelOf({ facets, name }: FoldSpan): string {
  const own = {
    llm: facets.requestModel ?? facets.responseModel,
    embedding: facets.requestModel ?? facets.responseModel,
    reranker: facets.requestModel ?? facets.responseModel,
    tool: facets.toolName,
    mcp: facets.toolName,
    agent: facets.agentName,
  }[facets.kind as string];
  return own ?? facets.label ?? name;
}

const words: Partial<Record<FacetKind, string>> = {
  llm: 'models',
  agentCreate: 'created agents',
  http: 'HTTP calls',
  mcp: 'MCP calls',
  memory: 'memory',
  database: 'databases',
  planner: 'planning',
  permission: 'permissions',
  span: 'other spans',
};

/** A kind in the plural, e.g. `tools`. */
export function kindWords(kind: FacetKind): string {
  return words[kind] ?? `${kind}s`;
}
