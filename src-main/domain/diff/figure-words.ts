/** Figures of two runs as they are shown. Source: design, Numbers. */
import { formatCount, formatDurationNs, formatShortCount } from '../format';
import { formatUsd } from '../format-cost';
import { quantityOf, type DetailName, type Figure, type FigureName } from './compare-figures';
import type { Direction, Quantity, Tolerances } from './tolerances';

type AnyName = FigureName | DetailName;

export const figureTitles: Readonly<Record<AnyName, string>> = {
  duration: 'Duration',
  spans: 'Spans',
  modelCalls: 'LLM calls',
  toolCalls: 'Tool calls',
  tokens: 'Tokens',
  cost: 'Cost',
  errors: 'Errors',
  criticalPath: 'Critical path',
  pathModels: 'of it LLM calls',
  pathTools: 'of it tools',
  pathRest: 'of it the rest',
  firstToken: 'First token, median',
  retries: 'Retries',
  inputTokens: 'Input tokens',
  cacheReadTokens: 'of it from cache',
  cacheWriteTokens: 'of it into cache',
  outputTokens: 'Output tokens',
  reasoningTokens: 'of it reasoning',
};

/** A figure's value; `—` where it is not known. */
export function formatFigure(name: AnyName, value: number | null): string {
  return formatQuantity(quantityOf(name), value);
}

/** Of nanoseconds, tokens, US dollars or a count; `—` where it is not known. */
export function formatQuantity(quantity: Quantity, value: number | null): string {
  if (value === null || Number.isNaN(value)) return '—';
  if (quantity === 'time') return formatDurationNs(value);
  if (quantity === 'cost') return formatUsd(value);
  return quantity === 'tokens' ? formatShortCount(value) : formatCount(value);
}

const comparatives: Readonly<Record<Quantity, readonly [less: string, more: string]>> = {
  time: ['faster', 'slower'],
  tokens: ['fewer', 'more'],
  cost: ['cheaper', 'dearer'],
  count: ['fewer', 'more'],
};

/** Counts of steps are neither good nor bad: an arrow says enough. */
const withoutWord: ReadonlySet<AnyName> = new Set(['spans', 'modelCalls', 'toolCalls']);

/** E.g. `▾ 19%, faster`, `▴ 2`, `same`; '' where a side is not known. */
export function changeWords({ name, a, b, direction, judgement }: Figure<AnyName>): string {
  if (a === null || b === null) return '';
  const quantity = quantityOf(name);
  const change = formatChangeOf(quantity, a, b, direction);
  if (direction === 'same' || direction === 'unknown' || withoutWord.has(name)) return change;
  if (judgement === 'neither') return change;
  return `${change}, ${comparatives[quantity][direction === 'less' ? 0 : 1]}`;
}

/** A share as whole percent, rounded down: what is not all never reads 100%. */
export function formatCoverage(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

/**
 * A change in a few signs, e.g. `▾ 19%`, of counts `▴ 2`, of what began at nothing `▴ 2.7 s`.
 * What is beyond the tolerance never reads `same`.
 */
export function formatChangeOf(
  quantity: Quantity,
  before: number,
  after: number,
  direction: Direction,
): string {
  if (quantity === 'count') return formatChange(before, after, false);
  if (before === 0 && after > 0) return `▴\u00a0${formatQuantity(quantity, after)}`;
  const change = formatChange(before, after, true);
  if (change !== 'same' || (direction !== 'less' && direction !== 'more')) return change;
  const share = Math.abs((after - before) / before);
  const percent = share < 0.001 ? '<0.1' : (share * 100).toFixed(1);
  return `${direction === 'less' ? '▾' : '▴'}\u00a0${percent}%`;
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
export function toleranceWords(name: AnyName, tolerances: Tolerances): string {
  const quantity = quantityOf(name);
  return quantity === 'count'
    ? 'Every difference counts'
    : `Up to ${withinWords(quantity, tolerances)} counts as chance`;
}

/** E.g. `Up to 20% or 1.0 ms of time, 5% of tokens and 5% of cost count as chance.` */
export function tolerancesSentence(tolerances: Tolerances): string {
  const [time, tokens, cost] = (['time', 'tokens', 'cost'] as const).map((quantity) =>
    withinWords(quantity, tolerances),
  );
  return `Up to ${time} of time, ${tokens} of tokens and ${cost} of cost count as chance.`;
}

function withinWords(quantity: Exclude<Quantity, 'count'>, tolerances: Tolerances): string {
  const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;
  if (quantity === 'tokens') return percent(tolerances.tokensShare);
  if (quantity === 'cost') return percent(tolerances.costShare);
  const { durationShare, durationNs } = tolerances;
  if (durationNs === 0) return percent(durationShare);
  return `${percent(durationShare)} or ${formatDurationNs(durationNs)}`;
}
