/** Steps of a run as Markdown blocks. */
import { formatCount, formatCounted, formatDurationNs } from '../../format';
import { formatCost } from '../../format-cost';
import type { FacetKind } from '../facet-kind';
import type { SpanFacets } from '../span-facets';
import {
  hasPassedOn,
  type CostSum,
  type FoldSpan,
  type SpanFold,
  type TokenSums,
} from '../trace-facets';
import { messageBlocks, type Told } from './message-blocks';
import { fenced, fencedValue, inlineCode, plainLine, quoted, type TextCutter } from './text-blocks';

/** A span of a run, in the order of the transcript: parents before children, siblings by start. */
export interface MarkdownStep {
  readonly depth: number;
  readonly span: FoldSpan;
  readonly fold: SpanFold;
  /** Reads the content, with what other spans of the same call tell; null where it is gone. */
  readonly readFacets: () => SpanFacets | null;
}

/** Documents of one retrieval; models seldom get more. */
const MAX_DOCUMENTS = 20;

/** Frames of the run that say nothing a reader misses. */
const silentKinds: ReadonlySet<FacetKind> = new Set([
  'span',
  'step',
  'chain',
  'http',
  'database',
  'permission',
  'agentCreate',
]);

/**
 * @param level of the headings of what an agent does
 * @returns null for a step that is not shown
 */
export function stepBlocks(
  step: MarkdownStep,
  level: number,
  cutter: TextCutter,
  told: Told,
): string[] | null {
  const { span, fold } = step;
  if (!isShown(span)) return null;
  const facets = step.readFacets();
  if (facets === null) return [heading(step, null, level), 'no longer stored'];
  return [
    heading(step, facets, level),
    ...contentBlocks(facets, fold, cutter, told),
    ...errorBlocks(step, facets, cutter, told),
  ];
}

/** Whether a step is told of: frames are where they failed. */
export function isShown({ facets, status }: FoldSpan): boolean {
  return !silentKinds.has(facets.kind) || status === 2 || facets.errorType !== undefined;
}

function heading({ span, fold }: MarkdownStep, facets: SpanFacets | null, level: number): string {
  const { kind } = span.facets;
  const durationNs = span.endNs - span.startNs;
  const figures = [
    durationNs >= 0 ? formatDurationNs(durationNs) : 'still running',
    ...(kind === 'llm' ? usageFigures(fold.tokens) : []),
    ...costFigure(fold.cost),
  ];
  const title = plainLine(facets === null ? span.name : titleOf(facets, span.name));
  return `${'#'.repeat(Math.min(6, level))} ${wordOf(kind)} ${title} (${figures.join(', ')})`;
}

function titleOf({ kind, agent, model, tool, label }: SpanFacets, name: string): string {
  if (kind === 'agent') return agent?.name ?? label;
  if (kind === 'llm' || kind === 'embedding') {
    return model?.requestModel ?? model?.responseModel ?? label;
  }
  return tool?.name ?? (label === '' ? name : label);
}

const wordsOfKinds: Partial<Record<FacetKind, string>> = {
  llm: 'Model',
  mcp: 'MCP',
  retriever: 'Retrieval',
  http: 'HTTP',
};

function wordOf(kind: FacetKind): string {
  return wordsOfKinds[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** Nothing where nothing is known. */
export function costFigure(cost: CostSum | null): string[] {
  const isKnown =
    cost !== null && cost.state !== 'none' && (cost.state !== 'unknown' || cost.usd > 0);
  return isKnown ? [formatCost(cost)] : [];
}

function usageFigures(tokens: TokenSums | null): string[] {
  const { input = null, output = null, cacheRead = null } = tokens ?? {};
  return [
    input === null ? [] : [`${formatCount(input)} tokens in`],
    cacheRead === null || cacheRead === 0 ? [] : [`${formatCount(cacheRead)} of them cached`],
    output === null ? [] : [`${formatCount(output)} out`],
  ].flat();
}

function contentBlocks(
  facets: SpanFacets,
  fold: SpanFold,
  cutter: TextCutter,
  told: Told,
): string[] {
  if (facets.kind === 'llm') return modelBlocks(facets, fold, cutter, told);
  if (facets.tool !== null) return toolBlocks(facets, cutter);
  if (facets.kind === 'retriever' || facets.kind === 'reranker') {
    return retrievalBlocks(facets, cutter);
  }
  if (facets.kind === 'embedding') {
    return (facets.embedding?.texts ?? []).slice(0, MAX_DOCUMENTS).map((text) => {
      return quoted(cutter.cut(text));
    });
  }
  // What an agent was asked and answered is what its calls tell.
  if (facets.kind === 'agent' || silentKinds.has(facets.kind)) return [];
  return facets.output.slice(0, 1).map(({ value }) => fencedValue(value, cutter));
}

function modelBlocks(facets: SpanFacets, fold: SpanFold, cutter: TextCutter, told: Told): string[] {
  const { model } = facets;
  if (model === null) return [];
  const before = [...model.system, ...model.input];
  const known = Math.min(fold.knownMessageCount, before.length);
  const note = known > 0 ? [`*${formatCounted(known, 'message')} as before*`] : [];
  return [
    ...note,
    ...messageBlocks(before.slice(known), cutter, told),
    ...messageBlocks(model.output, cutter, told),
    ...finishNote(model.finishReasons),
  ];
}

function finishNote(reasons: readonly string[]): string[] {
  const odd = reasons.filter((reason) => reason !== 'stop' && reason !== 'tool_calls');
  return odd.length === 0 ? [] : [`finished: ${odd.map(plainLine).join(', ')}`];
}

function toolBlocks({ tool }: SpanFacets, cutter: TextCutter): string[] {
  if (tool === null) return [];
  return [
    ...(tool.args === null ? [] : [fencedValue(tool.args.value, cutter)]),
    ...(tool.result === null ? [] : ['returned', fencedValue(tool.result.value, cutter)]),
  ];
}

function retrievalBlocks({ retrieval }: SpanFacets, cutter: TextCutter): string[] {
  if (retrieval === null) return [];
  const documents = retrieval.documents.slice(0, MAX_DOCUMENTS);
  const left = retrieval.documents.length - documents.length;
  if (left > 0) cutter.isCut = true;
  return [
    ...(retrieval.query === null ? [] : [quoted(cutter.cut(retrieval.query))]),
    ...documents.flatMap(({ id, score, content }, index) => {
      const name = id === null ? '' : ` ${inlineCode(id)}`;
      const rank = score === null ? '' : `, score ${score}`;
      return [`document ${index + 1}${name}${rank}`, quoted(cutter.cut(content))];
    }),
    ...(left > 0 ? [`[… ${formatCounted(left, 'document')} left out …]`] : []),
  ];
}

function errorBlocks(
  { span: { status }, fold }: MarkdownStep,
  { error, tool }: SpanFacets,
  cutter: TextCutter,
  told: Told,
): string[] {
  if (error === null && status !== 2 && tool?.isError !== true) return [];
  const origin = hasPassedOn(fold) ? told.nameOf(fold.failure?.origin ?? 0) : null;
  // The failure is told where it began, which comes further down.
  if (origin !== null) return [`failed since ${inlineCode(origin)} failed within`];
  const what = [error?.type, error?.message].filter((text) => text != null && text !== '');
  const text = what.length === 0 ? [] : [fenced(cutter.cut(what.join(': ')))];
  return ['**failed**', ...text];
}
