import type { TraceRow } from '@contract/traces';
import { traceRoute, type Route } from '@domain/route';

/** Where a row leads. */
export function routeOfTrace(trace: TraceRow): Route {
  return traceRoute(trace.traceId);
}

export { titleOfTrace as nameOf } from '../../ui/trace-title';
