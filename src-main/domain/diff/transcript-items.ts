/**
 * A comparison as one conversation: its steps in the order of reading, with turns that are the same
 * on both sides folded to a line. A turn is a model call and what it led to; one that calls an
 * agent is parted by the agent's own turns.
 */
import { facetKinds, type FacetKind } from '../facets/facet-kind';
import { DiffFlag, labelOf, nameOf, sideOf, verdictOf, type MergedDiff } from './diff-columns';
import { isDifference } from './explain';

export type TranscriptItem = StepItem | SameItem | AnswerItem;

export interface StepItem {
  readonly type: 'step';
  readonly row: number;
  /** Steps around it that are told. */
  readonly depth: number;
  /** Of a model call: its number among those of each run; 0 where that run has none. */
  readonly turnA: number;
  readonly turnB: number;
}

/** Turns that are the same, as one line. */
export interface SameItem {
  readonly type: 'same';
  /** The first of its steps. */
  readonly row: number;
  readonly depth: number;
  readonly turns: number;
  readonly steps: number;
  /** What the steps are about, each once. */
  readonly names: readonly string[];
  readonly isOpen: boolean;
}

/** What an agent gave in the end; stands after its steps. */
export interface AnswerItem {
  readonly type: 'answer';
  readonly row: number;
  readonly depth: number;
}

export interface TranscriptChoice {
  /** Whether a row passes the filter; null where there is none. */
  readonly passes: ((row: number) => boolean) | null;
  /** Whether the line of same turns that begins at a row is open. */
  readonly isOpen: (row: number) => boolean;
}

/** What says or does something; frames and requests below them do not, unless they differ. */
const toldKinds: ReadonlySet<FacetKind> = new Set([
  'agent',
  'agentCreate',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'reranker',
  'guardrail',
  'evaluator',
  'memory',
  'planner',
  'mcp',
  'permission',
]);

/** Names in the line of same turns. */
const MAX_NAMES = 4;

/** In the order of rows; an answer follows the steps of its agent. */
export function transcriptItems(diff: MergedDiff, choice: TranscriptChoice): TranscriptItem[] {
  const steps = toldSteps(diff, choice.passes);
  if (choice.passes !== null) return steps;
  const plain = plainSubtrees(diff);
  const items: TranscriptItem[] = [];
  /** Agents whose answer is still to come, outermost first. */
  const open: StepItem[] = [];
  const closeBefore = (row: number): void => {
    for (let agent = open.at(-1); agent !== undefined; agent = open.at(-1)) {
      if (row < endOf(diff, agent.row)) return;
      items.push({ type: 'answer', row: agent.row, depth: agent.depth });
      open.pop();
    }
  };
  for (let at = 0; at < steps.length;) {
    const step = steps[at] as StepItem;
    closeBefore(step.row);
    const end = endOfRun(diff, steps, at, plain);
    if (end > at) {
      const run = steps.slice(at, end);
      const line = sameItem(diff, run, choice.isOpen(step.row));
      items.push(line);
      if (line.isOpen) for (const one of run) items.push(one);
      at = end;
      continue;
    }
    items.push(step);
    if (kindOf(diff, step.row) === 'agent') open.push(step);
    at++;
  }
  closeBefore(diff.count);
  return items;
}

/** Position of the item that shows a row: its step, the line it is folded into, or what is above it. */
export function itemOfRow(items: readonly TranscriptItem[], row: number): number {
  let low = 0;
  let high = items.length;
  // Answers stand between rows that are all behind theirs and break the order: they are passed over.
  while (low < high) {
    const middle = (low + high) >>> 1;
    let at = middle;
    while (at > low && items[at]?.type === 'answer') at--;
    const item = items[at];
    if (item === undefined || item.type === 'answer') low = middle + 1;
    else if (item.row <= row) low = middle + 1;
    else high = at;
  }
  let at = low - 1;
  while (at > 0 && items[at]?.type === 'answer') at--;
  // A line that is open stands before its steps, the first of which has the same row.
  return at < 0 && items.length > 0 ? 0 : at;
}

function toldSteps(diff: MergedDiff, passes: TranscriptChoice['passes']): StepItem[] {
  const { count, columns } = diff;
  const isTold = new Uint8Array(count);
  let hasTold = false;
  for (let row = 0; row < count; row++) {
    const isOfKind = toldKinds.has(kindOf(diff, row));
    hasTold ||= isOfKind;
    const differs = isDifference(columns.verdicts[row] ?? 0) || hasError(diff, row);
    isTold[row] = isOfKind || differs ? 1 : 0;
  }
  // Traces of something else are told span by span.
  if (!hasTold) isTold.fill(1);
  if (passes !== null) keepPassing(diff, isTold, passes);
  const steps: StepItem[] = [];
  const depths = new Int32Array(count);
  let turnA = 0;
  let turnB = 0;
  for (let row = 0; row < count; row++) {
    const parent = columns.parents[row] ?? -1;
    const depth = parent === -1 ? 0 : (depths[parent] ?? 0) + (isTold[parent] ?? 0);
    depths[row] = depth;
    const isCall = kindOf(diff, row) === 'llm';
    const side = sideOf(columns, row);
    const inA = isCall && side !== 'b';
    const inB = isCall && side !== 'a';
    if (inA) turnA++;
    if (inB) turnB++;
    if (isTold[row] === 0) continue;
    steps.push({ type: 'step', row, depth, turnA: inA ? turnA : 0, turnB: inB ? turnB : 0 });
  }
  return steps;
}

