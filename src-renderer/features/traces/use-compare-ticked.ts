import type { ContractError } from '@contract/errors';
import { compareRoute } from '@domain/route';

import { useEngine } from '../../lib/engine-queries';
import { navigate } from '../../lib/router';
import { showToast } from '../../ui/toast';
import type { Ticks } from './model/selection';

/**
 * Compares two ticked traces, the earlier as A; with one ticked the other is still to be chosen.
 * Ticked traces need not be loaded, so they are asked for.
 */
export function useCompareTicked(ticks: Ticks): () => boolean {
  const client = useEngine();
  return () => {
    if (ticks.size === 0) return false;
    if (ticks.size > 2) {
      showToast({ status: 'warn', message: 'Two traces can be compared. Tick no more than two.' });
      return true;
    }
    client.call('traces.rows', { keys: [...ticks] }).then(
      (rows) => {
        const [first, second] = rows.toSorted((x, y) => (x.startNs < y.startNs ? -1 : 1));
        if (first !== undefined) navigate(compareRoute(first.traceId, second?.traceId ?? null));
      },
      (error: ContractError) => showToast({ status: 'error', message: error.message }),
    );
    return true;
  };
}
