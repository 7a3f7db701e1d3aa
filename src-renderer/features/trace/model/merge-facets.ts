/** The trace as it is drawn once its spans are understood. */
import { spanCategories } from '@domain/span-category';
import { SpanFlag, type SpanTable } from '@domain/span-table';

import type { LoadedFacets } from './facet-columns-builder';
import { alignFacets, categoriesBy } from './facet-table';
import { isOfOtherTrace } from './linked-traces';
import { placePendingSpans } from './pending-spans';
import { buildTraceModel, hasPassedOn, STATUS_ERROR, type TraceModel } from './trace-model';

/**
 * The model with its facets: kinds as their senders told them, open spans open and in their
 * place. Without facets it is what it was.
 */
export function mergeFacets(model: TraceModel, loaded: LoadedFacets | null): TraceModel {
  if (loaded === null) return model;
  const placed = placePendingSpans(model.table, loaded);
  const facets = alignFacets(placed, loaded);
  const table = { ...placed, categories: categoriesBy(facets, placed.categories) };
  const base = placed === model.table ? model : buildTraceModel(table, model.linked);
  const merged = { ...base, table, facets, categoryCounts: countCategories(table) };
  return { ...merged, ...countFailures(merged) };
}

type Failures = Pick<TraceModel, 'errorsBefore' | 'passedErrorCount' | 'problemSpans'>;

/** What was passed on counts, and is gone to, where it began. */
function countFailures(model: TraceModel): Failures {
  const { count, statuses } = model.table;
  const errorsBefore = new Int32Array(count + 1);
  let passedErrorCount = 0;
  for (let span = 0; span < count; span += 1) {
    const isError = statuses[span] === STATUS_ERROR;
    const isPassed = isError && hasPassedOn(model, span);
    if (isPassed && !isOfOtherTrace(model.table, span)) passedErrorCount += 1;
    errorsBefore[span + 1] = (errorsBefore[span] ?? 0) + (isError && !isPassed ? 1 : 0);
  }
  const problemSpans = model.problemSpans.filter(
    (span) => statuses[span] !== STATUS_ERROR || !hasPassedOn(model, span),
  );
  return { errorsBefore, passedErrorCount, problemSpans };
}

function countCategories({ count, categories, flags }: SpanTable): Int32Array {
  const counts = new Int32Array(spanCategories.length);
  for (let span = 0; span < count; span += 1) {
    if ((flags[span] ?? 0) & SpanFlag.placeholder) continue;
    const category = Math.min(categories[span] ?? 0, counts.length - 1);
    counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}
