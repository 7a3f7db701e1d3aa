import { useEffect, useMemo, useRef, useState } from 'react';

import type { GroupTable } from '@domain/diff/groups/group-table';
import type { GroupsRoute, GroupStep } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';
import { linkOf, rowOfStep, type GroupsModel } from './model/groups-model';

/** A run of keys is written into the route once, when it is over. */
const SETTLE_MS = 200;

export interface StepSelection {
  /** -1 where none was selected, or the one that was is in no run any more. */
  readonly row: number;
  readonly select: (row: number) => void;
}

interface Selected {
  readonly step: GroupStep | null;
  /** The row, and the table it is of; null for a step that came by the route. */
  readonly row: number;
  readonly table: GroupTable | null;
}

/** The selected step. It lives in the route, which takes it over once it rests. */
export function useStepSelection(route: GroupsRoute, model: GroupsModel): StepSelection {
  const [selected, setSelected] = useState<Selected>(() => byRoute(route));
  const [routeKey, setRouteKey] = useState(() => keyOf(route.step));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Another step came by the route: back, forward, a link.
  if (keyOf(route.step) !== routeKey) {
    setRouteKey(keyOf(route.step));
    setSelected(byRoute(route));
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const row = useMemo(() => {
    if (selected.table === model.table) return selected.row;
    return selected.step === null ? -1 : rowOfStep(model, selected.step);
  }, [selected, model]);
  return {
    row,
    select: (next) => {
      const step = linkOf(model, next);
      setSelected({ step, row: next, table: model.table });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const { route: now } = currentLocation();
        if (now.view !== 'groups') return;
        setRouteKey(keyOf(step));
        navigate({ ...now, step }, { replace: true });
      }, SETTLE_MS);
    },
  };
}

function byRoute({ step }: GroupsRoute): Selected {
  return { step, row: -1, table: null };
}

function keyOf(step: GroupStep | null): string {
  return step === null ? '' : `${step.traceId} ${step.spanId}`;
}
