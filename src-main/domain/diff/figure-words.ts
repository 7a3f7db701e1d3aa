/** Figures of two runs as they are shown. Source: design, Numbers. */
import { formatCount, formatDurationNs, formatShortCount } from '../format';
import { formatUsd } from '../format-cost';
import type { Figure, FigureName, Tolerances } from './compare-figures';

export const figureTitles: Readonly<Record<FigureName, string>> = {
  duration: 'Duration',
  spans: 'Spans',
  modelCalls: 'LLM calls',
  toolCalls: 'Tool calls',
  tokens: 'Tokens',
  cost: 'Cost',
  errors: 'Errors',
};

/** A figure's value; `—` where it is not known. */
export function formatFigure(name: FigureName, value: number | null): string {
  if (value === null) return '—';
  if (name === 'duration') return formatDurationNs(value);
  if (name === 'cost') return formatUsd(value);
  return name === 'tokens' ? formatShortCount(value) : formatCount(value);
}

const comparatives: Readonly<Partial<Record<FigureName, readonly [less: string, more: string]>>> = {
  duration: ['faster', 'slower'],
  tokens: ['fewer', 'more'],
  cost: ['cheaper', 'dearer'],
  errors: ['fewer', 'more'],
};

const asShare: ReadonlySet<FigureName> = new Set(['duration', 'tokens', 'cost']);

/** E.g. `▾ 19%, faster`, `▴ 2`, `same`; '' where a side is not known. */
export function changeWords({ name, a, b, direction }: Figure): string {
  if (a === null || b === null) return '';
  const change = formatChange(a, b, asShare.has(name));
  if (direction === 'same' || direction === 'unknown') return change;
  const word = comparatives[name]?.[direction === 'less' ? 0 : 1];
  return word === undefined ? change : `${change}, ${word}`;
}

/** A share as whole percent, rounded down: what is not all never reads 100%. */
export function formatCoverage(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

const SAME_BELOW_SHARE = 0.02;

/** A change as a share of what it was, where asked and possible, else as a count; `same` below 2%. */
export function formatChange(before: number, after: number, isShare: boolean): string {
  const by = after - before;
  if (by === 0) return 'same';
  const arrow = by < 0 ? '▾' : '▴';
  if (!isShare || before === 0) return `${arrow}\u00a0${formatShortCount(Math.abs(by))}`;
  const share = Math.abs(by / before);
  if (share < SAME_BELOW_SHARE) return 'same';
  if (share >= 9.995) return `${arrow}\u00a0×${formatShortCount(after / before)}`;
  return `${arrow}\u00a0${Math.round(share * 100)}%`;
}

/** What differences of a figure are taken for chance. */
export function toleranceWords(name: FigureName, tolerances: Tolerances): string {
  const percent = (share: number): string => `${Math.round(share * 100)}%`;
  switch (name) {
    case 'duration': {
      const { durationShare, durationNs } = tolerances;
      return `Up to ${percent(durationShare)}, or ${formatDurationNs(durationNs)}, counts as chance`;
    }
    case 'tokens':
      return `Up to ${percent(tolerances.tokensShare)} counts as chance`;
    case 'cost':
      return `Up to ${percent(tolerances.costShare)} counts as chance`;
    default:
      return 'Every difference counts';
  }
}
