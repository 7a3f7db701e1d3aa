import { create } from 'zustand';

import { tracesRoute, type TracesRoute } from '@domain/route';

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
