/** The trace as it is drawn once its spans are understood. */
import { effectiveEnds } from '@domain/effective-end';
import { spanCategories } from '@domain/span-category';
import { SpanFlag, type SpanTable } from '@domain/span-table';

import type { LoadedFacets } from './facet-columns-builder';
import { alignFacets, categoriesBy, type FacetTable } from './facet-table';
import { isRunning, type TraceModel } from './trace-model';

/**
 * The model with its facets: kinds as their senders told them, open spans open. Without facets
 * it is what it was.
 */
export function mergeFacets(model: TraceModel, loaded: LoadedFacets | null): TraceModel {
  if (loaded === null) return model;
  const facets = alignFacets(model.table, loaded);
  const flags = openFlags(model.table, facets);
  const table = {
    ...model.table,
    categories: categoriesBy(facets, model.table.categories),
    flags,
  };
  return {
    ...model,
    table,
    facets,
    categoryCounts: countCategories(table, facets),
    ...(flags === model.table.flags
      ? {}
      : { endsNs: effectiveEnds(table), runningCount: countRunning(flags) }),
  };
}

/** Flags where what is pending has no end: some libraries export a span before it ends, with its start as end. */
function openFlags({ flags }: SpanTable, { pendingSpans }: FacetTable): Uint16Array {
  const closed = pendingSpans.filter((span) => !isRunning(flags[span] ?? 0));
  if (closed.length === 0) return flags;
  const next = flags.slice();
  for (const span of closed) next[span] = (next[span] ?? 0) | SpanFlag.zeroEnd;
  return next;
}

function countRunning(flags: Uint16Array): number {
  let count = 0;
  for (const flag of flags) {
    if (!(flag & SpanFlag.placeholder) && isRunning(flag)) count += 1;
  }
  return count;
}

function countCategories({ count, categories, flags }: SpanTable, { hidden }: FacetTable) {
  const counts = new Int32Array(spanCategories.length);
  for (let span = 0; span < count; span += 1) {
    if ((flags[span] ?? 0) & SpanFlag.placeholder || hidden?.[span] === 1) continue;
    const category = Math.min(categories[span] ?? 0, counts.length - 1);
    counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}
