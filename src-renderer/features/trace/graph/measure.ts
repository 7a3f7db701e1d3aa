/** What the nodes of the graph are compared by. */
import { formatCount, formatDurationNs, formatShortCount } from '@domain/format';
import { formatCost } from '@domain/format-cost';
import type { GraphNode, RunGraph } from '@domain/facets/run-graph';

export const measures = ['time', 'tokens', 'cost', 'calls'] as const;
export type Measure = (typeof measures)[number];

export const measureLabels: Readonly<Record<Measure, string>> = {
  time: 'Time',
  tokens: 'Tokens',
  cost: 'Cost',
  calls: 'Calls',
};

/** A node's figure; NaN where it is not known. */
export function valueOf(node: GraphNode, measure: Measure): number {
  switch (measure) {
    case 'time':
      return node.totalNs;
    case 'tokens':
      return node.inputTokens === null && node.outputTokens === null
        ? Number.NaN
        : (node.inputTokens ?? 0) + (node.outputTokens ?? 0);
    case 'cost':
      return isPriced(node) ? node.cost.usd : Number.NaN;
    case 'calls':
      return node.callCount;
  }
}

/** Whether anything is known of what it cost. */
function isPriced({ cost: { state, usd } }: GraphNode): boolean {
  return state !== 'none' && (state !== 'unknown' || usd > 0);
}

/** The same as it is shown; '' where there is nothing to tell. */
export function figureOf(node: GraphNode, measure: Measure): string {
  switch (measure) {
    case 'time':
      return formatDurationNs(node.totalNs);
    case 'tokens': {
      const tokens = valueOf(node, measure);
      return Number.isNaN(tokens) ? '' : `${formatShortCount(tokens)} tok`;
    }
    case 'cost':
      return formatCost(node.cost);
    case 'calls':
      return node.callCount === 1 ? '1 call' : `${formatCount(node.callCount)} calls`;
  }
}

/** What a share of 1 is: the trace's duration, else the greatest figure of any node. */
export function wholeOf(graph: RunGraph, measure: Measure): number {
  if (measure === 'time') return graph.durationNs;
  return Math.max(0, ...graph.nodes.map((node) => valueOf(node, measure)).filter(Number.isFinite));
}

/** Share of the whole from 0 to 1; 0 where it is not known. */
export function shareOf(node: GraphNode, measure: Measure, whole: number): number {
  const value = valueOf(node, measure);
  return whole > 0 && value > 0 ? Math.min(1, value / whole) : 0;
}

/** A share in per cent: `<1%`, `37%`. */
export function formatShare(share: number): string {
  if (share <= 0) return '0%';
  return share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`;
}
