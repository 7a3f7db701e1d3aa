/**
 * Facets by row of the span table, with the sums of every subtree: what the tree shows beside
 * the names. Read apart from the spans, and merged whenever either is read again.
 */
import { costStates } from '@contract/facets';
import { categoryOfKind, facetKinds, type FacetKind } from '@domain/facets/facet-kind';
import type { CostState, TraceFacets } from '@domain/facets/trace-facets';
import { categoryNumber } from '@domain/span-category';
import type { SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import type { LoadedFacets } from './facet-columns-builder';

export interface FacetTable {
  /** False while spans wait to be understood: sums are of the others. */
  readonly isComplete: boolean;
  /** Spans of the trace itself that are understood. */
  readonly understoodCount: number;
  readonly trace: TraceFacets;
  /** Index into `facetKinds`; 0 (`span`) for spans without facets. */
  readonly kinds: Uint8Array;
  readonly labels: readonly string[];
  /** Index into `labels`; -1 for spans without facets. */
  readonly labelIds: Int32Array;
  /** Tokens, in and out, that count towards the trace; NaN where the span has none. */
  readonly tokens: Float64Array;
  /** US dollars that count towards the trace. */
  readonly usd: Float64Array;
  /** Index into `costStates`. */
  readonly costs: Uint8Array;
  /** Index into `usageCounts`. */
  readonly usageCounts: Uint8Array;
  readonly models: readonly string[];
  /** Index into `models`; -1 for none. */
  readonly modelIds: Int32Array;
  /** Of the span and all below it; NaN where none of them has any. */
  readonly subtreeTokens: Float64Array;
  readonly subtreeUsd: Float64Array;
  /** Bits of `CostBit`. */
  readonly subtreeCosts: Uint8Array;
  /** NaN where not known. */
  readonly timeToFirstTokenNs: Float64Array;
  /** Bits of `FacetFlag`. */
  readonly flags: Uint8Array;
  /** Log records that were too many to be read for what the spans mean. */
  readonly logsNotRead: number;
  /** Any span has tokens or cost. */
  readonly hasUsage: boolean;
  readonly hasFirstToken: boolean;
}

const CostBit = { reported: 1, computed: 2, local: 4, unknown: 8 } as const;

const bitsOfState: Readonly<Record<CostState, number>> = {
  none: 0,
  reported: CostBit.reported,
  computed: CostBit.computed,
  mixed: CostBit.reported | CostBit.computed,
  local: CostBit.local,
  unknown: CostBit.unknown,
};

/** What is known of the sum of several costs. */
function stateOfBits(bits: number): CostState {
  if (bits & CostBit.unknown) return 'unknown';
  const paid = bits & (CostBit.reported | CostBit.computed);
  if (paid === (CostBit.reported | CostBit.computed)) return 'mixed';
  if (paid === CostBit.reported) return 'reported';
  if (paid === CostBit.computed) return 'computed';
  return bits & CostBit.local ? 'local' : 'none';
}

type TableColumns = Pick<SpanTable, 'count' | 'keys' | 'parents'>;

/** Puts facets beside the rows of their spans. Facets of spans that are not in the table wait. */
export function alignFacets(table: TableColumns, { header, columns }: LoadedFacets): FacetTable {
  const { count, parents } = table;
  const kinds = new Uint8Array(count);
  const labelIds = new Int32Array(count).fill(-1);
  const tokens = new Float64Array(count).fill(Number.NaN);
  const usd = new Float64Array(count);
  const costs = new Uint8Array(count);
  const usageCounts = new Uint8Array(count);
  const modelIds = new Int32Array(count).fill(-1);
  const subtreeTokens = new Float64Array(count).fill(Number.NaN);
  const subtreeUsd = new Float64Array(count);
  const subtreeCosts = new Uint8Array(count);
  const timeToFirstTokenNs = new Float64Array(count).fill(Number.NaN);
  const flags = new Uint8Array(count);
  let hasUsage = false;
  let hasFirstToken = false;
  const rowOfKey = new Map<number, SpanIndex>();
  for (let row = 0; row < count; row += 1) rowOfKey.set(table.keys[row] ?? 0, row);
  for (let at = 0; at < header.rowCount; at += 1) {
    const row = rowOfKey.get(columns.keys[at] ?? -1);
    if (row === undefined) continue;
    kinds[row] = columns.kinds[at] ?? 0;
    labelIds[row] = columns.labelIds[at] ?? -1;
    const input = columns.inputTokens[at] ?? Number.NaN;
    const output = columns.outputTokens[at] ?? Number.NaN;
    if (!Number.isNaN(input) || !Number.isNaN(output)) {
      tokens[row] = (input || 0) + (output || 0);
      subtreeTokens[row] = tokens[row] ?? 0;
      hasUsage = true;
    }
    usd[row] = columns.costUsd[at] || 0;
    costs[row] = columns.costStates[at] ?? 0;
    usageCounts[row] = columns.usageCounts[at] ?? 0;
    modelIds[row] = columns.modelIds[at] ?? -1;
    subtreeUsd[row] = usd[row] ?? 0;
    subtreeCosts[row] = bitsOfState[costStates[columns.costStates[at] ?? 0] ?? 'none'];
    if ((subtreeCosts[row] ?? 0) !== 0) hasUsage = true;
    timeToFirstTokenNs[row] = columns.timeToFirstTokenNs[at] ?? Number.NaN;
    if ((timeToFirstTokenNs[row] ?? 0) > 0) hasFirstToken = true;
    flags[row] = columns.flags[at] ?? 0;
  }
  // Children stand after their parents, so their own sums are complete when they are added.
  for (let row = count - 1; row >= 0; row -= 1) {
    const parent = parents[row] ?? -1;
    if (parent < 0) continue;
    const own = subtreeTokens[row] ?? Number.NaN;
    if (!Number.isNaN(own)) subtreeTokens[parent] = (subtreeTokens[parent] || 0) + own;
    subtreeUsd[parent] = (subtreeUsd[parent] ?? 0) + (subtreeUsd[row] ?? 0);
    subtreeCosts[parent] = (subtreeCosts[parent] ?? 0) | (subtreeCosts[row] ?? 0);
  }
  return {
    isComplete: header.isComplete,
    understoodCount: header.understoodCount,
    trace: header.trace,
    kinds,
    labels: header.labels,
    labelIds,
    tokens,
    usd,
    costs,
    usageCounts,
    models: header.models,
    modelIds,
    subtreeTokens,
    subtreeUsd,
    subtreeCosts,
    timeToFirstTokenNs,
    flags,
    logsNotRead: header.logsNotRead,
    hasUsage,
    hasFirstToken,
  };
}

/** What a span does, as its sender told; `span` where it told nothing. */
export function kindOf(facets: FacetTable | null, span: SpanIndex): FacetKind {
  return facetKinds[facets?.kinds[span] ?? 0] ?? 'span';
}

/** What a span is about; '' where it told nothing. */
export function labelOf(facets: FacetTable | null, span: SpanIndex): string {
  return facets?.labels[facets.labelIds[span] ?? -1] ?? '';
}

/** Cost that a span itself adds to the trace. */
export function ownCost(
  facets: FacetTable,
  span: SpanIndex,
): { readonly usd: number; readonly state: CostState } {
  return {
    usd: facets.usd[span] ?? 0,
    state: costStates[facets.costs[span] ?? 0] ?? 'none',
  };
}

/** Cost of a span and all below it. */
export function subtreeCost(
  facets: FacetTable,
  span: SpanIndex,
): { readonly usd: number; readonly state: CostState } {
  return {
    usd: facets.subtreeUsd[span] ?? 0,
    state: stateOfBits(facets.subtreeCosts[span] ?? 0),
  };
}

/** Categories of the table with those that facets know better. */
export function categoriesBy(
  { kinds }: FacetTable,
  categories: SpanTable['categories'],
): Uint8Array {
  const next = categories.slice();
  for (let span = 0; span < next.length; span += 1) {
    const kind = facetKinds[kinds[span] ?? 0] ?? 'span';
    if (kind !== 'span') next[span] = categoryNumber(categoryOfKind(kind));
  }
  return next;
}
