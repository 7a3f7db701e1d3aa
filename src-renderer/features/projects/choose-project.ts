import type { ContractError } from '@contract/errors';
import { sessionsRoute, tracesRoute, type Route } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';
import { saveSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';

/**
 * Shows the traces of a project, or its sessions where those are looked at; null for those of all.
 * The list keeps its filter and order.
 */
export function chooseProject(project: number | null): void {
  const { route } = currentLocation();
  keepProject(project);
  navigate({ ...listOf(route), project });
}

/** The list that stays in sight when the project changes. */
function listOf(route: Route): Extract<Route, { readonly view: 'traces' | 'sessions' }> {
  if (route.view === 'traces' || route.view === 'sessions') return route;
  return route.view === 'session' ? sessionsRoute : tracesRoute;
}

/** The project to begin with from now on. */
export function keepProject(project: number | null): void {
  saveSettings({ project }).catch((error: ContractError) =>
    showToast({ status: 'error', message: error.message }),
  );
}
