import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import type { SpanId, SpanIndex } from '@domain/units';

import { focusField, takeLostFocus } from '../../../lib/focus-field';
import { useCommands } from '../../../lib/keyboard';
import { navigate } from '../../../lib/router';
import { useListRouteStore } from '../../../stores/list-route';
import { EmptyState } from '../../../ui/empty-state';
import { useContentCommands } from '../../../ui/content/use-content-commands';
import { TraceHeader } from '../header/trace-header';
import { spanIdOf } from '../model/span-row-index';
import type { TraceModel } from '../model/trace-model';
import pageStyles from '../trace-page.module.css';
import { useSelection, type TraceRoute } from '../use-selection';
import { stepSourceOf } from './step-source';
import { beginsFolded, stepsOf, visibleSteps, type Step, type StepChoice } from './steps';
import { TranscriptList, type TranscriptListHandle } from './transcript-list';
import { TranscriptOutline } from './transcript-outline';
import { TranscriptSummary } from './transcript-summary';
import { TranscriptToolbar } from './transcript-toolbar';
import styles from './transcript.module.css';
import { useFindSteps } from './use-find-steps';
import { useStepContents } from './use-step-contents';

export interface TranscriptViewProps {
  readonly route: TraceRoute;
  readonly row: TraceRow;
  readonly model: TraceModel;
}