/** Leaves what passes, and the agents that it is of. */
function keepPassing(diff: MergedDiff, isTold: Uint8Array, passes: (row: number) => boolean): void {
  const { count, columns } = diff;
  const isAround = new Uint8Array(count);
  for (let row = count - 1; row >= 0; row--) {
    const isKept = passes(row);
    const isAgent = kindOf(diff, row) === 'agent' && isAround[row] === 1;
    isTold[row] = isKept || isAgent ? 1 : 0;
    const parent = columns.parents[row] ?? -1;
    if (parent !== -1 && (isKept || isAround[row] === 1)) isAround[parent] = 1;
  }
}

/** By row: 1 where it and all below it did the same. */
function plainSubtrees(diff: MergedDiff): Uint8Array {
  const { count, columns } = diff;
  const plain = new Uint8Array(count).fill(1);
  for (let row = count - 1; row >= 0; row--) {
    if (verdictOf(columns, row) !== 'same') plain[row] = 0;
    const parent = columns.parents[row] ?? -1;
    if (parent !== -1 && plain[row] === 0) plain[parent] = 0;
  }
  return plain;
}

/**
 * Where the run of same turns ends that begins at a step; there itself where none does. It does not
 * go on behind what its first step is in.
 */
function endOfRun(
  diff: MergedDiff,
  steps: readonly StepItem[],
  from: number,
  plain: Uint8Array,
): number {
  const first = steps[from];
  if (first === undefined) return from;
  const scopeEnd = endOfScope(diff, steps, from);
  let end = from;
  for (let at = from; at < steps.length;) {
    const step = steps[at] as StepItem;
    if (step.row >= scopeEnd) break;
    const next = endOfTurn(diff, steps, at);
    const isPlain = steps.slice(at, next).every(({ row }) => plain[row] === 1);
    if (!isPlain) break;
    end = next;
    at = next;
  }
  return end;
}

/** Row behind what is within the nearest told step around a step. */
function endOfScope(diff: MergedDiff, steps: readonly StepItem[], at: number): number {
  const { row = 0, depth = 0 } = steps[at] ?? {};
  for (let above = diff.columns.parents[row] ?? -1; above !== -1;) {
    // A frame that is not told has the depth of its steps, and does not part them.
    if (depth > 0 && isStep(steps, at, above)) return endOf(diff, above);
    above = diff.columns.parents[above] ?? -1;
  }
  return diff.count;
}

function isStep(steps: readonly StepItem[], before: number, row: number): boolean {
  let low = 0;
  let high = before;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle]?.row ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return steps[low]?.row === row;
}

/** Behind the last step of the turn that a step begins: up to the next call, agent, or outer step. */
function endOfTurn(diff: MergedDiff, steps: readonly StepItem[], from: number): number {
  const first = steps[from] as StepItem;
  let at = from + 1;
  if (isFrame(diff, steps, from)) return at;
  for (; at < steps.length; at++) {
    const { row, depth } = steps[at] as StepItem;
    if (kindOf(diff, row) === 'llm' || depth < first.depth || isFrame(diff, steps, at)) break;
  }
  return at;
}

/** An agent, or a step that others are in. */
function isFrame(diff: MergedDiff, steps: readonly StepItem[], at: number): boolean {
  const { row, depth } = steps[at] as StepItem;
  return kindOf(diff, row) === 'agent' || (steps[at + 1]?.depth ?? 0) > depth;
}

function sameItem(diff: MergedDiff, steps: readonly StepItem[], isOpen: boolean): SameItem {
  const names = new Set<string>();
  let turns = 0;
  let depth = Infinity;
  for (const step of steps) {
    if (kindOf(diff, step.row) === 'llm') turns++;
    depth = Math.min(depth, step.depth);
    if (names.size < MAX_NAMES) names.add(labelOf(diff, step.row) || nameOf(diff, step.row));
  }
  const row = steps[0]?.row ?? 0;
  return { type: 'same', row, depth, turns, steps: steps.length, names: [...names], isOpen };
}

function endOf({ columns }: MergedDiff, row: number): number {
  return columns.subtreeEnds[row] ?? row + 1;
}

function hasError({ columns }: MergedDiff, row: number): boolean {
  return ((columns.flags[row] ?? 0) & (DiffFlag.errorA | DiffFlag.errorB)) !== 0;
}

function kindOf({ columns }: MergedDiff, row: number): FacetKind {
  return facetKinds[columns.kinds[row] ?? 0] ?? 'span';
}
