/** The earliest cause in a sentence, as the banner and reports say it. */
import type { FacetRow } from '../facets/facet-row';
import { formatCount } from '../format';
import type { DiffColumns } from './diff-columns';
import { verdicts, type Verdict } from './explain';

/** A span as the sentence needs it. */
export interface HeadlineSpan {
  readonly name: string;
  readonly agentName: string | null;
  readonly facets: FacetRow;
}

export interface HeadlineFacts {
  readonly verdict: Verdict;
  /** Ordinal among the model calls and tools of the merged trace, from 1; null for other spans. */
  readonly step: number | null;
  readonly a: HeadlineSpan | null;
  readonly b: HeadlineSpan | null;
}

/** E.g. ``Step 7: same prompt, planner chose `web_search` instead of `read_file`.`` */
export function describeHeadline({ verdict, step, a, b }: HeadlineFacts): string {
  const what = sentence(verdict, a, b);
  return step === null ? capital(what) : `Step ${step}: ${what}`;
}

/**
 * What is said where nothing differs: only what was recorded is said to be the same.
 * @param goesOn B is under way
 */
export function sameWords(unknownCount: number, goesOn = false): string {
  if (goesOn) return 'So far the two runs did the same. What only A has may still come.';
  if (unknownCount === 0) return 'The two runs did the same.';
  const steps = unknownCount === 1 ? '1 of them' : `${formatCount(unknownCount)} of them`;
  return `The two runs took the same steps. What ${steps} got and gave was not recorded.`;
}

/** Steps of which it cannot be told whether they differ. */
export function countUnknown({ verdicts: found }: DiffColumns): number {
  return found.reduce((count, verdict) => (verdict === unknown ? count + 1 : count), 0);
}

const unknown = verdicts.indexOf('unknown');

function sentence(verdict: Verdict, a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  const span = b ?? a;
  const name = span === null ? 'a step' : code(nameOf(span));
  switch (verdict) {
    case 'promptEdit':
      return `the system prompt of ${whoOf(span)} is another.`;
    case 'modelChange':
      return `${code(modelOf(b))} was asked instead of ${code(modelOf(a))}.`;
    case 'decision':
      return `same prompt, ${decision(a, b)}`;
    case 'environment':
      return `same input, ${name} ${outcome(a, b)}`;
    case 'inputChange':
    case 'consequence':
      return `${name} was given something else.`;
    case 'renamed':
      return `${code(nameOf(a))} is called ${code(nameOf(b))}.`;
    case 'onlyA':
      return `only A has ${code(nameOf(a))}.`;
    case 'onlyB':
      return `only B has ${code(nameOf(b))}.`;
    case 'retry':
      return `${name} failed and was tried again in ${b === null ? 'A' : 'B'} alone.`;
    case 'wrapper':
      return `${b === null ? 'A' : 'B'} has ${name} around steps that both have.`;
    case 'moved':
      return `${name} is in another place.`;
    case 'same':
    case 'inside':
    case 'unknown':
      return `${name} differs.`;
  }
}

function decision(a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  const who = whoOf(b ?? a);
  const before = toolsOf(a);
  const after = toolsOf(b);
  if (before.join() === after.join()) {
    return after.length === 0
      ? `${who} answered something else.`
      : `${who} called ${list(after)} with other arguments.`;
  }
  if (after.length === 0) return `${who} answered instead of calling ${list(before)}.`;
  if (before.length === 0) return `${who} called ${list(after)} instead of answering.`;
  return `${who} chose ${list(after)} instead of ${list(before)}.`;
}

function outcome(a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  const failed = (span: HeadlineSpan | null): boolean =>
    span?.facets.toolIsError === true || span?.facets.errorType !== undefined;
  if (failed(b) && !failed(a)) return 'failed in B.';
  if (failed(a) && !failed(b)) return 'failed in A.';
  return 'gave something else.';
}

function toolsOf(span: HeadlineSpan | null): readonly string[] {
  return span?.facets.requestedToolNames ?? [];
}

function whoOf(span: HeadlineSpan | null): string {
  return span?.agentName ?? modelOf(span);
}

function modelOf(span: HeadlineSpan | null): string {
  return span?.facets.requestModel ?? span?.facets.responseModel ?? 'the model';
}

function nameOf(span: HeadlineSpan | null): string {
  if (span === null) return 'a step';
  return span.facets.toolName ?? span.facets.label ?? span.name;
}

const MAX_TOOLS = 3;
const MAX_NAME = 80;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_TOOLS).map(code);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}

/** Names are the sender's: a backtick in one must not end it. */
function code(name: string): string {
  const plain = name.replaceAll('`', "'");
  return `\`${plain.length > MAX_NAME ? `${plain.slice(0, MAX_NAME)}…` : plain}\``;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
