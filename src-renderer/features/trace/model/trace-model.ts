/**
 * What the view needs to know of a whole trace beyond its columns, computed once for each
 * table in a single pass or two.
 */
import type { LinkedTraces } from '@contract/columns';
import { FacetFlag } from '@contract/facets';
import { effectiveEnds } from '@domain/effective-end';
import { spanCategories } from '@domain/span-category';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import type { FacetTable } from './facet-table';
import { isOfOtherTrace, nothingLinked } from './linked-traces';
import { SpanRowIndex } from '../../../lib/span-row-index';
import { fitWindow, type TimeWindow } from '../../../ui/timeline/time-window';

export const STATUS_ERROR = 2;

export interface TraceModel {
  readonly table: SpanTable;
  readonly linked: LinkedTraces;
  readonly ids: SpanRowIndex;
  /** The window that shows everything. */
  readonly limits: TimeWindow;
  /** Ends as drawn: running spans reach to the end of the trace. */
  readonly endsNs: Float64Array;
  /** Services of the spans that arrived. */
  readonly serviceCount: number;
  /** Spans with status error, ascending. */
  readonly errorSpans: Int32Array;
  /** Failures that began before each span; one entry more than spans. Until the spans are understood, error spans. */
  readonly errorsBefore: Int32Array;
  /** Spans that recorded exceptions and yet have no error status; before each span. */
  readonly exceptionsBefore: Int32Array;
  readonly exceptionSpanCount: number;
  /** Error spans of the trace itself that only passed on what had failed within. */
  readonly passedErrorCount: number;
  /** Spans with status error or with exceptions, ascending. */
  readonly problemSpans: Int32Array;
  /** Spans with status error, and with exceptions alone, of the trace itself. */
  readonly ownErrorCount: number;
  readonly ownExceptionCount: number;
  /** Spans of the trace itself that arrived; placeholders do not count. */
  readonly spanCount: number;
  /** Spans by category number. */
  readonly categoryCounts: Int32Array;
  readonly maxDepth: number;
  /** Spans with each flag. */
  readonly orphanCount: number;
  readonly placeholderCount: number;
  readonly clockSkewCount: number;
  readonly endBeforeStartCount: number;
  readonly cycleCount: number;
  readonly runningCount: number;
  readonly critical: CriticalPath;
  /** Null until the spans have been understood. */
  readonly facets: FacetTable | null;
}

/** The critical path's pieces sorted by row, so that those of a subtree stand together. */
export interface CriticalPath {
  /** First piece of each span; one entry more than spans. */
  readonly firstPiece: Int32Array;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
}

/** @param linked the traces whose spans stand among those of the trace */
export function buildTraceModel(
  table: SpanTable,
  linked: LinkedTraces = nothingLinked,
): TraceModel {
  const { count, statuses, flags, categories, depths } = table;
  const errorsBefore = new Int32Array(count + 1);
  const exceptionsBefore = new Int32Array(count + 1);
  const categoryCounts = new Int32Array(spanCategories.length);
  let maxDepth = 0;
  let placeholderCount = 0;
  let otherCount = 0;
  let otherErrorCount = 0;
  let otherExceptionCount = 0;
  let orphanCount = 0;
  let clockSkewCount = 0;
  let endBeforeStartCount = 0;
  let cycleCount = 0;
  let runningCount = 0;
  const isServiceSeen = new Uint8Array(table.services.length);
  for (let span = 0; span < count; span += 1) {
    const isError = statuses[span] === STATUS_ERROR;
    errorsBefore[span + 1] = (errorsBefore[span] ?? 0) + (isError ? 1 : 0);
    const isException = !isError && (table.exceptionCounts[span] ?? 0) > 0;
    exceptionsBefore[span + 1] = (exceptionsBefore[span] ?? 0) + (isException ? 1 : 0);
    maxDepth = Math.max(maxDepth, depths[span] ?? 0);
    const flag = flags[span] ?? 0;
    if (flag & SpanFlag.placeholder) {
      placeholderCount += 1;
      continue;
    }
    const category = Math.min(categories[span] ?? 0, categoryCounts.length - 1);
    categoryCounts[category] = (categoryCounts[category] ?? 0) + 1;
    isServiceSeen[table.serviceIds[span] ?? 0] = 1;
    if (isOfOtherTrace(table, span)) {
      otherCount += 1;
      if (isError) otherErrorCount += 1;
      if (isException) otherExceptionCount += 1;
    }
    if (flag & SpanFlag.orphan) orphanCount += 1;
    if (flag & SpanFlag.clockSkew) clockSkewCount += 1;
    if (flag & SpanFlag.endBeforeStart) endBeforeStartCount += 1;
    if (flag & SpanFlag.cycle) cycleCount += 1;
    if (isRunning(flag)) runningCount += 1;
  }
  const exceptionSpanCount = exceptionsBefore[count] ?? 0;
  const errorSpans = new Int32Array(errorsBefore[count] ?? 0);
  const problemSpans = new Int32Array(errorSpans.length + exceptionSpanCount);
  for (let span = 0, error = 0, problem = 0; span < count; span += 1) {
    if (statuses[span] === STATUS_ERROR) {
      errorSpans[error] = span;
      error += 1;
    } else if ((table.exceptionCounts[span] ?? 0) === 0) continue;
    problemSpans[problem] = span;
    problem += 1;
  }
  return {
    table,
    linked,
    ids: new SpanRowIndex(table),
    limits: fitWindow(table.durationNs),
    endsNs: effectiveEnds(table),
    serviceCount: isServiceSeen.reduce((sum, seen) => sum + seen, 0),
    errorSpans,
    errorsBefore,
    exceptionsBefore,
    exceptionSpanCount,
    passedErrorCount: 0,
    problemSpans,
    ownErrorCount: errorSpans.length - otherErrorCount,
    ownExceptionCount: exceptionSpanCount - otherExceptionCount,
    spanCount: count - placeholderCount - otherCount,
    categoryCounts,
    maxDepth,
    orphanCount,
    placeholderCount,
    clockSkewCount,
    endBeforeStartCount,
    cycleCount,
    runningCount,
    critical: sortByRow(table),
    facets: null,
  };
}

