import { failuresText } from '../format-failures';
import { formatCount, formatCounted, formatDateTime, formatDurationNs } from '../format';
import { estimateTokens } from './estimate-tokens';
import { buildSpanTree } from './fold/span-tree';
import { costFigure, type MarkdownStep } from './markdown/step-blocks';
import { plainLine } from './markdown/text-blocks';
import { writeSteps } from './markdown/write-steps';
import { callReader } from './read-call';
import type { SpanFacets } from './span-facets';
import type { FoldSpan, TraceFold } from './trace-facets';

export interface RunSource {
  readonly traceId: string;
  /** What offsets of spans count from, Unix ns. */
  readonly startNs: bigint;
  readonly spans: readonly FoldSpan[];
  /** Of these spans. */
  readonly fold: TraceFold;
  /** All that is known of a span; null where it is no longer stored. */
  readonly facetsOf: (key: number) => SpanFacets | null;
}

export interface RunMarkdown {
  readonly markdown: string;
  /** Estimated, as every model counts differently. */
  readonly tokenEstimate: number;
  /** Spans that were asked for. */
  readonly spanCount: number;
  /** Spans that the text tells of; the others did not fit. */
  readonly copiedCount: number;
  /** Texts were shortened to fit. */
  readonly isCut: boolean;
}

/** About 100,000 tokens. */
const MAX_LENGTH = 400_000;

/**
 * A run, or a part of it, as compact Markdown to give to a model: agents nested by headings, of
 * every model call only what is new, tools with arguments and results, errors. Texts are quoted or
 * fenced, so nothing in them passes for structure; what does not fit is shortened, then left out, failures
 * last.
 * @param rootKey the span to begin at; null for the whole trace
 * @param maxLength characters to stay below
 * @returns null where there is no such span
 */
export function runToMarkdown(
  source: RunSource,
  rootKey: number | null,
  maxLength = MAX_LENGTH,
): RunMarkdown | null {
  const steps = stepsOf(source, rootKey);
  if (steps === null) return null;
  const head = headOf(source, steps, rootKey);
  const { markdown, copiedCount, isCut } = writeSteps(steps, head, maxLength);
  return {
    markdown,
    tokenEstimate: estimateTokens(markdown),
    spanCount: steps.length,
    copiedCount,
    isCut,
  };
}

/** Spans in the order of the tree; the second span of one call adds to the first. */
function stepsOf(
  { spans, fold, facetsOf }: RunSource,
  rootKey: number | null,
): MarkdownStep[] | null {
  const tree = buildSpanTree(spans);
  const root = rootKey === null ? -1 : spans.findIndex(({ key }) => key === rootKey);
  const from = rootKey === null ? 0 : (tree.positions[root] ?? -1);
  if (from === -1) return null;
  const to = rootKey === null ? tree.order.length : (tree.subtreeEnds[root] ?? from + 1);

  const twins = new Map<number, number[]>();
  for (const { key, duplicateOf } of fold.spans) {
    if (duplicateOf === null) continue;
    const list = twins.get(duplicateOf);
    if (list === undefined) twins.set(duplicateOf, [key]);
    else list.push(key);
  }
  const folds = new Map(fold.spans.map((each) => [each.key, each]));
  const readFacets = callReader({
    read: facetsOf,
    twinsOf: (key) => twins.get(key) ?? [],
    foldOf: (key) => folds.get(key),
  });

  const depths = new Int32Array(spans.length);
  const steps: MarkdownStep[] = [];
  for (const index of tree.order.subarray(from, to)) {
    const parent = tree.parents[index] ?? -1;
    const depth = index === root || parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
    depths[index] = depth;
    const span = spans[index];
    const spanFold = fold.spans[index];
    if (span === undefined || spanFold === undefined) continue;
    if (spanFold.duplicateOf !== null && index !== root) continue;
    steps.push({ depth, span, fold: spanFold, readFacets: () => readFacets(span.key) });
  }
  return steps;
}

function headOf(
  { traceId, startNs, fold }: RunSource,
  steps: readonly MarkdownStep[],
  rootKey: number | null,
): string[] {
  let fromNs = Infinity;
  let toNs = -Infinity;
  for (const { span } of steps) {
    if (span.startNs < fromNs) fromNs = span.startNs;
    if (span.endNs > toNs) toNs = span.endNs;
  }
  const isTimed = Number.isFinite(fromNs);
  const began = startNs + BigInt(isTimed ? Math.round(fromNs) : 0);
  const facts = [
    `trace ${plainLine(traceId)}`,
    `begun ${formatDateTime(Number(began / 1_000_000n), false)}`,
    ...(isTimed && toNs >= fromNs ? [formatDurationNs(toNs - fromNs)] : []),
    formatCounted(steps.length, 'span'),
    ...failuresOf(fold, steps, rootKey),
    ...(rootKey === null ? sumsOf(fold) : []),
  ];
  return [`# ${plainLine(steps[0]?.span.name ?? traceId)}`, facts.join(', ')];
}

/** Of the whole trace as its list and header count them. */
function failuresOf(
  fold: TraceFold,
  steps: readonly MarkdownStep[],
  rootKey: number | null,
): string[] {
  const told = rootKey === null ? fold.spans : steps.map((step) => step.fold);
  const failed = told.flatMap(({ failure }) => (failure === null ? [] : [failure.origin]));
  if (failed.length === 0) return [];
  return [failuresText(failed.length, failed.length - new Set(failed).size)];
}

function sumsOf({ trace: { tokens, cost, sessionId } }: TraceFold): string[] {
  return [
    tokens.input === null ? [] : [`${formatCount(tokens.input)} tokens in`],
    tokens.output === null ? [] : [`${formatCount(tokens.output)} tokens out`],
    costFigure(cost),
    sessionId === null ? [] : [`session ${plainLine(sessionId)}`],
  ].flat();
}
