/** What models cost, beside the transcript. */
import type { CostState } from '@domain/facets/trace-facets';

import { ownCost, type FacetTable } from '../model/facet-table';

export interface ModelCost {
  readonly model: string;
  readonly callCount: number;
  readonly tokens: number;
  readonly usd: number;
  readonly state: CostState;
}

/** Calls, tokens and cost by model, the dearest first. */
export function costByModel(facets: FacetTable): readonly ModelCost[] {
  const byModel = new Map<
    number,
    { calls: number; tokens: number; usd: number; states: Set<CostState> }
  >();
  facets.modelIds.forEach((id, span) => {
    const tokens = facets.tokens[span] ?? Number.NaN;
    if (id < 0 || Number.isNaN(tokens)) return;
    const sum = byModel.get(id) ?? { calls: 0, tokens: 0, usd: 0, states: new Set<CostState>() };
    const cost = ownCost(facets, span);
    sum.calls += 1;
    sum.tokens += tokens;
    sum.usd += cost.usd;
    if (cost.state !== 'none') sum.states.add(cost.state);
    byModel.set(id, sum);
  });
  return [...byModel]
    .map(([id, { calls, tokens, usd, states }]) => ({
      model: facets.models[id] ?? '',
      callCount: calls,
      tokens,
      usd,
      state: stateOf(states),
    }))
    .sort((a, b) => b.usd - a.usd || b.tokens - a.tokens);
}

function stateOf(states: ReadonlySet<CostState>): CostState {
  if (states.has('unknown')) return 'unknown';
  const [only] = states;
  if (only === undefined) return 'none';
  return states.size === 1 ? only : 'mixed';
}