/** Whether the flags of a span mean that it has not ended yet, or never will. */
export function isRunning(flags: number): boolean {
  return (flags & SpanFlag.zeroEnd) !== 0 && (flags & SpanFlag.zeroStart) === 0;
}

/** Whether a span failed, by its status or as its tool reported. */
export function spanFailed({ table, facets }: TraceModel, span: SpanIndex): boolean {
  const isToolError = ((facets?.flags[span] ?? 0) & FacetFlag.toolError) !== 0;
  return isToolError || table.statuses[span] === STATUS_ERROR;
}

/** Whether a span failed only since something within it did. */
export function hasPassedOn({ facets }: TraceModel, span: SpanIndex): boolean {
  return ((facets?.flags[span] ?? 0) & FacetFlag.passedError) !== 0;
}

/** Spans that have a bit set, of `SpanFlag` or of `FacetFlag`. */
export interface Flagged {
  readonly flags: Uint8Array | Uint16Array;
  readonly flag: number;
}

/** The next span after `from` that has a flag, around the end; -1 where none has it. */
export function nextFlagged({ flags, flag }: Flagged, from: SpanIndex): SpanIndex {
  for (let step = 1; step <= flags.length; step += 1) {
    const span = (from + step) % flags.length;
    if ((flags[span] ?? 0) & flag) return span;
  }
  return -1;
}

/** Failures that began within a span's subtree, the span itself left out. */
export function errorsBelow(model: TraceModel, span: SpanIndex): number {
  return countBelow(model, model.errorsBefore, span);
}

/** Spans within a span's subtree that recorded exceptions without an error status. */
export function exceptionsBelow(model: TraceModel, span: SpanIndex): number {
  return countBelow(model, model.exceptionsBefore, span);
}

function countBelow({ table }: TraceModel, before: Int32Array, span: SpanIndex): number {
  const last = span + (table.descendants[span] ?? 0);
  return (before[last + 1] ?? 0) - (before[span + 1] ?? 0);
}

/** The first span that is one, and not the placeholder of one. */
export function firstReceived({ table }: TraceModel): SpanIndex {
  return Math.max(
    0,
    table.keys.findIndex((key) => key > 0),
  );
}

/**
 * The next span (direction 1) or previous one with an error or an exception, around the
 * ends; -1 without any.
 */
export function nextError(model: TraceModel, from: SpanIndex, direction: -1 | 1): SpanIndex {
  return nextOf(model.problemSpans, from, direction);
}

/** The next or previous of ascending spans as seen from `from`, around the ends; -1 if empty. */
export function nextOf(spans: Int32Array, from: SpanIndex, direction: -1 | 1): SpanIndex {
  if (spans.length === 0) return -1;
  if (direction === 1) {
    for (const span of spans) if (span > from) return span;
    return spans[0] ?? -1;
  }
  for (let at = spans.length - 1; at >= 0; at -= 1) {
    const span = spans[at] ?? -1;
    if (span < from) return span;
  }
  return spans[spans.length - 1] ?? -1;
}

function sortByRow(table: SpanTable): CriticalPath {
  const { count, criticalRows, criticalFromNs, criticalToNs } = table;
  const firstPiece = new Int32Array(count + 1);
  for (const row of criticalRows) firstPiece[row + 1] = (firstPiece[row + 1] ?? 0) + 1;
  for (let row = 0; row < count; row += 1) {
    firstPiece[row + 1] = (firstPiece[row + 1] ?? 0) + (firstPiece[row] ?? 0);
  }
  const fill = firstPiece.slice(0, count);
  const fromNs = new Float64Array(criticalRows.length);
  const toNs = new Float64Array(criticalRows.length);
  criticalRows.forEach((row, piece) => {
    const at = fill[row] ?? 0;
    fromNs[at] = criticalFromNs[piece] ?? 0;
    toNs[at] = criticalToNs[piece] ?? 0;
    fill[row] = at + 1;
  });
  return { firstPiece, fromNs, toNs };
}
