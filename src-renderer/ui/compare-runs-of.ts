import type { TraceRow } from '@contract/traces';
import { groupsRoute } from '@domain/route';

import { navigate } from '../lib/router';
import { showToast } from './toast';
import { rootNameOf } from './trace-title';

/**
 * Compares the runs of a trace's root that have errors with those that have none. Of a trace whose
 * root is not known it is said: the runs of all roots are something else.
 */
export function compareRunsOf(trace: Pick<TraceRow, 'rootName' | 'facets'>): void {
  const root = rootNameOf(trace);
  if (root !== null) {
    navigate(groupsRoute(root));
    return;
  }
  showToast({
    status: 'warn',
    message: 'The root of this trace has not come, so its other runs are not known.',
    action: { label: 'Compare runs of all roots', run: () => navigate(groupsRoute()) },
  });
}
