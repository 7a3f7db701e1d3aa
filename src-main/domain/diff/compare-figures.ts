/** Figures of two runs side by side, and whether one is beyond what runs differ by anyway. */
import type { TokenSums, TraceFacets } from '../facets/trace-facets';
import type { RunDetails } from './run-details';
import { directionOf, type Direction, type Quantity, type Tolerances } from './tolerances';

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

/** What is behind the figures, for readers who ask. */
export const detailNames = [
  'criticalPath',
  'pathModels',
  'pathTools',
  'pathRest',
  'firstToken',
  'retries',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
] as const;

export type DetailName = (typeof detailNames)[number];

export interface Figure<Name extends FigureName | DetailName = FigureName> {
  readonly name: Name;
  /** Nanoseconds, counts, tokens or US dollars; null where not known. */
  readonly a: number | null;
  readonly b: number | null;
  readonly direction: Direction;
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

interface Kind {
  readonly quantity: Quantity;
  readonly lessIsBetter: boolean;
}

const kinds: Readonly<Record<FigureName | DetailName, Kind>> = {
  duration: { quantity: 'time', lessIsBetter: true },
  spans: { quantity: 'count', lessIsBetter: false },
  modelCalls: { quantity: 'count', lessIsBetter: false },
  toolCalls: { quantity: 'count', lessIsBetter: false },
  tokens: { quantity: 'tokens', lessIsBetter: true },
  cost: { quantity: 'cost', lessIsBetter: true },
  errors: { quantity: 'count', lessIsBetter: true },
  criticalPath: { quantity: 'time', lessIsBetter: true },
  pathModels: { quantity: 'time', lessIsBetter: true },
  pathTools: { quantity: 'time', lessIsBetter: true },
  pathRest: { quantity: 'time', lessIsBetter: true },
  firstToken: { quantity: 'time', lessIsBetter: true },
  retries: { quantity: 'count', lessIsBetter: true },
  inputTokens: { quantity: 'tokens', lessIsBetter: true },
  // Whether more of these is good depends on what they replace.
  cacheReadTokens: { quantity: 'tokens', lessIsBetter: false },
  cacheWriteTokens: { quantity: 'tokens', lessIsBetter: false },
  outputTokens: { quantity: 'tokens', lessIsBetter: true },
  reasoningTokens: { quantity: 'tokens', lessIsBetter: true },
};

export function quantityOf(name: FigureName | DetailName): Quantity {
  return kinds[name].quantity;
}

/**
 * In the order of `figureNames`.
 * @param isUnderWay a run goes on: that it has taken less so far is not good yet
 */
export function compareFigures(
  a: RunFigures,
  b: RunFigures,
  tolerances: Tolerances,
  isUnderWay = false,
): Figure[] {
  return figureNames.map((name) =>
    figure(name, figureOf(a, name), figureOf(b, name), tolerances, isUnderWay),
  );
}

/** In the order of `detailNames`; @param isUnderWay as of `compareFigures` */
export function compareDetails(
  a: RunFigures & RunDetails,
  b: RunFigures & RunDetails,
  tolerances: Tolerances,
  isUnderWay = false,
): Figure<DetailName>[] {
  return detailNames.map((name) =>
    figure(name, detailOf(a, name), detailOf(b, name), tolerances, isUnderWay),
  );
}

function figure<Name extends FigureName | DetailName>(
  name: Name,
  a: number | null,
  b: number | null,
  tolerances: Tolerances,
  isUnderWay: boolean,
): Figure<Name> {
  const { quantity, lessIsBetter } = kinds[name];
  const direction = directionOf(quantity, a, b, tolerances);
  const isMove = direction === 'less' || direction === 'more';
  const judgement =
    !isMove || !lessIsBetter || isUnderWay ? 'neither' : direction === 'less' ? 'better' : 'worse';
  return { name, a, b, direction, judgement };
}

function figureOf(run: RunFigures, name: FigureName): number | null {
  switch (name) {
    case 'duration':
      return Number.isFinite(run.durationNs) ? run.durationNs : null;
    case 'spans':
      return run.spanCount;
    case 'modelCalls':
      return run.facets?.modelCallCount ?? null;
    case 'toolCalls':
      return run.facets?.toolCallCount ?? null;
    case 'tokens':
      return tokensOf(run);
    case 'cost':
      return costOf(run);
    case 'errors':
      return run.errorCount;
  }
}

const tokenClasses: Readonly<Partial<Record<DetailName, keyof TokenSums>>> = {
  inputTokens: 'input',
  cacheReadTokens: 'cacheRead',
  cacheWriteTokens: 'cacheWrite',
  outputTokens: 'output',
  reasoningTokens: 'reasoning',
};

function detailOf(run: RunFigures & RunDetails, name: DetailName): number | null {
  switch (name) {
    case 'criticalPath':
      return sumOf([run.pathModelsNs, run.pathToolsNs, run.pathRestNs]);
    case 'pathModels':
      return run.pathModelsNs;
    case 'pathTools':
      return run.pathToolsNs;
    case 'pathRest':
      return run.pathRestNs;
    case 'firstToken':
      return run.firstTokenNs;
    case 'retries':
      return run.retryCount;
    default: {
      const tokenClass = tokenClasses[name];
      return tokenClass === undefined ? null : (run.facets?.tokens[tokenClass] ?? null);
    }
  }
}

/** Null where nothing is known. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function tokensOf({ facets }: RunFigures): number | null {
  if (facets === null || (facets.tokens.input === null && facets.tokens.output === null))
    return null;
  return (facets.tokens.input ?? 0) + (facets.tokens.output ?? 0);
}

/** What a run took, to be told in a few words. */
export interface RunTotals {
  /** Null where not known, as the others. */
  readonly durationNs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

export function runTotals(run: RunFigures): RunTotals {
  return {
    durationNs: figureOf(run, 'duration'),
    tokens: figureOf(run, 'tokens'),
    costUsd: figureOf(run, 'cost'),
  };
}

/** In what B is beyond the tolerances, e.g. `['slower', 'cheaper']`; of time, tokens and cost. */
export function totalsWords(a: RunTotals, b: RunTotals, tolerances: Tolerances): string[] {
  const words = (
    quantity: 'time' | 'tokens' | 'cost',
    [before, after]: readonly [number | null, number | null],
    [less, more]: readonly [string, string],
  ): string[] => {
    const direction = directionOf(quantity, before, after, tolerances);
    return direction === 'less' ? [less] : direction === 'more' ? [more] : [];
  };
  return [
    ...words('time', [a.durationNs, b.durationNs], ['faster', 'slower']),
    ...words('tokens', [a.tokens, b.tokens], ['fewer tokens', 'more tokens']),
    ...words('cost', [a.costUsd, b.costUsd], ['cheaper', 'dearer']),
  ];
}

/** A sum that leaves out calls without a price is not one to compare. */
function costOf({ facets }: RunFigures): number | null {
  const state = facets?.cost.state ?? 'none';
  return facets === null || state === 'none' || state === 'unknown' ? null : facets.cost.usd;
}
