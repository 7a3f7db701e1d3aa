import { buildSpanTree } from './fold/span-tree';
import { withDeclaredEdges } from './graph/declared-edges';
import { foldNodes } from './graph/fold-nodes';
import { graphEdges } from './graph/graph-edges';
import { graphSpans } from './graph/graph-spans';
import { durationOf, durationsOf, sumNodes } from './graph/node-sums';
import type { GraphGrouping, RunGraph } from './run-graph';
import type { FoldSpan, TraceFold } from './trace-facets';

/**
 * A run as a graph of agents, models, tools and what else was called. Every span that is shown
 * counts in exactly one node; the same spans give the same graph in whatever order they arrived.
 * @param spans as they were folded
 * @param fold of these spans
 */
export function buildRunGraph(
  spans: readonly FoldSpan[],
  fold: TraceFold,
  options: { readonly groupBy: GraphGrouping; readonly withInfrastructure: boolean },
): RunGraph {
  const tree = buildSpanTree(spans);
  const plain = graphSpans(tree, fold, options.groupBy, options.withInfrastructure);
  // Kinds, and agents with all that ran under them, are no nodes that a sender declared.
  const shown = foldNodes(options.groupBy === 'name' ? withDeclaredEdges(plain) : plain);
  const durations = durationsOf(tree);
  const durationNs = durationOf(tree, durations);
  return {
    nodes: sumNodes(shown, durations, durationNs),
    edges: graphEdges(shown, fold.handoffs, durations),
    folds: shown.graphFolds,
    durationNs,
  };
}
