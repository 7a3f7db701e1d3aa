import { useContext } from 'react';

import type { TraceRow } from '@contract/traces';
import type { SpanIndex } from '@domain/units';

import { useCommands } from '../../../lib/keyboard';
import { nextOf } from '../model/trace-model';
import type { ViewAction, ViewState } from '../model/view-state';
import { exportFeedback } from './export-feedback';
import { FeedbackContext } from './feedback-context';
import type { FeedbackToolbarProps } from './feedback-toolbar';
import { useSpanFeedback } from './use-span-feedback';

export interface FeedbackViewContext {
  readonly view: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  /** The tree stands beside feedback. */
  readonly isFeedback: boolean;
  readonly row: TraceRow;
  readonly selected: SpanIndex;
  readonly goTo: (span: SpanIndex) => void;
}

export interface FeedbackViewState {
  /** Of each span, how much there is. */
  readonly counts: Uint16Array;
  readonly toolbar: Pick<
    FeedbackToolbarProps,
    'isOnly' | 'onOnly' | 'spanCount' | 'onNext' | 'count' | 'onExport'
  >;
}

/** What the tree knows of feedback, its commands, and what its toolbar does. */
export function useFeedbackView(context: FeedbackViewContext): FeedbackViewState {
  const { view, dispatch, isFeedback, row, selected, goTo } = context;
  const { counts, mask, spans } = useSpanFeedback(view.model);
  const { all } = useContext(FeedbackContext);
  const isOnly = view.only !== null;
  // Feedback that came or went, and a tree that stands beside something else.
  const only = isOnly && isFeedback ? mask : null;
  if (view.only !== only) dispatch({ type: 'showOnly', only });

  const showOnly = (wanted: boolean): void =>
    dispatch({ type: 'showOnly', only: wanted ? mask : null });
  const next = (): void => goTo(nextOf(spans, selected, 1));
  const save = (): void => void exportFeedback(row.traceId, all);
  useCommands({
    'feedback.next': next,
    'feedback.export': save,
    ...(isFeedback ? { 'feedback.only': () => showOnly(!isOnly) } : {}),
  });
  return {
    counts,
    toolbar: {
      isOnly,
      onOnly: showOnly,
      spanCount: spans.length,
      onNext: next,
      count: all.length,
      onExport: save,
    },
  };
}
