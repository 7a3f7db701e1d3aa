import type { TraceRow } from '@contract/traces';
import { formatCounted } from '@domain/format';
import { traceRoute, type TraceRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import { navigate } from '../../../lib/router';
import { pressThumb } from '../../../ui/feedback/assessment-actions';
import { askForForm } from '../../../ui/feedback/form/draft-store';
import type { Ticks } from '../model/selection';
import { nameOf } from '../trace-names';

/** Keys that the engine takes at once. */
const MAX_KEYS = 100;

/** Commands of feedback in the list: for what is ticked, else for the row at the cursor. */
export function useListFeedback(ticks: Ticks, atCursor: TraceRow | null) {
  const client = useEngine();
  const press = (isUp: boolean): boolean => {
    if (ticks.size === 0) {
      if (atCursor === null) return false;
      const target = { traceId: atCursor.traceId, spanId: null };
      void pressThumb(client, [target], isUp, nameOf(atCursor));
      return true;
    }
    void thumbTicked(isUp);
    return true;
  };
  const thumbTicked = async (isUp: boolean): Promise<void> => {
    const ids: TraceId[] = [];
    const keys = [...ticks];
    for (let at = 0; at < keys.length; at += MAX_KEYS) {
      const rows = await client.call('traces.rows', { keys: keys.slice(at, at + MAX_KEYS) });
      ids.push(...rows.map(({ traceId }) => traceId));
    }
    const targets = ids.map((traceId) => ({ traceId, spanId: null }));
    await pressThumb(client, targets, isUp, formatCounted(ids.length, 'trace'));
  };
  return {
    'feedback.thumbUp': () => press(true),
    'feedback.thumbDown': () => press(false),
    'feedback.add': () => {
      if (atCursor === null) return false;
      askForForm();
      navigate(feedbackRoute(atCursor.traceId));
      return true;
    },
  };
}

/** Where the feedback of a trace is. */
export function feedbackRoute(traceId: TraceId): TraceRoute {
  return { ...traceRoute(traceId), mode: 'feedback' };
}
