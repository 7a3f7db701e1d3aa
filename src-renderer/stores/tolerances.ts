import { defaultTolerances, type Tolerances } from '@domain/diff/tolerances';

import { useSettings } from './settings';

/** What the reader takes for chance. */
export function useTolerances(): Tolerances {
  return useSettings()?.tolerances ?? defaultTolerances;
}
