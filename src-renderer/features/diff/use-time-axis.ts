import { useLayoutEffect, useMemo, useRef, useState } from 'react';

import { fromStarts, originsAt, type TimeOrigins } from '@domain/diff/time-axis';

import { showsAll } from '../../ui/timeline/time-window';
import { WindowStore } from '../../ui/timeline/window-store';
import { useComparePreferences } from './compare-preferences';
import type { DiffModel } from './model/diff-model';
import { timeLimits } from './model/time-limits';

export interface TimeAxis {
  readonly store: WindowStore;
  readonly origins: TimeOrigins;
}

/** The time axis of a comparison: from both starts, or from where the two part. */
export function useTimeAxis(model: DiffModel): TimeAxis {
  const axis = useComparePreferences((preferences) => preferences.axis);
  const headlineRow = model.header.headline?.row ?? -1;
  const origins = useMemo(
    () =>
      axis === 'starts' || headlineRow < 0 ? fromStarts : originsAt(model.columns, headlineRow),
    [model, axis, headlineRow],
  );
  const limits = useMemo(() => timeLimits(model.columns, model.count, origins), [model, origins]);
  const [store] = useState(() => new WindowStore(limits));
  const before = useRef(origins);
  // Before the bars are painted: a part that is looked at stays in sight, as A has it.
  useLayoutEffect(() => {
    const byNs = before.current.aNs - origins.aNs;
    before.current = origins;
    const window = store.get();
    const isPart = !showsAll(window, store.limits);
    store.setLimits(limits);
    if (isPart && byNs !== 0) {
      store.set({ fromNs: window.fromNs + byNs, toNs: window.toNs + byNs });
    }
  }, [store, limits, origins]);
  return { store, origins };
}
