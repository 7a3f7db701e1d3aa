/** A trace, or a part of it, as compact Markdown to give to a model. */
import { formatDateTime, formatDurationNs } from '../format';
import { formatCost } from '../format-cost';
import { estimateTokens } from './estimate-tokens';
import type { FacetKind } from './facet-kind';
import { buildSpanTree, type SpanTree } from './fold/span-tree';
import type { SpanFacets } from './span-facets';
import { stepMarkdown } from './step-markdown';
import type { FoldSpan, TraceFold } from './trace-facets';

/** About 100,000 tokens: what does not fit is shortened until it does. */
const MAX_LENGTH = 400_000;
/** Lengths of texts that are tried one after the other. */
const TEXT_LENGTHS = [50_000, 8000, 2000, 500, 150] as const;
/** Numbers of deeper spans are cut. */
const MAX_DEPTH = 12;

const withContent: ReadonlySet<FacetKind> = new Set([
  'agent',
  'agentCreate',
  'llm',
  'tool',
  'mcp',
  'retriever',
  'embedding',
  'reranker',
  'guardrail',
  'evaluator',
  'memory',
  'planner',
]);

export interface RunMarkdown {
  readonly markdown: string;
  readonly tokenEstimate: number;
  readonly spanCount: number;
  readonly isCut: boolean;
}

export interface RunSource {
  readonly traceId: string;
  readonly startNs: bigint;
  readonly spans: readonly FoldSpan[];
  readonly fold: TraceFold;
  /** All that is known of a span; null where it is no longer stored. */
  readonly facetsOf: (key: number) => SpanFacets | null;
}

/**
 * Spans in the order of the tree, each with what is new in it: known history, doubled spans and
 * results that stand at their tools are left out, and what says nothing of an agent is one line.
 * @param rootKey the span to begin at; null for the whole trace
 * @returns null where there is no such span
 */
export function runMarkdown(source: RunSource, rootKey: number | null): RunMarkdown | null {
  const places = placesOf(source, rootKey);
  if (places === null) return null;
  const head = headOf(source, places);
  for (const maxTextLength of TEXT_LENGTHS) {
    const isLast = maxTextLength === TEXT_LENGTHS.at(-1);
    const body = bodyOf(source, places, maxTextLength, isLast);
    if (body === null) continue;
    const markdown = head + body.markdown;
    return {
      markdown,
      tokenEstimate: estimateTokens(markdown),
      spanCount: places.length,
      isCut: body.isCut,
    };
  }
  return null;
}

interface Place {
  readonly index: number;
  readonly number: string;
  /** Its model calls stand below it, and tell all that it would. */
  readonly isToldBelow: boolean;
}

/** Spans that are shown, in order, with their numbers. */
function placesOf({ spans, fold }: RunSource, rootKey: number | null): Place[] | null {
  const tree = buildSpanTree(spans);
  let from = 0;
  let to = tree.order.length;
  if (rootKey !== null) {
    const root = spans.findIndex(({ key }) => key === rootKey);
    from = tree.positions[root] ?? -1;
    if (root === -1 || from === -1) return null;
    to = tree.subtreeEnds[from] ?? from + 1;
  }
  const numbers = new Map<
    number,
    { readonly number: string; readonly depth: number; next: number }
  >();
  const hasCallsBelow = markAboveCalls(tree);
  const top = { number: '', depth: 0, next: 1 };
  const places: Place[] = [];
  for (let position = from; position < to; position += 1) {
    const index = tree.order[position] ?? 0;
    const above = numbers.get(tree.parents[index] ?? -1) ?? top;
    if (fold.spans[index]?.duplicateOf !== null && rootKey !== spans[index]?.key) {
      // What is below hangs on the next span above.
      numbers.set(index, above);
      continue;
    }
    const isDeep = above.depth >= MAX_DEPTH;
    const number = isDeep
      ? above.number
      : `${above.number}${above.depth === 0 ? '' : '.'}${above.next}`;
    above.next += 1;
    numbers.set(index, { number, depth: above.depth + 1, next: 1 });
    const isAgent = spans[index]?.facets.kind === 'agent';
    places.push({ index, number, isToldBelow: isAgent && hasCallsBelow[index] === 1 });
  }
  return places;
}

/** By index: 1 where a model call is below. */
function markAboveCalls({ spans, order, parents }: SpanTree): Uint8Array {
  const marks = new Uint8Array(spans.length);
  for (const index of order) {
    if (spans[index]?.facets.kind !== 'llm') continue;
    let above = parents[index] ?? -1;
    while (above !== -1 && marks[above] === 0) {
      marks[above] = 1;
      above = parents[above] ?? -1;
    }
  }
  return marks;
}

function headOf({ traceId, startNs, spans, fold }: RunSource, places: readonly Place[]): string {
  const [first] = places;
  const name = spans[first?.index ?? -1]?.name ?? traceId;
  const { tokens, cost } = fold.trace;
  let fromNs = Infinity;
  let toNs = -Infinity;
  for (const { index } of places) {
    const span = spans[index];
    if (span === undefined) continue;
    if (span.startNs < fromNs) fromNs = span.startNs;
    if (span.endNs > toNs) toNs = span.endNs;
  }
  const lines = [
    `# ${name.replace(/\s+/g, ' ').slice(0, 200)}`,
    '',
    `Trace ${traceId}, begun ${formatDateTime(Number(startNs / 1_000_000n), false)}; ` +
      `${places.length} spans${toNs >= fromNs ? `, ${formatDurationNs(toNs - fromNs)}` : ''}.`,
  ];
  if (places.length === spans.length && tokens.input !== null) {
    lines.push(`${tokens.input} tokens in, ${tokens.output ?? 0} out; ${formatCost(cost)}.`);
  }
  return `${lines.join('\n')}\n`;
}

/** Null where it is too long, unless it is the last try: then the rest is only counted. */
function bodyOf(
  { spans, fold, facetsOf }: RunSource,
  places: readonly Place[],
  maxTextLength: number,
  isLast: boolean,
): { readonly markdown: string; readonly isCut: boolean } | null {
  const answeredCallIds = new Set(spans.flatMap(({ facets }) => facets.toolCallId ?? []));
  const parts: string[] = [];
  let length = 0;
  let isCut = false;
  for (const [done, { index, number, isToldBelow }] of places.entries()) {
    const span = spans[index];
    const spanFold = fold.spans[index];
    if (span === undefined || spanFold === undefined) continue;
    const { kind, errorMessage } = span.facets;
    const hasContent = (withContent.has(kind) && !isToldBelow) || errorMessage !== undefined;
    const facets = hasContent ? facetsOf(span.key) : null;
    const step = { number, span, fold: spanFold, facets };
    const { markdown, isCut: isStepCut } = stepMarkdown(step, { maxTextLength, answeredCallIds });
    length += markdown.length;
    if (length > MAX_LENGTH) {
      if (!isLast) return null;
      parts.push(`\n… and ${places.length - done} more spans.\n`);
      isCut = true;
      break;
    }
    parts.push(markdown);
    isCut ||= isStepCut;
  }
  return { markdown: parts.join(''), isCut };
}
