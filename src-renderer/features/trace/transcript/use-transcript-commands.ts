import type { SpanIndex } from '@domain/units';

import { useCommands } from '../../../lib/keyboard';
import { navigate } from '../../../lib/router';
import { listRoute } from '../../../stores/list-route';
import { placeAmong, siblingOf, type Step } from './steps';
import type { StepFolds } from './use-step-folds';

export interface TranscriptCommandContext {
  readonly steps: readonly Step[];
  /** Places of those that are drawn, ascending. */
  readonly visible: readonly number[];
  /** The current one, which may be folded away. */
  readonly step: Step | null;
  readonly folds: StepFolds;
  /** Goes to a step wherever it is, unfolding what is around it. */
  readonly goTo: (at: number) => void;
  readonly nextError: (direction: -1 | 1) => void;
  readonly showSpan: (span: SpanIndex) => void;
  readonly page: (direction: -1 | 1) => void;
  readonly find: () => void;
  /** Takes the focus from what was pressed: keys that follow are for the steps. */
  readonly focus: () => void;
}

/** Keys of the transcript: from step to step as in a tree. */
export function useTranscriptCommands(context: TranscriptCommandContext): void {
  const { steps, visible, step, folds, showSpan, page, focus } = context;
  const goTo = (at: number): boolean => {
    context.goTo(at);
    focus();
    return true;
  };
  const moveBy = (by: -1 | 1): boolean => {
    const place = placeAmong(visible, step?.at ?? -1);
    // From a step that is folded away, back goes to the one it is folded into.
    const isAway = step !== null && visible[place] !== step.at;
    const to = isAway && by === -1 ? place : place + by;
    return goTo(visible[Math.max(0, Math.min(visible.length - 1, to))] ?? 0);
  };
  const toSibling = (direction: -1 | 1): boolean => {
    const at = step === null ? -1 : siblingOf(steps, step, direction);
    return at >= 0 && goTo(at);
  };
  const within = (outer: Step): readonly Step[] =>
    steps.slice(outer.at, outer.at + 1 + outer.descendants);
  const nextError = (direction: -1 | 1): void => {
    context.nextError(direction);
    focus();
  };
  useCommands({
    'row.next': () => moveBy(1),
    'row.previous': () => moveBy(-1),
    'row.nextPage': () => page(1),
    'row.previousPage': () => page(-1),
    'row.first': () => goTo(0),
    'row.last': () => goTo(visible.at(-1) ?? 0),
    'row.open': () => {
      if (step === null) return false;
      showSpan(step.span);
      return true;
    },
    'tree.nextSibling': () => toSibling(1),
    'tree.previousSibling': () => toSibling(-1),
    'tree.toggle': () => step !== null && folds.set([step], !folds.isFolded(step)),
    'tree.toggleAll': () => step !== null && folds.set(within(step), !folds.isFolded(step)),
    'tree.collapse': () => {
      if (step === null) return;
      if (!folds.isFolded(step)) folds.set([step], true);
      else if (step.outer !== null) goTo(step.outer.at);
    },
    'tree.expand': () => {
      if (step === null) return;
      if (folds.isFolded(step)) folds.set([step], false);
      else if (step.descendants > 0) goTo(step.at + 1);
    },
    'tree.expandAll': () => folds.setAll(false),
    'tree.collapseAll': () => folds.setAll(true),
    'trace.nextError': () => nextError(1),
    'trace.previousError': () => nextError(-1),
    'view.find': context.find,
    escape: () => navigate(listRoute()),
  });
}
