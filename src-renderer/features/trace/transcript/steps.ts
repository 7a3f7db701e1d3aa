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
  readonly table: Pick<SpanTable, 'count' | 'descendants' | 'keys' | 'startNs'>;
  readonly kindOf: (span: SpanIndex) => FacetKind;
  /** Superseded, or the same call as another span. */
  readonly isRepeated: (span: SpanIndex) => boolean;
  /** Not shown at all: a placeholder whose span has arrived. */
  readonly isHidden: (span: SpanIndex) => boolean;
  /** -1 for none. */
  readonly parentOf: (span: SpanIndex) => SpanIndex;
  /** Of another trace: told here, and no part of what the trace did. */
  readonly isOther: (span: SpanIndex) => boolean;
  /** A failed attempt of a call that was tried again: told, and no call of its own. */
  readonly isTriedAgain: (span: SpanIndex) => boolean;
  /** By its status, or as its tool reported. */
  readonly isFailed: (span: SpanIndex) => boolean;
  /** It failed only since something within it did. */
  readonly hasPassedOn: (span: SpanIndex) => boolean;
  /** Failures that began among the descendants. */
  readonly errorsBelow: (span: SpanIndex) => number;
}

export interface Step {
  readonly span: SpanIndex;
  readonly key: number;
  readonly kind: FacetKind;
  /** Its place in the list of steps. */
  readonly at: number;
  /** Steps around it. */
  readonly depth: number;
  /** The step it ran in; null at the top. */
  readonly outer: Step | null;
  /** Steps within it: the next ones. */
  readonly descendants: number;
  /** Of a trace that the one told links to. */
  readonly isOther: boolean;
  readonly isError: boolean;
  /** It failed only since something within it did. */
  readonly hasPassedOn: boolean;
  /** Failures that began within, whether in steps or not. */
  readonly errorsWithin: number;
  /** Model calls and tools within it, at any depth. */
  readonly modelCalls: number;
  readonly toolCalls: number;
  /** The last model call of the run, those of guardrails and evaluators left out. */
  readonly isAnswer: boolean;
}

interface GrowingStep extends Step {
  at: number;
  descendants: number;
  modelCalls: number;
  toolCalls: number;
  isAnswer: boolean;
}

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
]);

/** Their model calls judge the run: none of them is its answer. */
const judgeKinds: ReadonlySet<FacetKind> = new Set(['guardrail', 'evaluator']);

interface OpenStep {
  readonly step: GrowingStep;
  readonly last: SpanIndex;
}

/** The steps of a choice: parents before children, siblings by start. */
export function stepsOf(source: StepSource, choice: StepChoice): readonly Step[] {
  const { table } = source;
  const steps: GrowingStep[] = [];
  const around: OpenStep[] = [];
  let toolsAround = 0;
  let lastJudged = -1;
  const answers: GrowingStep[] = [];
  /** Closes the steps that end before a span, adding them to the ones around. */
  const closeBefore = (span: SpanIndex): void => {
    for (let top = around.at(-1); top !== undefined && span > top.last; top = around.at(-1)) {
      around.pop();
      const { step } = top;
      if (step.kind === 'tool') toolsAround -= 1;
      const outer = around.at(-1)?.step;
      if (outer === undefined) continue;
      outer.descendants += 1 + step.descendants;
      const own = step.isOther || source.isTriedAgain(step.span) ? 0 : 1;
      outer.modelCalls += step.modelCalls + (step.kind === 'llm' ? own : 0);
      outer.toolCalls += step.toolCalls + (step.kind === 'tool' ? own : 0);
    }
  };
  for (let span = 0; span < table.count; span += 1) {
    closeBefore(span);
    const kind = source.kindOf(span);
    const last = span + (table.descendants[span] ?? 0);
    if (judgeKinds.has(kind)) lastJudged = Math.max(lastJudged, last);
    if (!isStep(source, choice, span, kind, toolsAround > 0)) continue;
    const outer = around.at(-1)?.step ?? null;
    const step: GrowingStep = {
      span,
      key: table.keys[span] ?? 0,
      at: steps.length,
      kind,
      depth: around.length,
      outer,
      descendants: 0,
      isOther: source.isOther(span),
      isError: source.isFailed(span),
      hasPassedOn: source.hasPassedOn(span),
      errorsWithin: source.errorsBelow(span),
      modelCalls: 0,
      toolCalls: 0,
      isAnswer: false,
    };
    steps.push(step);
    around.push({ step, last });
    if (kind === 'tool') toolsAround += 1;
    if (kind === 'llm' && span > lastJudged && !step.isOther) answers.push(step);
  }
  closeBefore(table.count);
  const sorted = siblingsByStart(steps, table.startNs);
  const answer = answers.reduce<GrowingStep | null>(
    (last, step) => (last === null || step.at > last.at ? step : last),
    null,
  );
  if (answer !== null) answer.isAnswer = true;
  return sorted;
}

