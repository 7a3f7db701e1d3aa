/**
 * What counts towards the cost of a trace: reported by a call, else reported by what is above it,
 * else computed. Source: conventions reference §8.3 rule 9.
 */
import { costOf, priceOf, type PriceEntry } from '../../pricing';
import type { CostSum, CostState, FoldSpan, TokenSums } from '../trace-facets';
import type { SameCalls } from './same-calls';
import { nearestAbove, type SpanTree } from './span-tree';

export interface CostTotals {
  readonly total: CostSum;
  /** By index: what counts. */
  readonly counted: readonly (CostSum | null)[];
}

/** Sums of floating point numbers differ by less. */
const EPSILON_USD = 1e-9;
const MAX_UNKNOWN_MODELS = 50;

/** @param tokens by index: tokens that count */
export function totalCost(
  tree: SpanTree,
  same: SameCalls,
  tokens: readonly (TokenSums | null)[],
  prices: readonly PriceEntry[],
): CostTotals {
  const reported = reportedCosts(tree, same);
  const isCovering = (index: number): boolean =>
    same.isCall[index] === 0 && tree.spans[index]?.facets.cost !== undefined;
  const covering = nearestAbove(tree, isCovering);
  const price = pricer(prices);

  const counted = tree.spans.map((span, index): CostSum | null => {
    const own = reported[index] ?? null;
    if (own !== null) return { usd: own, state: 'reported', unknownModels: [] };
    const counts = tokens[index] ?? null;
    // Told by itself or above: never computed beside (rule 9).
    if (counts === null || isCovering(index) || (covering[index] ?? -1) !== -1) return null;
    return price(span, counts);
  });
  return { total: addCosts(counted), counted };
}

/**
 * By index: reported cost that counts. Of a span above others that reported, what it reported
 * beyond them.
 */
function reportedCosts(tree: SpanTree, same: SameCalls): (number | null)[] {
  const own: (number | null)[] = tree.spans.map(() => null);
  const below = new Float64Array(tree.spans.length);
  for (let position = tree.order.length - 1; position >= 0; position--) {
    const index = tree.order[position] ?? 0;
    const cost = costReportedFor(tree, same, index);
    const parent = tree.parents[index] ?? -1;
    const inner = below[index] ?? 0;
    if (cost !== null) {
      const rest = same.isCall[index] === 1 ? cost : cost - inner;
      if (inner === 0 || rest > EPSILON_USD + inner * 1e-6) own[index] = rest;
    }
    if (parent !== -1) below[parent] = (below[parent] ?? 0) + inner + (own[index] ?? 0);
  }
  return own;
}

/** Of a call also what another span of the same request reported. */
function costReportedFor(tree: SpanTree, same: SameCalls, index: number): number | null {
  if (same.isCall[index] === 1 && same.counted[index] !== index) return null;
  for (const each of [index, ...(same.members.get(index) ?? [])]) {
    const usd = tree.spans[each]?.facets.cost?.totalUsd;
    if (usd !== undefined && Number.isFinite(usd)) return usd;
  }
  return null;
}

function pricer(prices: readonly PriceEntry[]): (span: FoldSpan, tokens: TokenSums) => CostSum {
  const known = new Map<string, PriceEntry | null>();
  return ({ facets }, tokens) => {
    const { provider = '', requestModel = '', responseModel = '' } = facets;
    const key = `${provider}\n${requestModel}\n${responseModel}`;
    let entry = known.get(key);
    if (entry === undefined) {
      entry = priceOfModels(prices, facets);
      known.set(key, entry);
    }
    const { state, totalUsd } = costOf(tokens, entry, { isBatch: facets.isBatch === true });
    const model = responseModel === '' ? requestModel : responseModel;
    const unknownModels = state === 'unknown' && model !== '' ? [model] : [];
    return { usd: totalUsd ?? 0, state, unknownModels };
  };
}

/** The model that answered is what is billed; a deployment may hide behind the one asked for. */
export function priceOfModels(
  prices: readonly PriceEntry[],
  {
    provider = null,
    requestModel = null,
    responseModel = null,
  }: {
    readonly provider?: string | null;
    readonly requestModel?: string | null;
    readonly responseModel?: string | null;
  },
): PriceEntry | null {
  return priceOf(prices, provider, responseModel) ?? priceOf(prices, provider, requestModel);
}

/** The sum of what counts; one unknown cost makes the sum unknown. */
export function addCosts(costs: readonly (CostSum | null)[]): CostSum {
  let usd = 0;
  const states = new Set<CostState>();
  const unknownModels = new Set<string>();
  for (const cost of costs) {
    if (cost === null) continue;
    usd += cost.usd;
    states.add(cost.state);
    if (unknownModels.size < MAX_UNKNOWN_MODELS) {
      for (const model of cost.unknownModels) unknownModels.add(model);
    }
  }
  return { usd, state: combineStates(states), unknownModels: [...unknownModels] };
}

function combineStates(states: ReadonlySet<CostState>): CostState {
  if (states.has('unknown')) return 'unknown';
  if (states.has('mixed')) return 'mixed';
  if (states.has('reported')) return states.has('computed') ? 'mixed' : 'reported';
  if (states.has('computed')) return 'computed';
  return states.has('local') ? 'local' : 'none';
}
