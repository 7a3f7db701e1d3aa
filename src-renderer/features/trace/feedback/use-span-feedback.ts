import { useContext, useMemo } from 'react';

import type { AssessmentEntry } from '@domain/annotations/override-chain';
import { scopeOf } from '@domain/annotations/override-chain';
import type { SpanIndex } from '@domain/units';

import { firstReceived, type TraceModel } from '../model/trace-model';
import { FeedbackContext } from './feedback-context';

export interface SpanFeedback {
  /** Of each span; what is about the whole trace stands at its first span. */
  readonly counts: Uint16Array;
  /** A byte for each span, 1 where there is any. */
  readonly mask: Uint8Array;
  /** Spans with any, ascending. */
  readonly spans: Int32Array;
}

/** Where in the tree feedback is. */
export function useSpanFeedback(model: TraceModel): SpanFeedback {
  const { entries } = useContext(FeedbackContext);
  return useMemo(() => {
    const counts = new Uint16Array(model.table.count);
    const mask = new Uint8Array(model.table.count);
    const spans: SpanIndex[] = [];
    for (const entry of entries) {
      const span = spanOfEntry(model, entry);
      if (span < 0 || !entry.assessment.isValid) continue;
      if (mask[span] === 0) spans.push(span);
      counts[span] = (counts[span] ?? 0) + 1;
      mask[span] = 1;
    }
    return { counts, mask, spans: Int32Array.from(spans).sort() };
  }, [entries, model]);
}

/** The row that an entry belongs to; -1 where its span has not come, and for a session. */
export function spanOfEntry(model: TraceModel, { assessment }: AssessmentEntry): SpanIndex {
  const { spanId } = assessment;
  if (spanId !== null) return model.ids.find(spanId);
  return scopeOf(assessment) === 'trace' ? firstReceived(model) : -1;
}
