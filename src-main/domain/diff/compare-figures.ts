/** Figures of two runs side by side, and whether one is beyond what runs differ by anyway. */
import type { TraceFacets } from '../facets/trace-facets';

/** Differences up to these are taken for chance: shares of the greater, beside a floor. */
export interface Tolerances {
  /** Share of a duration, e.g. 0.2, and nanoseconds that are always within. */
  readonly durationShare: number;
  readonly durationNs: number;
  readonly tokensShare: number;
  readonly costShare: number;
}

export const defaultTolerances: Tolerances = {
  durationShare: 0.2,
  durationNs: 1_000_000,
  tokensShare: 0.05,
  costShare: 0.05,
};

export const figureNames = [
  'duration',
  'spans',
  'modelCalls',
  'toolCalls',
  'tokens',
  'cost',
  'errors',
] as const;

export type FigureName = (typeof figureNames)[number];

export interface Figure {
  readonly name: FigureName;
  /** Nanoseconds, counts, tokens or US dollars; null where not known. */
  readonly a: number | null;
  readonly b: number | null;
  /** Of B against A: `same` within the tolerance; `unknown` where either is not known. */
  readonly direction: 'same' | 'less' | 'more' | 'unknown';
  /** Of less or more; `neither` for counts of steps, which are not good or bad by themselves. */
  readonly judgement: 'better' | 'worse' | 'neither';
}

export interface RunFigures {
  /** NaN where not known. */
  readonly durationNs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly facets: TraceFacets | null;
}

/** In the order of `figureNames`. */
export function compareFigures(a: RunFigures, b: RunFigures, tolerances: Tolerances): Figure[] {
  const { durationShare, durationNs, tokensShare, costShare } = tolerances;
  return [
    figure('duration', known(a.durationNs), known(b.durationNs), durationShare, durationNs),
    figure('spans', a.spanCount, b.spanCount, 0, 0),
    figure('modelCalls', countOf(a, 'modelCallCount'), countOf(b, 'modelCallCount'), 0, 0),
    figure('toolCalls', countOf(a, 'toolCallCount'), countOf(b, 'toolCallCount'), 0, 0),
    figure('tokens', tokensOf(a), tokensOf(b), tokensShare, 0),
    figure('cost', costOf(a), costOf(b), costShare, 0),
    figure('errors', a.errorCount, b.errorCount, 0, 0),
  ];
}

const lessIsBetter: ReadonlySet<FigureName> = new Set(['duration', 'tokens', 'cost', 'errors']);

function figure(
  name: FigureName,
  a: number | null,
  b: number | null,
  share: number,
  floor: number,
): Figure {
  const direction = directionOf(a, b, share, floor);
  const isMove = direction === 'less' || direction === 'more';
  const judgement =
    !isMove || !lessIsBetter.has(name) ? 'neither' : direction === 'less' ? 'better' : 'worse';
  return { name, a, b, direction, judgement };
}

/** Of B against A, with a share of the greater and a floor that count as the same. */
export function directionOf(
  a: number | null,
  b: number | null,
  share: number,
  floor: number,
): Figure['direction'] {
  if (a === null || b === null) return 'unknown';
  const within = Math.max(floor, share * Math.max(Math.abs(a), Math.abs(b)));
  if (Math.abs(b - a) <= within) return 'same';
  return b < a ? 'less' : 'more';
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function countOf({ facets }: RunFigures, field: 'modelCallCount' | 'toolCallCount'): number | null {
  return facets?.[field] ?? null;
}

function tokensOf({ facets }: RunFigures): number | null {
  if (facets === null || (facets.tokens.input === null && facets.tokens.output === null))
    return null;
  return (facets.tokens.input ?? 0) + (facets.tokens.output ?? 0);
}

/** A sum that leaves out calls without a price is not one to compare. */
function costOf({ facets }: RunFigures): number | null {
  const state = facets?.cost.state ?? 'none';
  return facets === null || state === 'none' || state === 'unknown' ? null : facets.cost.usd;
}
