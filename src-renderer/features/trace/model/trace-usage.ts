import type { TraceRow } from '@contract/traces';
import type { TraceFacets } from '@domain/facets/trace-facets';

import type { TraceModel } from './trace-model';

/** What the whole trace means: of its spans, else as the list knows it; null where neither does. */
export function traceFacetsOf(row: TraceRow, model: TraceModel): TraceFacets | null {
  return model.facets?.trace ?? row.facets;
}

/** Whether what the trace means, and so its sums, is not told by all of its spans yet. */
export function isPartial({ facets }: TraceModel): boolean {
  return facets?.isComplete === false;
}

/** Share of the spans that are understood; null where all are, and but some are read anew. */
export function understoodShare(row: TraceRow, { facets }: TraceModel): number | null {
  if (facets === null || facets.isComplete || facets.understoodCount >= row.spanCount) return null;
  return facets.understoodCount / row.spanCount;
}

/** Whether any span has tokens or cost to show. The list knows before the spans are understood. */
export function hasUsage(row: TraceRow, { facets }: TraceModel): boolean {
  if (facets !== null) return facets.hasUsage;
  const known = row.facets;
  if (known === null) return false;
  const { input, output } = known.tokens;
  return input !== null || output !== null || known.cost.state !== 'none';
}
