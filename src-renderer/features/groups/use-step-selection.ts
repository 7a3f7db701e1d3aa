import { useEffect, useRef, useState } from 'react';

import type { GroupsRoute } from '@domain/route';
import type { SpanId } from '@domain/units';

import { currentLocation, navigate } from '../../lib/router';

/** A run of keys is written into the route once, when it is over. */
const SETTLE_MS = 200;

export interface StepSelection {
  readonly spanId: SpanId | null;
  readonly select: (spanId: SpanId | null) => void;
}

/** The selected step. It lives in the route, which takes it over once it rests. */
export function useStepSelection(route: GroupsRoute): StepSelection {
  const [spanId, setSpanId] = useState(route.spanId);
  const [routeSpanId, setRouteSpanId] = useState(route.spanId);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another step came by the route: back, forward, a link.
  if (route.spanId !== routeSpanId) {
    setRouteSpanId(route.spanId);
    setSpanId(route.spanId);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    spanId,
    select: (next) => {
      setSpanId(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const { route: now } = currentLocation();
        if (now.view !== 'groups') return;
        setRouteSpanId(next);
        navigate({ ...now, spanId: next }, { replace: true });
      }, SETTLE_MS);
    },
  };
}
