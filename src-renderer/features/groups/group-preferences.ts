import { create } from 'zustand';

interface GroupPreferences {
  readonly isPanelOpen: boolean;
}

/** How the reader likes group comparisons; holds while the window is open. */
export const useGroupPreferences = create<GroupPreferences>(() => ({ isPanelOpen: true }));
