import { create } from 'zustand';

import { projectOfRoute } from '@domain/route';

import { useCommands } from '../../lib/keyboard';
import { currentLocation, navigate } from '../../lib/router';
import { freshListRoute } from '../../stores/list-route';

/** Whether the projects are shown below the title bar. */
export const useProjectMenu = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** The key that shows the projects, from wherever it is pressed. */
export function useProjectCommands(): void {
  useCommands({
    'project.switch': () => {
      const { route } = currentLocation();
      if (projectOfRoute(route) === undefined) navigate(freshListRoute());
      useProjectMenu.setState({ isOpen: true });
    },
  });
}
