/** Writes steps one after the other until all is told, or as much as fits. */
import { formatCounted } from '../../format';
import type { ToolCallPart } from '../../messages';
import type { Told } from './message-blocks';
import { stepBlocks, type MarkdownStep } from './step-blocks';
import { TextCutter } from './text-blocks';

/** Longest texts, tried one after the other until the whole is short enough. */
const TEXT_LENGTHS = [50_000, 8000, 2000, 500, 150] as const;

/** @param maxLength characters to stay below */
export function writeSteps(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  maxLength: number,
): { readonly markdown: string; readonly isCut: boolean } {
  let blocks: readonly string[] | null = null;
  let isCut = false;
  for (const textLength of TEXT_LENGTHS) {
    const cutter = new TextCutter(textLength);
    const isLast = textLength === TEXT_LENGTHS.at(-1);
    blocks = blocksOf(steps, head, cutter, maxLength, isLast);
    isCut = cutter.isCut;
    if (blocks !== null) break;
  }
  return { markdown: `${(blocks ?? head).join('\n\n')}\n`, isCut };
}

/** Null where it is too long, unless it is the last try: then the rest is only counted. */
function blocksOf(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  cutter: TextCutter,
  maxLength: number,
  isLast: boolean,
): string[] | null {
  const told = new ToldTools(steps);
  const agentDepths: number[] = [];
  const blocks = [...head];
  let length = blocks.join('\n\n').length;
  for (const [index, step] of steps.entries()) {
    while ((agentDepths.at(-1) ?? -1) >= step.depth) agentDepths.pop();
    const written = stepBlocks(step, 2 + agentDepths.length, cutter, told);
    if (step.span.facets.kind === 'agent') agentDepths.push(step.depth);
    if (written === null) continue;
    told.show(step);
    const stepLength = written.reduce((sum, block) => sum + block.length + 2, 0);
    const note = `[… ${formatCounted(steps.length - index, 'span')} left out …]`;
    if (length + stepLength + note.length + 4 > maxLength) {
      if (!isLast) return null;
      cutter.isCut = true;
      blocks.push(note);
      break;
    }
    blocks.push(...written);
    length += stepLength;
  }
  return blocks;
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
