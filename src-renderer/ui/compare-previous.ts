import type { ContractError } from '@contract/errors';
import { compareRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../lib/engine-queries';
import { navigate } from '../lib/router';
import { showToast } from './toast';

/** Compares a trace with the newest run before it whose root has the same name and service. */
export function useComparePrevious(): (traceId: TraceId) => Promise<void> {
  const client = useEngine();
  return async (traceId) => {
    try {
      const previous = await client.call('trace.previousRun', { traceId });
      if (previous !== null) {
        navigate(compareRoute(previous, traceId));
        return;
      }
      showToast({
        status: 'warn',
        message: 'No earlier trace has a root of this name and service.',
        action: { label: 'Choose another', run: () => navigate(compareRoute(null, traceId)) },
      });
    } catch (error) {
      showToast({ status: 'error', message: (error as ContractError).message });
    }
  };
}
