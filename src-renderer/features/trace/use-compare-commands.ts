import type { ContractError } from '@contract/errors';
import { compareRoute, newestFirst } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { useComparePrevious } from '../../ui/compare-previous';
import { compareRunsOf } from '../../ui/compare-runs-of';
import { showToast } from '../../ui/toast';
import { settleSelection } from './use-selection';

/** An id may also stand in the texts of other traces. */
const LOOKED_AT = 50;

/** The ways from a trace to its comparison with another. */
export function useCompareCommands(traceId: TraceId): void {
  const client = useEngine();
  const withPrevious = useComparePrevious();
  const withErrors = async (): Promise<void> => {
    try {
      const { rows } = await client.call('traces.window', {
        text: traceId,
        sort: newestFirst,
        offset: 0,
        limit: LOOKED_AT,
        snapshot: null,
        experiment: null,
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
    'compare.previousRun': () => {
      settleSelection();
      void withPrevious(traceId);
    },
    'groups.ofRoot': () => void withErrors(),
  });
}
