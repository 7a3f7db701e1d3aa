import { useEffect, useRef, useState } from 'react';

import { otherSide, type CompareRoute, type CompareRow } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';

/** A run of keys is written into the route once, when it is over. */
const SETTLE_MS = 200;

export interface RowSelection {
  readonly row: CompareRow | null;
  readonly select: (row: CompareRow | null) => void;
  /** Writes what is selected into the route at once: whoever goes elsewhere can come back to it. */
  readonly settle: () => void;
}

/** The selected row. It lives in the route, which takes it over once it rests. */
export function useRowSelection(route: CompareRoute): RowSelection {
  const [row, setRow] = useState(route.row);
  const [routeRow, setRouteRow] = useState(route.row);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pending = useRef<CompareRow | null | undefined>(undefined);

  // Another row came by the route: back, forward, a link.
  if (!isSame(route.row, routeRow)) {
    setRouteRow(route.row);
    setRow(route.row);
  }
  const settle = (): void => {
    clearTimeout(timer.current);
    const settled = pending.current;
    pending.current = undefined;
    const { route: now } = currentLocation();
    if (settled === undefined || now.view !== 'compare') return;
    // The sides may have been swapped since, and are still shown as they were.
    const isTurned = now.a === route.b && now.b === route.a;
    if (!isTurned && (now.a !== route.a || now.b !== route.b)) return;
    setRouteRow(settled);
    navigate({ ...now, row: isTurned ? otherSide(settled) : settled }, { replace: true });
  };
  const latest = useRef(settle);
  useEffect(() => {
    latest.current = settle;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    row,
    settle,
    select: (next) => {
      setRow(next);
      pending.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(), SETTLE_MS);
    },
  };
}

function isSame(x: CompareRow | null, y: CompareRow | null): boolean {
  return x === y || (x !== null && y !== null && x.side === y.side && x.spanId === y.spanId);
}
