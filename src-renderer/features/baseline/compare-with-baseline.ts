import type { TraceRow } from '@contract/traces';
import { compareRoute, type CompareRoute } from '@domain/route';

import { navigate } from '../../lib/router';
import { togglePin } from '../../ui/baseline/pin-baseline';
import { showToast } from '../../ui/toast';
import { titleOfTrace } from '../../ui/trace-title';
import type { Standing } from './model/standing';
import { useStandingReader } from './use-standings';

/** The comparison of a run with its baseline, at the first divergence; null where there is none. */
export function baselineRoute(run: TraceRow, standing: Standing | null): CompareRoute | null {
  if (standing === null || standing.kind === 'baseline') return null;
  const route = compareRoute(standing.baseline, run.traceId);
  const headline = standing.kind === 'compared' ? standing.verdict.headline : null;
  if (headline === null) return route;
  return { ...route, row: { side: headline.side, spanId: headline.spanId } };
}

/** Goes to the comparison of a run with the baseline of its root, or says why there is none. */
export function useCompareWithBaseline(): (run: TraceRow) => void {
  const standings = useStandingReader();
  return (run) => {
    const standing = standings.standingOf(run);
    const likely = standing === null ? standings.likelyBaseline(run) : null;
    const route = baselineRoute(run, standing);
    if (route !== null) navigate(route);
    // Nobody has looked at it yet, or its root is not known.
    else if (likely !== null) navigate(compareRoute(likely, run.traceId));
    else if (standing === null) {
      showToast({
        status: 'warn',
        message: 'No run of this root is pinned as baseline.',
        action: { label: 'Pin this one', run: () => togglePin(run) },
      });
    } else {
      const message = `This run is the baseline of ${titleOfTrace(run)}.`;
      showToast({ status: 'warn', message });
    }
  };
}
