import type { Settings } from '@contract/settings';

import { useSettings } from './settings';

/** The token `--row` for each density, in px: virtual lists and the canvas need the number. */
const rowHeights: Readonly<Record<Settings['density'], number>> = {
  compact: 24,
  default: 28,
  roomy: 32,
};

/** Height of a row of a list or tree, in px. */
export function useRowHeight(): number {
  return rowHeights[useSettings()?.density ?? 'default'];
}
