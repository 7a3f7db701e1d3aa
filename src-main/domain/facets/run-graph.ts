/** A run as a graph: who called whom, how often, for how long. */
import type { FacetKind } from './facet-kind';
import type { CostSum } from './trace-facets';

export const graphGroupings = ['name', 'kind', 'agent'] as const;
export type GraphGrouping = (typeof graphGroupings)[number];

export interface RunGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What was put together so that the graph stays readable; empty where nothing was. */
  readonly folds: readonly GraphFold[];
  /** From the first start to the last end: what shares are of. */
  readonly durationNs: number;
}

export interface GraphNode {
  /** Stable while the trace grows. */
  readonly id: string;
  readonly kind: FacetKind;
  readonly label: string;
  /** Spans it stands for; 0 for a node that was declared and never ran. */
  readonly callCount: number;
  /** Store keys in order of start, the first 500. */
  readonly spanKeys: readonly number[];
  /** Sum of the spans' durations, time of nested spans of the same node counted once. */
  readonly totalNs: number;
  readonly selfNs: number;
  /** `totalNs` of the trace's duration; above 1 where calls ran at the same time. */
  readonly share: number;
  /** Of its spans and all that ran within them, as `totalNs`; null where none reported any. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** The same. */
  readonly cost: CostSum;
  readonly errorCount: number;
  /** Offset of the first call; past all offsets where there is none. */
  readonly firstStartNs: number;
  /** Nodes that were folded into this one; 0 for a plain node. */
  readonly foldedNodeCount: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `then`: the callee ran after the other under the same caller, with nothing between. */
  readonly type: 'call' | 'then' | 'handoff' | 'fanIn' | 'declared';
  /** 0 for `declared`: the sender said that a run may go there, and none did. */
  readonly count: number;
  readonly totalNs: number;
  readonly errorCount: number;
  /** The sender told of it beforehand. */
  readonly isDeclared: boolean;
}

export interface GraphFold {
  /** Of the node that stands for the rest. */
  readonly nodeId: string;
  readonly nodeCount: number;
  readonly spanCount: number;
  /** One plain sentence. */
  readonly reason: string;
}
