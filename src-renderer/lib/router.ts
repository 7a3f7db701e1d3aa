/**
 * The route lives in the address's fragment (`#/traces/…`), so that back and forward are the
 * window's own history and a reload stays where it was.
 */
import { useSyncExternalStore } from 'react';

import { formatRoute, parseRoute, type Route } from '@domain/route';

interface HistoryState {
  /** Position in this window's history. */
  readonly index: number;
}

export interface Location {
  /** The route as text; equal text is the same place. '' until a first view was chosen. */
  readonly path: string;
  readonly route: Route;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

const listeners = new Set<() => void>();
let index = readIndex() ?? 0;
let lastIndex = index;
let location = read();

// The first entry knows its place too, or coming back to it would look like a followed link.
window.history.replaceState(stateOf(index), '');
window.addEventListener('popstate', () => {
  const known = readIndex();
  if (known === null) {
    // A link was followed: the window made the entry, and gave it no state.
    index += 1;
    lastIndex = index;
    window.history.replaceState(stateOf(index), '');
  } else {
    index = known;
    lastIndex = Math.max(lastIndex, index);
  }
  update();
});

export function currentLocation(): Location {
  return location;
}

/** Goes to a route. `replace` for what should not be a step back, such as typing in a filter. */
export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  const path = formatRoute(route);
  const replace = options.replace ?? path === location.path;
  if (!replace) {
    index += 1;
    lastIndex = index;
  }
  if (replace) window.history.replaceState(stateOf(index), '', `#${path}`);
  else window.history.pushState(stateOf(index), '', `#${path}`);
  update();
}

export function goBack(): void {
  if (location.canGoBack) window.history.back();
}

export function goForward(): void {
  if (location.canGoForward) window.history.forward();
}

/** The place the window shows. */
export function useLocation(): Location {
  return useSyncExternalStore(subscribe, currentLocation);
}

export function useRoute(): Route {
  return useLocation().route;
}

/** The `href` of a route, so that links are links to assistive technology too. */
export function hrefOf(route: Route): string {
  return `#${formatRoute(route)}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function update(): void {
  location = read();
  for (const listener of listeners) listener();
}

function read(): Location {
  const path = window.location.hash.slice(1);
  return {
    path,
    route: parseRoute(path),
    canGoBack: index > 0,
    canGoForward: index < lastIndex,
  };
}

function stateOf(at: number): HistoryState {
  return { index: at };
}

function readIndex(): number | null {
  const state = window.history.state as Partial<HistoryState> | null;
  return typeof state?.index === 'number' ? state.index : null;
}
