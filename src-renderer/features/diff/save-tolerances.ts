import type { Tolerances } from '@domain/diff/tolerances';

import { changeSettings } from '../../stores/settings';
import { showToast } from '../../ui/toast';

/** Kept in the settings, for every comparison; what is not among the changes stays. */
export function saveTolerances(changes: Partial<Tolerances>): void {
  changeSettings(({ tolerances }) => ({ tolerances: { ...tolerances, ...changes } })).catch(
    (error: Error) => showToast({ status: 'error', message: error.message }),
  );
}
