import { formatCount } from '../format';
import type { ToolCallPart } from '../messages';
import type { Told } from './markdown/message-blocks';
import { stepBlocks, type MarkdownStep } from './markdown/step-blocks';
import { counted, plainLine, quoted, TextCutter } from './markdown/text-blocks';
import type { TraceFacets } from './trace-facets';

export type { MarkdownStep } from './markdown/step-blocks';

export interface MarkdownOptions {
  /** Name of the trace or of the span that is copied. */
  readonly title: string;
  /** For the line under the title and, where no model was called, what went in and came out. */
  readonly trace: TraceFacets | null;
  /** Characters to stay below. */
  readonly maxLength?: number;
}

const MAX_LENGTH = 400_000;
/** Longest texts, tried one after the other until the whole is short enough. */
const TEXT_LENGTHS = [20_000, 4000, 1000, 250];

/**
 * A run as compact Markdown to give to a model: what the user said, agents nested by headings, of
 * every model call only what is new, tools with arguments and results, errors. Texts are quoted or
 * fenced, so nothing in them passes for structure.
 * @param steps parents before children, siblings by start
 */
export function runToMarkdown(
  steps: readonly MarkdownStep[],
  { title, trace, maxLength = MAX_LENGTH }: MarkdownOptions,
): { readonly markdown: string; readonly isCut: boolean } {
  const head = headBlocks(title, trace);
  let written = { text: '', isCut: false };
  for (const textLength of TEXT_LENGTHS) {
    const cutter = new TextCutter(Math.min(textLength, maxLength));
    const isLast = textLength === TEXT_LENGTHS.at(-1);
    const text = writeSteps(steps, head, cutter, isLast ? maxLength : Infinity);
    written = { text, isCut: cutter.isCut };
    if (text.length <= maxLength) break;
  }
  return { markdown: written.text, isCut: written.isCut };
}

function headBlocks(title: string, trace: TraceFacets | null): string[] {
  const blocks = [`# ${plainLine(title)}`];
  if (trace === null) return blocks;
  const { modelCallCount, toolCallCount, tokens, sessionId } = trace;
  const facts = [
    modelCallCount === 0 ? [] : [counted(modelCallCount, 'model call')],
    toolCallCount === 0 ? [] : [counted(toolCallCount, 'tool call')],
    tokens.input === null ? [] : [`${formatCount(tokens.input)} tokens in`],
    tokens.output === null ? [] : [`${formatCount(tokens.output)} tokens out`],
    sessionId === null ? [] : [`session ${plainLine(sessionId)}`],
  ].flat();
  if (facts.length > 0) blocks.push(facts.join(', '));
  if (modelCallCount > 0) return blocks;
  if (trace.inputPreview !== null) blocks.push('**input**', quoted(trace.inputPreview));
  if (trace.outputPreview !== null) blocks.push('**output**', quoted(trace.outputPreview));
  return blocks;
}

function writeSteps(
  steps: readonly MarkdownStep[],
  head: readonly string[],
  cutter: TextCutter,
  maxLength: number,
): string {
  const told = new ToldTools(steps);
  const agentDepths: number[] = [];
  const blocks = [...head];
  let length = blocks.join('\n\n').length;
  for (const [index, step] of steps.entries()) {
    while ((agentDepths.at(-1) ?? -1) >= step.depth) agentDepths.pop();
    const written = stepBlocks(step, 2 + agentDepths.length, cutter, told);
    told.show(step);
    if (step.facets.kind === 'agent' && written !== null) agentDepths.push(step.depth);
    if (written === null) continue;
    const stepLength = written.reduce((sum, block) => sum + block.length + 2, 0);
    const left = steps.length - index;
    const note = `[… ${counted(left, 'step')} left out …]`;
    if (length + stepLength + note.length + 4 > maxLength) {
      cutter.isCut = true;
      blocks.push(note);
      break;
    }
    blocks.push(...written);
    length += stepLength;
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Tool calls that steps of this run tell. */
class ToldTools implements Told {
  readonly #shownKeys: ReadonlySet<number>;
  /** Keys of tool spans by call id, of the model calls so far. */
  readonly #spanOfCall = new Map<string, number>();
  readonly #shownResults = new Set<string>();
  readonly #callIdsOfSpan = new Map<number, string>();

  constructor(steps: readonly MarkdownStep[]) {
    const tools = steps.filter(({ facets, fold }) => facets.tool !== null && !fold.isSuperseded);
    this.#shownKeys = new Set(tools.map(({ fold }) => fold.key));
    for (const { fold } of steps) {
      for (const [callId, key] of fold.toolSpans) {
        if (!this.#shownKeys.has(key)) continue;
        this.#spanOfCall.set(callId, key);
        this.#callIdsOfSpan.set(key, callId);
      }
    }
  }

  hasCall(call: ToolCallPart): boolean {
    return call.id !== null && this.#spanOfCall.has(call.id);
  }

  hasResultOf(callId: string): boolean {
    return this.#shownResults.has(callId);
  }

  show({ facets, fold }: MarkdownStep): void {
    const callId = this.#callIdsOfSpan.get(fold.key) ?? facets.tool?.callId ?? null;
    if (facets.tool?.result != null && callId !== null) this.#shownResults.add(callId);
  }
}
