/** The earliest cause in a sentence, as the banner and reports say it. */
import type { FacetRow } from '../facets/facet-row';
import { formatCount } from '../format';
import { DiffFlag, type DiffColumns } from './diff-columns';
import { verdicts, type Verdict } from './explain';

/** A span as the sentence needs it. */
export interface HeadlineSpan {
  readonly name: string;
  readonly agentName: string | null;
  readonly isError: boolean;
  readonly facets: FacetRow;
}

export interface HeadlineFacts {
  readonly verdict: Verdict;
  /** Ordinal among the model calls and tools of the merged trace, from 1; null for other spans. */
  readonly step: number | null;
  readonly a: HeadlineSpan | null;
  readonly b: HeadlineSpan | null;
}

/** What the two runs are called where there is no A and B to look at. */
export interface SideNames {
  readonly a: string;
  readonly b: string;
}

/** E.g. ``Step 7: same prompt, planner chose `web_search` instead of `read_file`.`` */
export function describeHeadline(
  { verdict, step, a, b }: HeadlineFacts,
  sides: SideNames = { a: 'A', b: 'B' },
): string {
  const what = sentence(verdict, a, b, sides);
  return step === null ? capital(what) : `Step ${step}: ${what}`;
}

/** How far two runs in which nothing differs are known to be the same. */
export interface Likeness {
  /** Steps of which it cannot be told whether they differ. */
  readonly unknownCount: number;
  /** Of some steps ids or times differ, which are not compared. */
  readonly isButForIds: boolean;
}

export function likenessOf({ verdicts: found, flags }: DiffColumns): Likeness {
  return {
    unknownCount: found.reduce((count, verdict) => (verdict === unknown ? count + 1 : count), 0),
    isButForIds: flags.some((each) => (each & DiffFlag.butForIds) !== 0),
  };
}

/**
 * What is said where nothing differs: only what was recorded is said to be the same.
 * @param goesOn B is under way
 */
export function sameWords({ unknownCount, isButForIds }: Likeness, goesOn = false): string {
  if (goesOn) return 'So far the two runs did the same. What only A has may still come.';
  const but = isButForIds ? ', but for ids and times' : '';
  if (unknownCount === 0) return `The two runs did the same${but}.`;
  const steps = unknownCount === 1 ? '1 of them' : `${formatCount(unknownCount)} of them`;
  return `The two runs took the same steps${but}. What ${steps} got or gave was not recorded.`;
}

const unknown = verdicts.indexOf('unknown');

function sentence(
  verdict: Verdict,
  a: HeadlineSpan | null,
  b: HeadlineSpan | null,
  sides: SideNames,
): string {
  const span = b ?? a;
  const name = span === null ? 'a step' : code(nameOf(span));
  switch (verdict) {
    case 'promptEdit':
      return `the system prompt of ${whoOf(span)} was edited${alsoModel(a, b)}.`;
    case 'modelChange':
      return `${otherModel(a, b)}.`;
    case 'settingsChange':
      return settings(a, b);
    case 'decision':
      return `${hasInput(a) && hasInput(b) ? 'same prompt, ' : ''}${decision(a, b)}`;
    case 'environment':
      return span?.facets.kind === 'llm'
        ? `${hasInput(a) && hasInput(b) ? 'same prompt, ' : ''}the call of ${code(modelOf(span))} ${outcome(a, b, sides)}`
        : `${hasInput(a) && hasInput(b) ? 'same input, ' : ''}${name} ${outcome(a, b, sides)}`;
    case 'inputChange':
    case 'consequence':
      return `${name} was given something else.`;
    case 'renamed':
      return `${code(nameOf(a))} is called ${code(nameOf(b))}.`;
    case 'onlyA':
      return `only ${sides.a} has ${stepOf(a)}.`;
    case 'onlyB':
      return `only ${sides.b} has ${stepOf(b)}.`;
    case 'retry':
      return `${name} failed and was tried again in ${b === null ? sides.a : sides.b} alone.`;
    case 'wrapper':
      return `${b === null ? sides.a : sides.b} has ${name} around steps that both have.`;
    case 'moved':
      return `${name} is in another place.`;
    case 'reordered':
      return `${name} was done in another order.`;
    case 'same':
    case 'inside':
    case 'unknown':
      return `${name} differs.`;
  }
}

/** That it was given the same is said only where what it was given was recorded. */
function hasInput(span: HeadlineSpan | null): boolean {
  return span?.facets.inputHashes !== undefined || span?.facets.inputHash !== undefined;
}

function settings(a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  const who = whoOf(b ?? a);
  const isOther = (field: 'parametersHash' | 'toolsHash'): boolean =>
    a?.facets[field] !== b?.facets[field];
  if (!isOther('toolsHash')) return `the parameters of ${who} are others.`;
  const more = isOther('parametersHash') ? ', with other parameters' : '';
  return `${who} was offered other tools${more}.`;
}

function otherModel(a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  return `${code(modelOf(b))} was asked instead of ${code(modelOf(a))}`;
}

/** Empty where either is not known. */
function alsoModel(a: HeadlineSpan | null, b: HeadlineSpan | null): string {
  const [before, after] = [knownModelOf(a), knownModelOf(b)];
  const isOther = before !== undefined && after !== undefined && before !== after;
  return isOther ? `, and ${otherModel(a, b)}` : '';
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

function outcome(a: HeadlineSpan | null, b: HeadlineSpan | null, sides: SideNames): string {
  const [failedA, failedB] = [a?.isError === true, b?.isError === true];
  if (failedB && !failedA) return `failed in ${sides.b}.`;
  if (failedA && !failedB) return `failed in ${sides.a}.`;
  return 'gave something else.';
}

function toolsOf(span: HeadlineSpan | null): readonly string[] {
  return span?.facets.requestedToolNames ?? [];
}

function whoOf(span: HeadlineSpan | null): string {
  return span?.agentName ?? modelOf(span);
}

function modelOf(span: HeadlineSpan | null): string {
  return knownModelOf(span) ?? 'the model';
}

function knownModelOf(span: HeadlineSpan | null): string | undefined {
  return span?.facets.requestModel ?? span?.facets.responseModel;
}

/** Of many calls of one model one is meant. */
function stepOf(span: HeadlineSpan | null): string {
  if (span?.facets.kind !== 'llm') return code(nameOf(span));
  const by = span.agentName === null ? '' : ` by ${span.agentName}`;
  return `this call of ${code(modelOf(span))}${by}`;
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
