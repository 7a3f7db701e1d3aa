import type { TraceRow } from '@contract/traces';
import { traceRoute, type Route } from '@domain/route';

/** Where a row leads. */
export function routeOfTrace(trace: TraceRow): Route {
  return traceRoute(trace.traceId);
}

/** Name of the root, else of the earliest span. */
export function nameOf(trace: TraceRow): string {
  const name = trace.rootName ?? trace.firstSpanName;
  return name === '' ? '(no name)' : name;
}
