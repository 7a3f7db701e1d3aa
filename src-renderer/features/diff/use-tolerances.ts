import { defaultTolerances, type Tolerances } from '@domain/diff/tolerances';

import { saveSettings, useSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';

/** What the reader takes for chance. */
export function useTolerances(): Tolerances {
  return useSettings()?.tolerances ?? defaultTolerances;
}

/** Kept in the settings, for every comparison. */
export function saveTolerances(tolerances: Tolerances): void {
  saveSettings({ tolerances: { ...tolerances } }).catch((error: Error) =>
    showToast({ status: 'error', message: error.message }),
  );
}
