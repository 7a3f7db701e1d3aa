import type { Tolerances } from '@domain/diff/tolerances';

import { saveSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';

/** Kept in the settings, for every comparison. */
export function saveTolerances(tolerances: Tolerances): void {
  saveSettings({ tolerances: { ...tolerances } }).catch((error: Error) =>
    showToast({ status: 'error', message: error.message }),
  );
}
