import type { ContractError } from '@contract/errors';
import { compareRoute, newestFirst } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { compareRunsOf } from '../../ui/compare-runs-of';
import { showToast } from '../../ui/toast';
import { settleSelection } from './use-selection';

/** An id may also stand in the texts of other traces. */
const LOOKED_AT = 50;

/** The ways from a trace to its comparison with another. */
export function useCompareCommands(traceId: TraceId): void {
  const client = useEngine();
  const withPrevious = async (): Promise<void> => {
    try {
      const previous = await client.call('trace.previousRun', { traceId });
      if (previous === null) {
        showToast({
          status: 'warn',
          message: 'No earlier trace has a root of this name and service.',
          action: { label: 'Choose another', run: () => navigate(compareRoute(null, traceId)) },
        });
        return;
      }
      settleSelection();
      navigate(compareRoute(previous, traceId));
    } catch (error) {
      showToast({ status: 'error', message: (error as ContractError).message });
    }
  };
  const withErrors = async (): Promise<void> => {
    try {
      const { rows } = await client.call('traces.window', {
        text: traceId,
        sort: newestFirst,
        offset: 0,
        limit: LOOKED_AT,
        snapshot: null,
      });
      settleSelection();
      compareRunsOf(
        rows.find((row) => row.traceId === traceId) ?? { rootName: null, facets: null },
      );
    } catch (error) {
      showToast({ status: 'error', message: (error as ContractError).message });
    }
  };
  useCommands({
    'compare.open': () => {
      settleSelection();
      navigate(compareRoute(null, traceId));
    },
    'compare.previousRun': () => void withPrevious(),
    'groups.ofRoot': () => void withErrors(),
  });
}
