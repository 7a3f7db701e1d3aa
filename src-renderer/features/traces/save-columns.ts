import { saveSettings } from '../../stores/settings';
import type { ColumnChoice } from './columns';

/** Keeps which columns the reader chose. */
export function saveColumns({ shown, hidden }: ColumnChoice): void {
  void saveSettings({ traceColumns: { shown: [...shown], hidden: [...hidden] } });
}
