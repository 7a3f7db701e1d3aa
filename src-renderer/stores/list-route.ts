import { create } from 'zustand';

import {
  sessionRoute,
  sessionsRoute,
  tracesRoute,
  type SessionsRoute,
  type TracesRoute,
} from '@domain/route';

import { currentSettings, useSettings } from './settings';

/** The trace list as it was last looked at; null before it was. */
export const useListRouteStore = create<{ readonly route: TracesRoute | null }>(() => ({
  route: null,
}));

/** Where leaving a trace leads: to the list as it was left. */
export function listRoute(): TracesRoute {
  return useListRouteStore.getState().route ?? freshListRoute();
}

/** The list of the chosen project, without a filter. */
export function freshListRoute(): TracesRoute {
  return { ...tracesRoute, project: currentSettings()?.project ?? null };
}

/** The same, for links. */
export function useFreshListRoute(): TracesRoute {
  return { ...tracesRoute, project: useSettings()?.project ?? null };
}

/** The sessions of the chosen project. */
export function freshSessionsRoute(): SessionsRoute {
  return { ...sessionsRoute, project: currentSettings()?.project ?? null };
}

/** The same, for links. */
export function useFreshSessionsRoute(): SessionsRoute {
  return { ...sessionsRoute, project: useSettings()?.project ?? null };
}

/** The session that a trace is of: of the trace's project, unless all projects are looked at. */
export function useSessionRoute(sessionId: string, experimentId: number): SessionsRoute {
  const isOfAll = (useSettings()?.project ?? null) === null;
  return sessionRoute(sessionId, isOfAll ? null : experimentId);
}
