/**
 * The time window of one trace view. It changes with the pointer, so the canvas, the ruler
 * and the minimap listen to it directly and the page is not rendered anew.
 */
import { useSyncExternalStore } from 'react';

import { carryWindow, type TimeWindow } from './time-window';

export class WindowStore {
  #limits: TimeWindow;
  #window: TimeWindow;
  readonly #listeners = new Set<() => void>();

  constructor(limits: TimeWindow) {
    this.#limits = limits;
    this.#window = limits;
  }

  get limits(): TimeWindow {
    return this.#limits;
  }

  readonly getLimits = (): TimeWindow => this.#limits;

  readonly get = (): TimeWindow => this.#window;

  set(window: TimeWindow): void {
    if (window.fromNs === this.#window.fromNs && window.toNs === this.#window.toNs) return;
    this.#window = window;
    for (const listener of this.#listeners) listener();
  }

  /** The trace grew: a window that showed all of it still does. */
  setLimits(limits: TimeWindow): void {
    const before = this.#limits;
    if (limits.fromNs === before.fromNs && limits.toNs === before.toNs) return;
    this.#limits = limits;
    const carried = carryWindow(this.#window, before, limits);
    if (carried.fromNs !== this.#window.fromNs || carried.toNs !== this.#window.toNs) {
      this.#window = carried;
    }
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The window as it is; renders anew with every change. */
export function useTimeWindow(store: WindowStore): TimeWindow {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** The window that shows everything; renders anew when the trace grows. */
export function useLimits(store: WindowStore): TimeWindow {
  return useSyncExternalStore(store.subscribe, store.getLimits);
}
