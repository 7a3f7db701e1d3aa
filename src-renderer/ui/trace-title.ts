/** What a trace is called, and how much of it there is: the same in the list and at its head. */
import type { TraceRow } from '@contract/traces';

type NameFields = Pick<TraceRow, 'rootName' | 'firstSpanName' | 'facets'>;

/** Name of the root, also of one that is still open; null while none has arrived. */
export function rootNameOf({
  rootName,
  facets,
}: Pick<TraceRow, 'rootName' | 'facets'>): string | null {
  return rootName ?? facets?.openRootName ?? null;
}

/** Name of the root, else of the earliest span. */
export function titleOfTrace(trace: NameFields): string {
  const name = rootNameOf(trace) ?? trace.firstSpanName;
  return name === '' ? '(no name)' : name;
}

/** Spans as the trace shows them: what stood for a span that has arrived is not counted. */
export function shownSpanCount({
  spanCount,
  facets,
}: Pick<TraceRow, 'spanCount' | 'facets'>): number {
  return Math.max(0, spanCount - (facets?.supersededCount ?? 0));
}

/** Failures of a trace, each counted where it began. */
export function failureCount({
  errorCount,
  facets,
}: Pick<TraceRow, 'errorCount' | 'facets'>): number {
  return Math.max(0, errorCount - (facets?.passedErrorCount ?? 0));
}
