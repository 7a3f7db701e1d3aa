import type { CostBreakdown } from '@contract/facets';
import { priceOfModels } from '@domain/facets/fold/cost-totals';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { SpanFold } from '@domain/facets/trace-facets';
import { costOf, isBatchTier, type PriceEntry } from '@domain/pricing';

const none: CostBreakdown = {
  state: 'none',
  totalUsd: null,
  inputUsd: null,
  cacheReadUsd: null,
  cacheWriteUsd: null,
  outputUsd: null,
  reasoningUsd: null,
  price: null,
};

/**
 * What a span itself cost, by part: as reported, else computed from the first price that matches
 * (conventions reference §8.3 rule 9). A sum over other spans is not computed.
 */
export function costBreakdown(
  { usage, model, reportedCost }: SpanFacets,
  { usageCount }: SpanFold,
  prices: readonly PriceEntry[],
): CostBreakdown {
  if (reportedCost !== null) return { ...none, ...reportedCost, state: 'reported' };
  const isOwn = usageCount === 'counted' || usageCount === 'duplicate';
  if (usage === null || model === null || !isOwn) return none;
  const price = priceOfModels(prices, model);
  return { ...costOf(usage, price, { isBatch: isBatchTier(model.serviceTier) }), price };
}
