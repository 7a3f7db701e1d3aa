/** Sums that stand beside the transcript. */
import type { FacetKind } from '@domain/facets/facet-kind';
import type { CostState } from '@domain/facets/trace-facets';

import { ownCost, type FacetTable } from '../model/facet-table';
import type { TraceModel } from '../model/trace-model';
import type { Step } from './steps';

export interface AgentTime {
  readonly label: string;
  readonly kind: FacetKind;
  readonly durationNs: number;
  /** Position of its first step. */
  readonly at: number;
}

/** Time of the outermost agents and other steps by name, longest first. */
export function timeByAgent(
  steps: readonly Step[],
  { table }: TraceModel,
  labelOf: (step: Step) => string,
): readonly AgentTime[] {
  const byLabel = new Map<string, { -readonly [Key in keyof AgentTime]: AgentTime[Key] }>();
  for (const step of outermostOf(steps)) {
    const label = labelOf(step);
    const durationNs = Math.max(0, table.durationsNs[step.span] ?? 0);
    const known = byLabel.get(`${step.kind} ${label}`);
    if (known === undefined) {
      byLabel.set(`${step.kind} ${label}`, { label, kind: step.kind, durationNs, at: step.at });
    } else known.durationNs += durationNs;
  }
  return [...byLabel.values()].sort((a, b) => b.durationNs - a.durationNs);
}

/** The steps that split the run: those at the top, or within the one that holds all others. */
function outermostOf(steps: readonly Step[]): readonly Step[] {
  let level = stepsWithin(steps, null);
  for (let [only] = level; only !== undefined && level.length === 1; [only] = level) {
    const within = stepsWithin(steps, only);
    if (!within.some(({ kind }) => kind === 'agent')) break;
    level = within;
  }
  return level;
}

/** The steps right within one; those at the top within none. */
function stepsWithin(steps: readonly Step[], outer: Step | null): readonly Step[] {
  const within: Step[] = [];
  const end = outer === null ? steps.length : outer.at + 1 + outer.descendants;
  for (let at = outer === null ? 0 : outer.at + 1; at < end;) {
    const step = steps[at];
    if (step === undefined) break;
    within.push(step);
    at += 1 + step.descendants;
  }
  return within;
}

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