/**
 * Spans stand by start within their parents, but a step whose parent is not told stands beside
 * others that began meanwhile.
 */
function siblingsByStart(
  steps: readonly GrowingStep[],
  startNs: SpanTable['startNs'],
): readonly GrowingStep[] {
  const startOf = ({ span }: Step): number => startNs[span] ?? 0;
  const within = new Map<Step | null, GrowingStep[]>();
  let isSorted = true;
  for (const step of steps) {
    const siblings = within.get(step.outer);
    if (siblings === undefined) {
      within.set(step.outer, [step]);
      continue;
    }
    const before = siblings.at(-1);
    if (before !== undefined && startOf(before) > startOf(step)) isSorted = false;
    siblings.push(step);
  }
  if (isSorted) return steps;
  const sorted: GrowingStep[] = [];
  const waiting: GrowingStep[] = [];
  const push = (outer: Step | null): void => {
    const inner = within.get(outer)?.sort((a, b) => startOf(b) - startOf(a) || b.at - a.at) ?? [];
    for (const step of inner) waiting.push(step);
  };
  push(null);
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    sorted.push(step);
    push(step);
  }
  sorted.forEach((step, at) => {
    step.at = at;
  });
  return sorted;
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
  if (choice === 'chat') return kind === 'llm' && !source.isOther(span);
  // Where a linked trace begins is told whatever begins it.
  if (source.isOther(span) && !source.isOther(source.parentOf(span))) return true;
  // A protocol's own spans within a tool are that tool.
  if (kind === 'mcp') return !isInTool;
  if (toolKinds.has(kind)) return true;
  // What failed is told where nothing within it tells more.
  return source.isFailed(span) && source.errorsBelow(span) === 0;
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

/** How far out a step is told from what is around it. */
const MAX_OUTER_STEPS = 16;

/** The steps around one, the nearest first; far ones are left out. */
export function outerSteps({ outer }: Step): readonly Step[] {
  const around: Step[] = [];
  for (let step = outer; step !== null && around.length < MAX_OUTER_STEPS; step = step.outer) {
    around.push(step);
  }
  return around;
}

/** The place of the next (direction 1) or previous step within the same one; -1 for none. */
export function siblingOf(steps: readonly Step[], step: Step, direction: -1 | 1): number {
  let at = direction === 1 ? step.at + 1 + step.descendants : step.at - 1;
  for (let other = steps[at]; other !== undefined; other = steps[at]) {
    if (other.depth < step.depth) return -1;
    if (other.depth === step.depth) return at;
    at = other.outer?.at ?? -1;
  }
  return -1;
}

/** The step that a span is, or the last one before it in the tree of spans; null for none. */
export function stepAround(steps: readonly Step[], span: SpanIndex): Step | null {
  let around: Step | null = null;
  for (const step of steps) {
    if (step.span <= span && step.span > (around?.span ?? -1)) around = step;
  }
  return around;
}

/** Where `at` stands among ascending positions: the last one that is not after it; -1 for none. */
export function placeAmong(positions: readonly number[], at: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
