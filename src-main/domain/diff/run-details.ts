/** What is told of a run beside the figures of its list row. */
import type { FacetKind } from '../facets/facet-kind';
import type { FoldSpan, SpanFold } from '../facets/trace-facets';
import type { DiffSpan } from './diff-tree';

export interface RunDetails {
  /** Time on the critical path by what was waited for; null where no span has a time. */
  readonly pathModelsNs: number | null;
  readonly pathToolsNs: number | null;
  readonly pathRestNs: number | null;
  /** The median of the model calls that tell it; null where none does. */
  readonly firstTokenNs: number | null;
  /** Attempts after the first, of all requests; those without a span of their own too. */
  readonly retryCount: number;
}

const models: ReadonlySet<FacetKind> = new Set(['llm', 'embedding', 'reranker']);
const tools: ReadonlySet<FacetKind> = new Set(['tool', 'mcp']);

/**
 * @param pathNs of each of the compared spans
 * @param folds of `stored`, in the same order
 */
export function runDetails(
  compared: readonly DiffSpan[],
  pathNs: Float64Array,
  stored: readonly FoldSpan[],
  folds: readonly SpanFold[],
): RunDetails {
  let [modelsNs, toolsNs, restNs] = [0, 0, 0];
  let isTimed = false;
  compared.forEach(({ kind, startNs, endNs }, at) => {
    isTimed ||= !Number.isNaN(endNs - startNs);
    const ns = pathNs[at] ?? 0;
    if (models.has(kind)) modelsNs += ns;
    else if (tools.has(kind)) toolsNs += ns;
    else restNs += ns;
  });
  const firstTokens: number[] = [];
  let retryCount = 0;
  folds.forEach(({ duplicateOf, isSuperseded, attempt }, at) => {
    if (duplicateOf !== null || isSuperseded) return;
    const firstTokenNs = stored[at]?.facets.timeToFirstTokenNs;
    if (firstTokenNs !== undefined) firstTokens.push(firstTokenNs);
    // The last attempt knows how many there were.
    if (attempt !== null && attempt.retriedBy === null) retryCount += attempt.total - 1;
  });
  return {
    pathModelsNs: isTimed ? modelsNs : null,
    pathToolsNs: isTimed ? toolsNs : null,
    pathRestNs: isTimed ? restNs : null,
    firstTokenNs: median(firstTokens),
    retryCount,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
