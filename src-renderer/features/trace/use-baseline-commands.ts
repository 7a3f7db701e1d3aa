import type { TraceRow } from '@contract/traces';

import { useCommands } from '../../lib/keyboard';
import { togglePin } from '../../ui/baseline/pin-baseline';
import { useCompareWithBaseline } from '../baseline';
import { settleSelection } from './use-selection';

/** Comparing a trace with the baseline of its root, and pinning it as that. */
export function useBaselineCommands(row: TraceRow): void {
  const compareWithBaseline = useCompareWithBaseline();
  useCommands({
    'baseline.compare': () => {
      settleSelection();
      compareWithBaseline(row);
    },
    'baseline.pin': () => togglePin(row),
  });
}
