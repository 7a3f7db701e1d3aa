/** The present of a live trace, for those who draw what is open. It moves with the clock alone. */
import { useLayoutEffect, useState, useSyncExternalStore } from 'react';

import type { TraceRow } from '@contract/traces';

import { openEndOf, roomFor, type OpenEnd } from './model/open-end';
import { widthOf } from '../../ui/timeline/time-window';
import type { TraceModel } from './model/trace-model';
import type { WindowStore } from '../../ui/timeline/window-store';

/** Steps that the eye takes for movement. */
const STEP_PX = 0.5;
const SLOWEST_STEP_MS = 1000;
/** As wide as screens are: steps are that of the widest. */
const TRACK_PX = 2000;

export class OpenEndStore {
  #end: OpenEnd;
  readonly #listeners = new Set<() => void>();

  constructor(end: OpenEnd) {
    this.#end = end;
  }

  readonly get = (): OpenEnd => this.#end;

  set(end: OpenEnd): void {
    if (end.endNs === this.#end.endNs && end.isLive === this.#end.isLive) return;
    this.#end = end;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/**
 * The end of open spans, kept up with the clock while the trace is live; the window gets room
 * for it. Nothing is rendered anew for it: it is listened to.
 */
export function useOpenEnd(row: TraceRow, model: TraceModel, window: WindowStore): OpenEndStore {
  const [store] = useState(() => new OpenEndStore(openEndOf(row, model, Date.now())));
  useLayoutEffect(() => {
    const update = (): OpenEnd => {
      const end = openEndOf(row, model, Date.now());
      window.setLimits(roomFor(end, window.limits));
      store.set(end);
      return end;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const run = (): void => {
      if (!update().isLive) return;
      timer = setTimeout(() => (frame = requestAnimationFrame(run)), stepMs(window));
    };
    run();
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [row, model, window, store]);
  return store;
}

/** The time in which a bar grows by one step. */
function stepMs(window: WindowStore): number {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return SLOWEST_STEP_MS;
  const nsPerPx = widthOf(window.get()) / TRACK_PX;
  return Math.min(SLOWEST_STEP_MS, (nsPerPx * STEP_PX) / 1e6);
}

/** The end in whole steps, rendered anew with each: for what takes long to draw. */
export function useCoarseEnd(store: OpenEndStore, stepNs: number): number {
  const step = Math.max(stepNs, SLOWEST_STEP_MS * 1e6);
  return useSyncExternalStore(store.subscribe, () => Math.floor(store.get().endNs / step) * step);
}
