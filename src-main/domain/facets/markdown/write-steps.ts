/** Writes steps one after the other until all is told, or as much as fits. */
import { formatCounted } from '../../format';
import type { ToolCallPart } from '../../messages';
import type { Told } from './message-blocks';
import { isShown, stepBlocks, type MarkdownStep } from './step-blocks';
import { TextCutter } from './text-blocks';

const LEAST_LENGTH = 150;
/** Longest texts, tried one after the other until the whole is short enough. */
const TEXT_LENGTHS = [50_000, 8000, 2000, 500, LEAST_LENGTH] as const;
/** At least what it takes to say how many spans are left out. */
const NOTE_LENGTH = 40;
/** OTLP status code. */
const STATUS_ERROR = 2;

/** @param maxLength characters to stay below */
export function writeSteps(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  maxLength: number,
): WrittenSteps {
  for (const textLength of TEXT_LENGTHS) {
    const cutter = new TextCutter(textLength);
    const blocks = allBlocks(steps, head, cutter, maxLength);
    if (blocks !== null) return written(blocks, steps.length, cutter);
  }
  const cutter = new TextCutter(LEAST_LENGTH);
  const { blocks, copiedCount } = someBlocks(steps, head, cutter, maxLength);
  return written(blocks, copiedCount, cutter);
}

export interface WrittenSteps {
  readonly markdown: string;
  /** Steps that are told; frames among them that say nothing count too. */
  readonly copiedCount: number;
  /** Texts were shortened. */
  readonly isCut: boolean;
}

function written(
  blocks: readonly string[],
  copiedCount: number,
  { isCut }: TextCutter,
): WrittenSteps {
  return { markdown: `${blocks.join('\n\n')}\n`, copiedCount, isCut };
}

/** Null where it is too long. */
function allBlocks(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  cutter: TextCutter,
  maxLength: number,
): string[] | null {
  const writer = new StepWriter(steps, cutter);
  const blocks = [...head];
  let length = lengthOf(head);
  for (const index of steps.keys()) {
    const step = writer.write(index);
    length += lengthOf(step);
    if (length > maxLength) return null;
    writer.show(index);
    blocks.push(...step);
  }
  return blocks;
}

/** Failures and the steps above them, as far as they fit; then the others, from the first on. */
function someBlocks(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  cutter: TextCutter,
  maxLength: number,
): { readonly blocks: string[]; readonly copiedCount: number } {
  const room = maxLength - lengthOf(head) - NOTE_LENGTH;
  const kept = keptSteps(steps, new TextCutter(LEAST_LENGTH), room);
  let free = room;
  for (const length of kept.values()) free -= length;
  const writer = new StepWriter(steps, cutter);
  const blocks = [...head];
  let copiedCount = 0;
  let leftOut = 0;
  let isFull = false;
  const noteGap = (): void => {
    if (leftOut > 0) blocks.push(`[… ${formatCounted(leftOut, 'span')} left out …]`);
    leftOut = 0;
  };
  for (const index of steps.keys()) {
    const isKept = kept.has(index);
    if (!isKept && isFull) {
      leftOut += 1;
      continue;
    }
    const step = writer.write(index);
    // What is kept has its room already: told among more, it is never longer.
    if (!isKept) {
      free -= lengthOf(step);
      isFull = free < 0;
    }
    if (!isKept && isFull) {
      leftOut += 1;
      continue;
    }
    noteGap();
    writer.show(index);
    blocks.push(...step);
    copiedCount += 1;
  }
  noteGap();
  return { blocks, copiedCount };
}

/** Indices of steps to keep, with the characters that each takes. */
function keptSteps(
  steps: readonly MarkdownStep[],
  cutter: TextCutter,
  room: number,
): ReadonlyMap<number, number> {
  const writer = new StepWriter(steps, cutter);
  const kept = new Map<number, number>();
  const path: number[] = [];
  let free = room;
  for (const [index, step] of steps.entries()) {
    while ((steps[path.at(-1) ?? -1]?.depth ?? -1) >= step.depth) path.pop();
    path.push(index);
    if (!hasFailed(step)) continue;
    const lengths = path
      .filter((each) => !kept.has(each))
      .map((each): [number, number] => [each, lengthOf(writer.write(each)) + NOTE_LENGTH]);
    const length = lengths.reduce((sum, [, each]) => sum + each, 0);
    if (length > free) continue;
    free -= length;
    for (const [each, eachLength] of lengths) kept.set(each, eachLength);
  }
  return kept;
}

function hasFailed({ span: { status, facets }, fold }: MarkdownStep): boolean {
  return status === STATUS_ERROR || fold.failure !== null || facets.toolIsError === true;
}

function lengthOf(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + block.length + 2, 0);
}

/** Writes steps by index, nested as they are whatever was written before. */
class StepWriter {
  readonly #steps: readonly MarkdownStep[];
  readonly #cutter: TextCutter;
  readonly #told: ToldTools;
  readonly #levels: Uint8Array;

  constructor(steps: readonly MarkdownStep[], cutter: TextCutter) {
    this.#steps = steps;
    this.#cutter = cutter;
    this.#told = new ToldTools(steps);
    this.#levels = levelsOf(steps);
  }

  /** Nothing for a step that is not shown. */
  write(index: number): readonly string[] {
    const step = this.#steps[index];
    if (step === undefined) return [];
    return stepBlocks(step, this.#levels[index] ?? 2, this.#cutter, this.#told) ?? [];
  }

  /** What this step tells need not be told again by those written after it. */
  show(index: number): void {
    const step = this.#steps[index];
    if (step !== undefined && isShown(step.span)) this.#told.show(step);
  }
}

/** Of headings: one deeper within each agent. */
function levelsOf(steps: readonly MarkdownStep[]): Uint8Array {
  const agentDepths: number[] = [];
  return Uint8Array.from(steps, ({ depth, span }) => {
    while ((agentDepths.at(-1) ?? -1) >= depth) agentDepths.pop();
    const level = Math.min(6, 2 + agentDepths.length);
    if (span.facets.kind === 'agent') agentDepths.push(depth);
    return level;
  });
}

/** Tool calls that steps of this run tell. */
class ToldTools implements Told {
  /** Call ids whose tool spans are among the steps. */
  readonly #calls = new Set<string>();
  readonly #callsOfSpan = new Map<number, string>();
  readonly #names: ReadonlyMap<number, string>;
  readonly #shownResults = new Set<string>();

  constructor(steps: readonly MarkdownStep[]) {
    const keys = new Set(steps.map(({ span }) => span.key));
    this.#names = new Map(steps.map(({ span }) => [span.key, span.facets.label ?? span.name]));
    for (const { fold } of steps) {
      for (const [callId, key] of fold.toolSpans) {
        if (!keys.has(key)) continue;
        this.#calls.add(callId);
        this.#callsOfSpan.set(key, callId);
      }
    }
  }

  hasCall(call: ToolCallPart): boolean {
    return call.id !== null && this.#calls.has(call.id);
  }

  hasResultOf(callId: string): boolean {
    return this.#shownResults.has(callId);
  }

  nameOf(key: number): string | null {
    return this.#names.get(key) ?? null;
  }

  show({ span }: MarkdownStep): void {
    const callId = this.#callsOfSpan.get(span.key) ?? span.facets.toolCallId;
    const hasResult = span.facets.outputPreview !== undefined;
    if (callId !== undefined && hasResult && span.facets.kind !== 'llm') {
      this.#shownResults.add(callId);
    }
  }
}