/** A whole run as something to read: who said what, which tools ran, and what came of it. */
export function TranscriptView({ route, row, model }: TranscriptViewProps): ReactNode {
  const [choice, setChoice] = useState<StepChoice>('tools');
  const [find, setFind] = useState('');
  /** Steps the reader folded or unfolded, by key. */
  const [folds, setFolds] = useState<ReadonlyMap<number, boolean>>(new Map());
  /** What all the others are; null as each kind of step begins. */
  const [foldsAll, setFoldsAll] = useState<boolean | null>(null);
  const [range, setRange] = useState({ first: 0, last: 20 });
  const list = useRef<TranscriptListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const selection = useSelection(route);

  const steps = useMemo(() => stepsOf(stepSourceOf(model), choice), [model, choice]);
  const isFolded = useCallback(
    (step: Step): boolean => folds.get(step.key) ?? foldsAll ?? beginsFolded(step),
    [folds, foldsAll],
  );
  const visible = useMemo(() => visibleSteps(steps, isFolded), [steps, isFolded]);
  const shown = useMemo(() => visible.flatMap((at) => steps[at] ?? []), [visible, steps]);
  const contents = useStepContents(row.traceId, row.key, shown, range.first, range.last);
  const { found, progress } = useFindSteps(row.traceId, steps, find);

  const selectedSpan = selection.spanId === null ? -1 : model.ids.find(selection.spanId);
  const current = stepAround(steps, selectedSpan);
  const idOf = (span: SpanIndex): SpanId | null => spanIdOf(model.table, span);

  /** Unfolds what is around a step and brings it into sight. */
  const goTo = (at: number, isLeap = true): void => {
    const step = steps[at];
    if (step === undefined) return;
    const open = new Map(folds);
    for (let outer = step.parent; outer >= 0; outer = steps[outer]?.parent ?? -1) {
      const key = steps[outer]?.key;
      if (key !== undefined) open.set(key, false);
    }
    setFolds(open);
    selection.passOver(idOf(step.span));
    if (isLeap) list.current?.revealSoon(step.key);
  };
  const moveBy = (by: number): void => {
    const at = shown.findIndex(({ key }) => key === steps[current]?.key);
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next === undefined) return;
    selection.passOver(idOf(next.span));
    list.current?.revealSoon(next.key);
  };
  const nextOf = (positions: readonly number[], direction: -1 | 1): number | undefined =>
    direction === 1
      ? (positions.find((at) => at > current) ?? positions[0])
      : (positions.findLast((at) => at < current) ?? positions.at(-1));
  const goToNext = (positions: readonly number[], direction: -1 | 1): void => {
    const at = nextOf(positions, direction);
    if (at !== undefined) goTo(at);
  };
  const errors = useMemo(() => steps.flatMap(({ isError }, at) => (isError ? [at] : [])), [steps]);
  const setFold = (step: Step, fold: boolean): void => setFolds(new Map(folds).set(step.key, fold));
  const foldAll = (fold: boolean): void => {
    setFoldsAll(fold);
    setFolds(new Map());
  };
  const showSpan = (span: SpanIndex): void => {
    const spanId = idOf(span);
    if (spanId !== null) navigate({ ...route, mode: 'waterfall', spanId });
  };
  const step = steps[current];
  useContentCommands();
  useCommands({
    'row.next': () => moveBy(1),
    'row.previous': () => moveBy(-1),
    'row.first': () => goTo(0),
    'row.last': () => {
      const last = shown.at(-1);
      if (last !== undefined) goTo(steps.indexOf(last));
    },
    'row.open': () => {
      if (step === undefined) return false;
      showSpan(step.span);
      return true;
    },
    'tree.toggle': () => step !== undefined && setFold(step, !isFolded(step)),
    'tree.collapse': () => {
      if (step === undefined) return;
      if (!isFolded(step)) setFold(step, true);
      else if (step.parent >= 0) goTo(step.parent);
    },
    'tree.expand': () => step !== undefined && setFold(step, false),
    'tree.expandAll': () => foldAll(false),
    'tree.collapseAll': () => foldAll(true),
    'trace.nextError': () => goToNext(errors, 1),
    'trace.previousError': () => goToNext(errors, -1),
    'view.find': () => focusField(field.current),
    escape: () => navigate(useListRouteStore.getState().route),
  });
  useEffect(() => takeLostFocus(() => list.current?.focus()), []);
  // What the route brought is shown once.
  const isPlaced = useRef(false);
  useEffect(() => {
    const key = steps[current]?.key;
    if (isPlaced.current || key === undefined || selection.spanId === null) return;
    isPlaced.current = true;
    list.current?.revealSoon(key);
  }, [steps, current, selection.spanId]);

  return (
    <section className={pageStyles.page} aria-label="Trace">
      <TraceHeader row={row} model={model} />
      <TranscriptToolbar
        ref={field}
        find={find}
        onFind={setFind}
        onLeaveFind={() => list.current?.focus()}
        foundCount={found.length}
        foundNumber={found.indexOf(current) + 1}
        progress={progress === null ? null : progress / Math.max(1, steps.length)}
        onMatch={(direction) => goToNext(found, direction)}
        choice={choice}
        onChoice={setChoice}
        errorCount={errors.length}
        onNextError={() => goToNext(errors, 1)}
        onFoldAll={foldAll}
      />
      {contents.problem !== '' && (
        <p className={pageStyles.problem} role="alert">
          What some steps say could not be read: {contents.problem}
        </p>
      )}
      <div className={styles.split}>
        <TranscriptOutline model={model} steps={steps} current={current} onStep={goTo} />
        {steps.length === 0 ? (
          <div className={styles.nothing}>
            <EmptyState
              message={
                row.facets === null
                  ? 'This trace is being read; its steps appear here in a moment.'
                  : 'No span of this trace is an agent, a model call, a tool or the like. “Every span” shows all of them.'
              }
            />
          </div>
        ) : (
          <TranscriptList
            ref={list}
            row={row}
            model={model}
            steps={shown}
            contentOf={contents.of}
            currentKey={step?.key ?? null}
            find={find}
            isFolded={isFolded}
            onFold={setFold}
            onCurrent={(key) => {
              const chosen = steps.find((one) => one.key === key);
              if (chosen !== undefined) selection.passOver(idOf(chosen.span));
            }}
            onShowSpan={showSpan}
            onRange={(first, last) =>
              setRange((known) =>
                known.first === first && known.last === last ? known : { first, last },
              )
            }
          />
        )}
        <TranscriptSummary row={row} model={model} steps={steps} onStep={goTo} />
      </div>
    </section>
  );
}

/** The step a span is, or is within; -1 for none. */
function stepAround(steps: readonly Step[], span: SpanIndex): number {
  if (span < 0) return -1;
  let low = 0;
  let high = steps.length - 1;
  let at = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.span ?? 0) <= span) {
      at = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return at;
}
