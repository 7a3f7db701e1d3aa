/** How much of a trace there is: the same in the list, at its head and where it is compared. */
import type { TraceFacets } from './trace-facets';

/** Spans as the trace shows them: what stood for a span that has arrived is not counted. */
export function shownSpanCount({
  spanCount,
  facets,
}: {
  readonly spanCount: number;
  readonly facets: Pick<TraceFacets, 'supersededCount'> | null;
}): number {
  return Math.max(0, spanCount - (facets?.supersededCount ?? 0));
}

/** Failures of a trace, each counted where it began. */
export function failureCount({
  errorCount,
  facets,
}: {
  readonly errorCount: number;
  readonly facets: Pick<TraceFacets, 'passedErrorCount'> | null;
}): number {
  return Math.max(0, errorCount - (facets?.passedErrorCount ?? 0));
}
