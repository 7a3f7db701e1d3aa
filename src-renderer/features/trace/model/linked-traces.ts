/** Spans of the traces that a trace links to as its remote side, among its own. */
import type { LinkedTraces } from '@contract/columns';
import type { StoreKey } from '@contract/traces';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex, TraceId } from '@domain/units';

export const nothingLinked: LinkedTraces = {
  traces: [],
  missingCount: 0,
  cutTraceCount: 0,
  cutSpanCount: 0,
};

/** Whether a span is of another trace, shown here since one above it links to that. */
export function isOfOtherTrace({ flags }: Pick<SpanTable, 'flags'>, span: SpanIndex): boolean {
  return ((flags[span] ?? 0) & SpanFlag.otherTrace) !== 0;
}

/** Whether one of the traces that are shown is among those that changed; null stands for many. */
export function isAnyShown(
  changed: readonly StoreKey[] | null,
  key: StoreKey,
  linked: LinkedTraces,
): boolean {
  if (changed === null || changed.includes(key)) return true;
  return linked.traces.some((trace) => changed.includes(trace.key));
}

interface LinkingTrace {
  readonly table: SpanTable;
  readonly linked: LinkedTraces;
}

const tops = new WeakMap<LinkedTraces, ReadonlyMap<StoreKey, TraceId>>();

/** The trace of a span that stands right below the one that links to it; null for all others. */
export function traceBegunBy({ table, linked }: LinkingTrace, span: SpanIndex): TraceId | null {
  if (!isOfOtherTrace(table, span)) return null;
  let byKey = tops.get(linked);
  if (byKey === undefined) {
    byKey = new Map(
      linked.traces.flatMap(({ traceId, topKeys }) =>
        topKeys.map((key): [StoreKey, TraceId] => [key, traceId]),
      ),
    );
    tops.set(linked, byKey);
  }
  return byKey.get(table.keys[span] ?? 0) ?? null;
}

/** The other trace that a span is of; null for a span of the trace itself. */
export function otherTraceOf(trace: LinkingTrace, span: SpanIndex): TraceId | null {
  for (let at = span; at >= 0 && isOfOtherTrace(trace.table, at);) {
    const begun = traceBegunBy(trace, at);
    if (begun !== null) return begun;
    at = trace.table.parents[at] ?? -1;
  }
  return null;
}
