import type { SpanId, TraceId } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import { useCommands } from '../../../lib/keyboard';
import { currentLocation, navigate } from '../../../lib/router';
import { pressThumb } from '../../../ui/feedback/assessment-actions';
import { askForForm } from '../../../ui/feedback/form/draft-store';
import { undoLast } from '../../../ui/undo';
import { firstReceived, type TraceModel } from '../model/trace-model';
import { settleSelection } from '../use-selection';
import { displayName } from '../waterfall/describe-span';

/** Keys of feedback that work in every view of a trace. */
export function useFeedbackCommands(traceId: TraceId, model: TraceModel): void {
  const client = useEngine();
  const press = (isUp: boolean): void => {
    const spanId = chosenSpan(model);
    const span = spanId === null ? -1 : model.ids.find(spanId);
    const what = spanId === null ? 'the trace' : displayName(model.table, span);
    void pressThumb(client, [{ traceId, spanId }], isUp, what);
  };
  useCommands({
    'list.undo': undoLast,
    'feedback.thumbUp': () => press(true),
    'feedback.thumbDown': () => press(false),
    'feedback.add': () => {
      settleSelection();
      const { route } = currentLocation();
      if (route.view !== 'trace') return false;
      askForForm();
      if (route.mode !== 'feedback') navigate({ ...route, mode: 'feedback' });
      return true;
    },
  });
}

/**
 * The span that feedback is about unless told; null for the trace, which is what the first span
 * stands for.
 */
function chosenSpan(model: TraceModel): SpanId | null {
  settleSelection();
  const { route } = currentLocation();
  const spanId = route.view === 'trace' ? route.spanId : null;
  return spanId === null ? null : ownSpanId(model, spanId);
}

/** The id where it is a span that has come and is not the first; else null. */
export function ownSpanId(model: TraceModel, spanId: SpanId): SpanId | null {
  const span = model.ids.find(spanId);
  return span < 0 || span === firstReceived(model) ? null : spanId;
}
