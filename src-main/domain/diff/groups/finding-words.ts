/** Findings as they are said. */
import { formatCount, formatDurationNs, formatShortCount } from '../../format';
import { formatUsd } from '../../format-cost';
import { FEW_RUNS, TOO_FEW_RUNS, type Certainty, type Finding } from './findings';
import type { GroupMeasure } from './group-table';

export const measureTitles: Readonly<Record<GroupMeasure, string>> = {
  presence: 'In runs',
  errors: 'Failed in',
  times: 'Times a run',
  duration: 'Time',
  tokens: 'Tokens',
  cost: 'Cost',
};

export function formatMeasure(measure: GroupMeasure, value: number): string {
  switch (measure) {
    case 'duration':
      return formatDurationNs(value);
    case 'tokens':
      return formatShortCount(value);
    case 'cost':
      return formatUsd(value);
    case 'times':
      return `${oneDecimal(value)}×`;
    case 'presence':
    case 'errors':
      return formatCount(value);
  }
}

/** E.g. `in 9 of 10 bad runs, in 2 of 10 good ones`, or `usually 3.2× slower`. */
export function findingWords(finding: Finding, goodCount: number, badCount: number): string {
  const { measure, good, bad, isMean } = finding;
  switch (measure) {
    case 'presence':
      return shareWords('in', good, goodCount, bad, badCount);
    case 'errors':
      return shareWords('failed in', good, goodCount, bad, badCount);
    case 'times':
      return `${isMean ? 'on average' : 'usually'} ${formatMeasure(measure, bad)} a run, not ${formatMeasure(measure, good)}`;
    case 'duration':
      return ratioWords(finding, 'slower', 'faster');
    case 'tokens':
      return ratioWords(finding, 'more tokens', 'fewer tokens');
    case 'cost':
      return ratioWords(finding, 'dearer', 'cheaper');
  }
}

function shareWords(verb: string, good: number, goods: number, bad: number, bads: number): string {
  return `${verb} ${countOf(bad, bads)} bad runs, in ${countOf(good, goods)} good ones`;
}

function countOf(count: number, all: number): string {
  return `${count === 0 ? 'none' : formatCount(count)} of ${formatCount(all)}`;
}

function ratioWords({ measure, good, bad, isMean }: Finding, more: string, less: string): string {
  const often = isMean ? 'on average' : 'usually';
  if (good <= 0 || bad <= 0) {
    return `${often} ${formatMeasure(measure, bad)}, not ${formatMeasure(measure, good)}`;
  }
  const ratio = bad > good ? bad / good : good / bad;
  const word = bad > good ? more : less;
  if (ratio < 1.95) return `${often} ${Math.round((Math.abs(bad - good) / good) * 100)}% ${word}`;
  return `${often} ${oneDecimal(ratio)}× ${word}`;
}

function oneDecimal(value: number): string {
  if (value >= 10) return formatCount(value);
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

export const certaintyWords: Readonly<Record<Certainty, string>> = {
  clear: 'clear',
  likely: 'likely',
  unsure: 'may be chance',
};

/** What so few runs cannot tell; '' where there are enough. */
export function sampleWords(goodCount: number, badCount: number): string {
  const least = Math.min(goodCount, badCount);
  if (least === 0 || least >= FEW_RUNS) return '';
  const sizes = `${formatCount(goodCount)} against ${formatCount(badCount)} runs`;
  return least < TOO_FEW_RUNS
    ? `With ${sizes} nothing is certain: any of this may be chance.`
    : `With ${sizes} even the plainest differences are no more than likely.`;
}
