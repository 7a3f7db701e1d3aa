import type { TraceRow } from '@contract/traces';
import { formatCounted } from '@domain/format';
import { traceRoute, type TraceRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import type { CommandHandlers } from '../../../lib/keyboard';
import { navigate } from '../../../lib/router';
import { pressThumb } from '../../../ui/feedback/assessment-actions';
import { askForForm } from '../../../ui/feedback/form/draft-store';
import { choose, type ColumnChoice } from '../columns';
import type { Ticks } from '../model/selection';
import type { TraceListQuery } from '../model/trace-window-cache';
import { saveColumns } from '../save-columns';
import { nameOf } from '../trace-names';
import { feedbackColumnId } from './feedback-column';
import type { FeedbackHeadActions } from './feedback-head';

/** Keys that the engine takes at once. */
const MAX_KEYS = 100;

export interface ListFeedback {
  /** For what is ticked, else for the row at the cursor. */
  readonly commands: CommandHandlers;
  readonly head: FeedbackHeadActions;
}

export interface ListFeedbackContext {
  readonly ticks: Ticks;
  readonly atCursor: TraceRow | null;
  readonly query: TraceListQuery;
  readonly columnChoice: ColumnChoice;
  /** Adds a condition to the filter. */
  readonly onFilter: (condition: string) => void;
}

/** What the list does with feedback. */
export function useListFeedback(context: ListFeedbackContext): ListFeedback {
  const { ticks, atCursor, query, columnChoice, onFilter } = context;
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
  const commands: CommandHandlers = {
    'feedback.thumbUp': () => press(true),
    'feedback.thumbDown': () => press(false),
    'feedback.add': () => {
      if (atCursor === null) return false;
      askForForm();
      navigate(feedbackRoute(atCursor.traceId));
      return true;
    },
  };
  const head: FeedbackHeadActions = {
    text: query.text,
    project: query.project,
    onFilter,
    onHide: (field) => saveColumns(choose(columnChoice, feedbackColumnId(field), false)),
  };
  return { commands, head };
}

/** Where the feedback of a trace is. */
export function feedbackRoute(traceId: TraceId): TraceRoute {
  return { ...traceRoute(traceId), mode: 'feedback' };
}
