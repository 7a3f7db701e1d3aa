import { addCosts } from '../fold/cost-totals';
import { addTokens } from '../fold/token-counts';
import type { GraphNode } from '../run-graph';
import {
  hasPassedOn,
  type CostSum,
  type FoldSpan,
  type SpanFold,
  type TokenSums,
} from '../trace-facets';
import type { SpanTree } from '../fold/span-tree';
import type { FoldedSpans } from './fold-nodes';

const MAX_SPAN_KEYS = 500;

/** Durations of spans; an open span lasts until the latest time the trace knows. */
export function durationsOf({ spans }: SpanTree): Float64Array {
  let latest = -Infinity;
  for (const { startNs, endNs } of spans) {
    for (const time of [startNs, endNs]) if (time > latest) latest = time;
  }
  return Float64Array.from(spans, ({ startNs, endNs }) => {
    const end = Number.isNaN(endNs) ? latest : endNs;
    return Number.isNaN(startNs) ? 0 : Math.max(0, end - startNs);
  });
}

/** From the first start to the last end: what runs on after its root has ended counts too. */
export function durationOf({ spans }: SpanTree, durations: Float64Array): number {
  let first = Infinity;
  let last = -Infinity;
  spans.forEach(({ startNs }, index) => {
    if (Number.isNaN(startNs)) return;
    first = Math.min(first, startNs);
    last = Math.max(last, startNs + (durations[index] ?? 0));
  });
  return Math.max(0, last - first);
}

/** Sums of all nodes, in the order of `keys`. */
export function sumNodes(
  shown: FoldedSpans,
  durations: Float64Array,
  traceDurationNs: number,
): GraphNode[] {
  const { tree, nodes, keys, folds } = shown;
  const members = keys.map((): number[] => []);
  for (const index of tree.order) members[nodes[index] ?? -1]?.push(index);
  const failures = failuresByNode(shown);
  const outermost = outermostSpans(shown);
  const { tokens: subtreeTokens, costs: subtreeCosts } = subtreeUsage(tree, folds);
  return keys.map(({ id, kind, label }, node): GraphNode => {
    const indices = (members[node] ?? []).sort((a, b) => startOf(tree, a) - startOf(tree, b));
    const outer = outermost[node] ?? [];
    const totalNs = outer.reduce((sum, index) => sum + (durations[index] ?? 0), 0);
    const tokens = sumTokens(outer.map((index) => subtreeTokens[index] ?? null));
    let selfNs = 0;
    for (const index of indices) {
      selfNs += selfTime(tree, index, durations);
    }
    return {
      id,
      kind,
      label,
      callCount: indices.length,
      spanKeys: indices.slice(0, MAX_SPAN_KEYS).map((index) => tree.spans[index]?.key ?? 0),
      totalNs,
      selfNs,
      share: traceDurationNs === 0 ? 0 : totalNs / traceDurationNs,
      inputTokens: tokens?.input ?? null,
      outputTokens: tokens?.output ?? null,
      cost: addCosts(outer.map((index) => subtreeCosts[index] ?? null)),
      errorCount: failures[node] ?? 0,
      firstStartNs: indices[0] === undefined ? Number.MAX_VALUE : startOf(tree, indices[0]),
      foldedNodeCount: shown.foldedCounts[node] ?? 0,
    };
  });
}

/** By node: its spans that are within no other span of the same node. */
function outermostSpans({ tree, nodes, keys }: FoldedSpans): readonly (readonly number[])[] {
  const outermost = keys.map((): number[] => []);
  const open = new Int32Array(keys.length);
  const path: number[] = [];
  tree.order.forEach((index, position) => {
    for (;;) {
      const last = path.at(-1);
      if (last === undefined || (tree.subtreeEnds[last] ?? 0) > position) break;
      path.pop();
      const left = nodes[last] ?? -1;
      if (left !== -1) open[left] = (open[left] ?? 0) - 1;
    }
    path.push(index);
    const node = nodes[index] ?? -1;
    if (node === -1) return;
    if (open[node] === 0) outermost[node]?.push(index);
    open[node] = (open[node] ?? 0) + 1;
  });
  return outermost;
}

interface SubtreeUsage {
  /** By index: of the span and all within; null where none has any. */
  readonly tokens: readonly (TokenSums | null)[];
  readonly costs: readonly (CostSum | null)[];
}

function subtreeUsage(tree: SpanTree, folds: FoldedSpans['folds']): SubtreeUsage {
  const tokens: (TokenSums | null)[] = tree.spans.map(() => null);
  const costs: (CostSum | null)[] = tree.spans.map(() => null);
  for (let position = tree.order.length - 1; position >= 0; position--) {
    const index = tree.order[position] ?? 0;
    const fold = folds[index];
    const within = [...tree.childrenOf(index)];
    tokens[index] = sumTokens([
      fold?.tokens ?? null,
      ...within.map((child) => tokens[child] ?? null),
    ]);
    const known = [fold?.cost ?? null, ...within.map((child) => costs[child] ?? null)];
    costs[index] = known.some((cost) => cost !== null) ? addCosts(known) : null;
  }
  return { tokens, costs };
}

function sumTokens(all: readonly (TokenSums | null)[]): TokenSums | null {
  let sum: TokenSums | null = null;
  for (const tokens of all) if (tokens !== null) sum = addTokens(sum, tokens);
  return sum;
}

/** Time of a span in which none of its children ran. */
function selfTime(tree: SpanTree, index: number, durations: Float64Array): number {
  const start = startOf(tree, index);
  const end = start + (durations[index] ?? 0);
  let covered = 0;
  let until = start;
  for (const child of tree.childrenOf(index)) {
    const from = Math.max(until, startOf(tree, child));
    const to = Math.min(end, startOf(tree, child) + (durations[child] ?? 0));
    if (to <= from) continue;
    covered += to - from;
    until = to;
  }
  return Math.max(0, end - start - covered);
}

export function startOf({ spans }: SpanTree, index: number): number {
  const start = spans[index]?.startNs ?? NaN;
  return Number.isNaN(start) ? 0 : start;
}

/** Each failure where it began; where that is not shown, in the span above that passed it on. */
function failuresByNode({ tree, nodes, above, folds, keys }: FoldedSpans): Int32Array {
  const counts = new Int32Array(keys.length);
  for (const index of tree.order) {
    if (!hasFailed(tree.spans[index], folds[index])) continue;
    const caller = above[index] ?? -1;
    const isShown = (nodes[index] ?? -1) !== -1;
    const place = isShown ? index : (folds[caller]?.failure ?? null) === null ? -1 : caller;
    const node = nodes[place] ?? -1;
    if (node !== -1) counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

/** Whether a failure began in a span, by its status or as its tool reported. */
export function hasFailed(span: FoldSpan | undefined, fold: SpanFold | undefined): boolean {
  if (fold !== undefined && hasPassedOn(fold)) return false;
  return span?.status === 2 || span?.facets.toolIsError === true;
}
