/**
 * A trace as steps to be read from top to bottom: spans that say something, each below the
 * step it ran in. Computed from columns alone; what steps say is read where they are in sight.
 */
import type { FacetKind } from '@domain/facets/facet-kind';
import type { SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

export const stepChoices = ['chat', 'tools', 'all'] as const;
/** `chat`: model calls alone; `tools`: agents, tools and the like too; `all`: every span. */
export type StepChoice = (typeof stepChoices)[number];

/** What the steps are made of: the spans and what they mean. */
export interface StepSource {
  readonly table: Pick<SpanTable, 'count' | 'descendants' | 'statuses' | 'keys'>;
  readonly kindOf: (span: SpanIndex) => FacetKind;
  /** Superseded, or the same call as another span. */
  readonly isRepeated: (span: SpanIndex) => boolean;
  /** Not shown at all: a placeholder whose span has arrived. */
  readonly isHidden: (span: SpanIndex) => boolean;
  /** Error spans among the descendants. */
  readonly errorsBelow: (span: SpanIndex) => number;
}

export interface Step {
  readonly span: SpanIndex;
  readonly key: number;
  readonly kind: FacetKind;
  /** Steps around it. */
  readonly depth: number;
  /** Index of the step it ran in; -1 at the top. */
  readonly parent: number;
  /** The same as a step. */
  readonly outer: Step | null;
  /** Steps within it: the next ones. */
  readonly descendants: number;
  readonly isError: boolean;
  /** Error spans within, whether they are steps or not. */
  readonly errorsWithin: number;
  /** Model calls and tools within it, at any depth. */
  readonly modelCalls: number;
  readonly toolCalls: number;
  /** The last model call of the run. */
  readonly isAnswer: boolean;
}

interface GrowingStep extends Step {
  descendants: number;
  modelCalls: number;
  toolCalls: number;
  isAnswer: boolean;
}

const STATUS_ERROR = 2;

const toolKinds: ReadonlySet<FacetKind> = new Set([
  'agent',
  'llm',
  'tool',
  'mcp',
  'retriever',
  'reranker',
  'embedding',
  'guardrail',
  'evaluator',
  'planner',
  'memory',
  'permission',
]);

/** The steps of a choice, in the order of the table: parents before children, children by start. */
export function stepsOf(source: StepSource, choice: StepChoice): readonly Step[] {
  const { table } = source;
  const steps: GrowingStep[] = [];
  /** Open steps: index and the last span within. */
  const around: { readonly step: number; readonly last: SpanIndex }[] = [];
  let toolsAround = 0;
  let answer = -1;
  for (let span = 0; span < table.count; span += 1) {
    for (let top = around.at(-1); top !== undefined && span > top.last; top = around.at(-1)) {
      around.pop();
      if (steps[top.step]?.kind === 'tool') toolsAround -= 1;
    }
    const kind = source.kindOf(span);
    if (!isStep(source, choice, span, kind, toolsAround > 0)) continue;
    const parent = around.at(-1)?.step ?? -1;
    const index = steps.length;
    steps.push({
      span,
      key: table.keys[span] ?? 0,
      kind,
      depth: around.length,
      parent,
      outer: steps[parent] ?? null,
      descendants: 0,
      isError: table.statuses[span] === STATUS_ERROR,
      errorsWithin: source.errorsBelow(span),
      modelCalls: 0,
      toolCalls: 0,
      isAnswer: false,
    });
    for (const { step } of around) {
      const outer = steps[step];
      if (outer === undefined) continue;
      outer.descendants += 1;
      if (kind === 'llm') outer.modelCalls += 1;
      else if (kind === 'tool') outer.toolCalls += 1;
    }
    if (kind === 'llm') answer = index;
    const within = table.descendants[span] ?? 0;
    if (within > 0) {
      around.push({ step: index, last: span + within });
      if (kind === 'tool') toolsAround += 1;
    }
  }
  const last = steps[answer];
  if (last !== undefined) last.isAnswer = true;
  return steps;
}

function isStep(
  source: StepSource,
  choice: StepChoice,
  span: SpanIndex,
  kind: FacetKind,
  isInTool: boolean,
): boolean {
  if ((source.table.keys[span] ?? 0) === 0 || source.isHidden(span)) return false;
  if (choice === 'all') return true;
  if (source.isRepeated(span)) return false;
  if (choice === 'chat') return kind === 'llm';
  // A protocol's own spans within a tool are that tool.
  if (kind === 'mcp') return !isInTool;
  if (toolKinds.has(kind)) return true;
  // What failed is told where nothing within it tells more.
  return source.table.statuses[span] === STATUS_ERROR && source.errorsBelow(span) === 0;
}

/** Positions of the steps that are drawn, leaving out what is within folded ones. */
export function visibleSteps(
  steps: readonly Step[],
  isFolded: (step: Step) => boolean,
): readonly number[] {
  const visible: number[] = [];
  for (let at = 0; at < steps.length; at += 1) {
    visible.push(at);
    const step = steps[at];
    if (step !== undefined && step.descendants > 0 && isFolded(step)) at += step.descendants;
  }
  return visible;
}

/**
 * Whether a step is one line until it is unfolded: what ran well, but for model calls, agents
 * and tools that are agents themselves.
 */
export function beginsFolded({ kind, isError, errorsWithin, modelCalls }: Step): boolean {
  if (isError || errorsWithin > 0 || kind === 'llm' || kind === 'agent') return false;
  return kind !== 'tool' || modelCalls === 0;
}
