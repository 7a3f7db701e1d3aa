/** What is told of a run beside the figures of its list row. */
import type { FacetKind } from '../facets/facet-kind';
import type { FoldSpan, SpanFold } from '../facets/trace-facets';
import type { DiffSpan } from './diff-tree';

export interface RunDetails {
  /**
   * Time on the critical path by what was waited for, each with what is within it, such as the
   * request of a call; null where no span has a time.
   */
  readonly pathModelsNs: number | null;
  readonly pathToolsNs: number | null;
  readonly pathRestNs: number | null;
  /** The median of the model calls that tell it; null where none does. */
  readonly firstTokenNs: number | null;
  /** Attempts after the first, of all requests; those without a span of their own too. */
  readonly retryCount: number;
}

type Waiting = 'models' | 'tools' | 'rest';

/** Whose time it is, whatever it is within. That of other kinds is of what they are within. */
const waitingOf: Readonly<Partial<Record<FacetKind, Waiting>>> = {
  llm: 'models',
  embedding: 'models',
  reranker: 'models',
  tool: 'tools',
  mcp: 'tools',
  agent: 'rest',
};

/**
 * @param ownPathNs of each of the compared spans
 * @param folds of `stored`, in the same order
 */
export function runDetails(
  compared: readonly DiffSpan[],
  ownPathNs: Float64Array,
  stored: readonly FoldSpan[],
  folds: readonly SpanFold[],
): RunDetails {
  const sumsNs: Record<Waiting, number> = { models: 0, tools: 0, rest: 0 };
  const waitings: Waiting[] = [];
  let isTimed = false;
  compared.forEach(({ kind, parent, startNs, endNs }, at) => {
    isTimed ||= !Number.isNaN(endNs - startNs);
    const waiting = waitingOf[kind] ?? waitings[parent] ?? 'rest';
    waitings.push(waiting);
    sumsNs[waiting] += ownPathNs[at] ?? 0;
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
    pathModelsNs: isTimed ? sumsNs.models : null,
    pathToolsNs: isTimed ? sumsNs.tools : null,
    pathRestNs: isTimed ? sumsNs.rest : null,
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
