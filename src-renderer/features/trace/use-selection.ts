import { useEffect, useRef, useState } from 'react';

import type { InspectorTab, Route } from '@domain/route';
import type { SpanId } from '@domain/units';

import { currentLocation, navigate } from '../../lib/router';

export type TraceRoute = Extract<Route, { view: 'trace' }>;

/** A run of keys is written into the route once, when it is over: history must stay short. */
const SETTLE_MS = 200;

export interface SelectionControl {
  readonly spanId: SpanId | null;
  /** Null until the reader chose one. */
  readonly tab: InspectorTab | null;
  /** Selects as a step of its own, which Back undoes. */
  readonly select: (spanId: SpanId | null) => void;
  /** Selects on the way to elsewhere, as with the arrow keys. */
  readonly passOver: (spanId: SpanId | null) => void;
  readonly setTab: (tab: InspectorTab) => void;
}

const mounted = new Set<() => void>();

/** Writes what is selected into the route at once: whoever goes elsewhere can come back to it. */
export function settleSelection(): void {
  for (const settle of mounted) settle();
}

/** The selected span and the inspector's tab. Both live in the route. */
export function useSelection(route: TraceRoute): SelectionControl {
  const [spanId, setSpanId] = useState(route.spanId);
  const [routeSpanId, setRouteSpanId] = useState(route.spanId);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What is selected but not yet in the route. */
  const pending = useRef<SpanId | null | undefined>(undefined);

  // Another span came by the route: back, forward, a link.
  if (route.spanId !== routeSpanId) {
    setRouteSpanId(route.spanId);
    setSpanId(route.spanId);
  }

  const settle = (): void => {
    clearTimeout(timer.current);
    const settled = pending.current;
    pending.current = undefined;
    const { route: now } = currentLocation();
    if (settled === undefined || now.view !== 'trace' || now.traceId !== route.traceId) return;
    setRouteSpanId(settled);
    navigate({ ...now, spanId: settled }, { replace: true });
  };
  const settleLatest = useRef(settle);
  useEffect(() => {
    settleLatest.current = settle;
  });
  useEffect(() => {
    const settleNow = (): void => settleLatest.current();
    mounted.add(settleNow);
    return () => {
      mounted.delete(settleNow);
      settleNow();
    };
  }, []);

  return {
    spanId,
    tab: route.tab,
    select: (next) => {
      settle();
      if (next === spanId && next === route.spanId) return;
      setSpanId(next);
      setRouteSpanId(next);
      navigate({ ...route, spanId: next });
    },
    passOver: (next) => {
      setSpanId(next);
      pending.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => settleLatest.current(), SETTLE_MS);
    },
    setTab: (tab) => {
      settle();
      const { route: now } = currentLocation();
      if (now.view === 'trace') navigate({ ...now, tab });
    },
  };
}
