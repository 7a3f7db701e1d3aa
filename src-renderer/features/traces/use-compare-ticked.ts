import type { ContractError } from '@contract/errors';
import type { TraceRow } from '@contract/traces';
import { compareRoute } from '@domain/route';

import { useEngine } from '../../lib/engine-queries';
import { navigate } from '../../lib/router';
import { showToast } from '../../ui/toast';
import type { Ticks } from './model/selection';

/**
 * Compares two ticked traces, the earlier as A. Of one ticked, else of the one at the cursor, the
 * other side is still to be chosen. Ticked traces need not be loaded, so they are asked for.
 */
export function useCompareTicked(ticks: Ticks, atCursor: TraceRow | null): () => boolean {
  const client = useEngine();
  return () => {
    if (ticks.size === 0 && atCursor === null) return false;
    if (ticks.size > 2) {
      showToast({
        status: 'warn',
        message:
          'Two traces can be compared. Of more, add some to the good runs and some to the bad.',
      });
      return true;
    }
    const keys = ticks.size > 0 || atCursor === null ? [...ticks] : [atCursor.key];
    client.call('traces.rows', { keys }).then(
      (rows) => {
        const [first, second] = rows.toSorted((x, y) => (x.startNs < y.startNs ? -1 : 1));
        if (first !== undefined) navigate(compareRoute(first.traceId, second?.traceId ?? null));
      },
      (error: ContractError) => showToast({ status: 'error', message: error.message }),
    );
    return true;
  };
}
