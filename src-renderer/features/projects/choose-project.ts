import type { ContractError } from '@contract/errors';
import { tracesRoute } from '@domain/route';

import { currentLocation, navigate } from '../../lib/router';
import { saveSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';

/** Shows the traces of a project, null for all of them; the list keeps its filter and order. */
export function chooseProject(project: number | null): void {
  const { route } = currentLocation();
  keepProject(project);
  navigate(route.view === 'traces' ? { ...route, project } : { ...tracesRoute, project });
}

/** The project to begin with from now on. */
export function keepProject(project: number | null): void {
  saveSettings({ project }).catch((error: ContractError) =>
    showToast({ status: 'error', message: error.message }),
  );
}
