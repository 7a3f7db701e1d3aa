import { useSyncExternalStore } from 'react';

/** How often times such as `33 min ago` are told anew. */
const TICK_MS = 5000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = Date.now();

/** The present in ms since the epoch, to five seconds: one clock for all ages on the screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function read(): number {
  return nowMs;
}

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}
