import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { SpanIndex } from '@domain/units';

import { focusField, takeLostFocus } from '../../../lib/focus-field';
import { navigate } from '../../../lib/router';
import { EmptyState } from '../../../ui/empty-state';
import { useContentCommands } from '../../../ui/content/use-content-commands';
import { TraceHeader } from '../header/trace-header';
import { spanIdOf } from '../../../lib/span-row-index';
import { useRowsByKey } from '../model/use-rows-by-key';
import pageStyles from '../trace-page.module.css';
import type { TraceViewProps } from '../trace-view';
import { settleSelection, useSelection } from '../use-selection';
import { stepSourceOf } from './step-source';
import { outerSteps, stepAround, stepsOf, visibleSteps, type Step } from './steps';
import { TranscriptList, type TranscriptListHandle } from './transcript-list';
import { TranscriptOutline } from './transcript-outline';
import { TranscriptSummary } from './transcript-summary';
import { TranscriptToolbar } from './transcript-toolbar';
import styles from './transcript.module.css';
import { useFindSteps } from './use-find-steps';
import { useStepContents } from './use-step-contents';
import { useStepFolds, useTranscriptState } from './use-step-folds';
import { useTranscriptCommands } from './use-transcript-commands';

/** A whole run as something to read: who said what, which tools ran, and what came of it. */
export function TranscriptView({ route, row, model, problem }: TraceViewProps): ReactNode {
  const choice = useTranscriptState((state) => state.choice);
  const folds = useStepFolds(route.traceId);
  const { isFolded } = folds;
  const [find, setFind] = useState('');
  const [range, setRange] = useState({ first: 0, last: 0 });
  const list = useRef<TranscriptListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const selection = useSelection(route);
  const rowOf = useRowsByKey(model);

  const steps = useMemo(() => stepsOf(stepSourceOf(model), choice), [model, choice]);
  const visible = useMemo(() => visibleSteps(steps, isFolded), [steps, isFolded]);
  const shown = useMemo(() => visible.flatMap((at) => steps[at] ?? []), [visible, steps]);
  const contents = useStepContents(
    row.traceId,
    row.key,
    model.linked,
    shown,
    range.first,
    range.last,
  );
  const { found, progress } = useFindSteps(row.traceId, steps, find);
  const errors = useMemo(() => steps.filter(({ isError }) => isError).map(({ at }) => at), [steps]);

  const selectedSpan = selection.spanId === null ? -1 : model.ids.find(selection.spanId);
  const step = stepAround(steps, selectedSpan);
  const current = step?.at ?? -1;

  const makeCurrent = ({ span }: Step): void => selection.passOver(spanIdOf(model.table, span));
  /** Unfolds what is around a step and brings it into sight. */
  const goTo = (at: number, isUnfolded = false): void => {
    const next = steps[at];
    if (next === undefined) return;
    const folded = [...(isUnfolded ? [next] : []), ...outerSteps(next)].filter(isFolded);
    if (folded.length > 0) folds.set(folded, false);
    makeCurrent(next);
    list.current?.revealSoon(next.key);
  };
  const goToNext = (positions: readonly number[], direction: -1 | 1, isUnfolded = false): void => {
    const at =
      direction === 1
        ? (positions.find((position) => position > current) ?? positions[0])
        : (positions.findLast((position) => position < current) ?? positions.at(-1));
    if (at !== undefined) goTo(at, isUnfolded);
  };
  const nextError = (direction: -1 | 1): void => goToNext(errors, direction, true);
  const showSpan = (span: SpanIndex): void => {
    const spanId = spanIdOf(model.table, span);
    if (spanId === null) return;
    settleSelection();
    navigate({ ...route, mode: 'waterfall', spanId });
  };
  const leap = (at: number): void => {
    goTo(at);
    list.current?.focus();
  };
  useContentCommands();
  useTranscriptCommands({
    steps,
    visible,
    step,
    folds,
    goTo,
    nextError,
    showSpan,
    page: (direction) => list.current?.page(direction),
    find: () => focusField(field.current),
    focus: () => list.current?.focus(),
  });
  useEffect(() => takeLostFocus(() => list.current?.focus()), [list]);
  // What the route brought is shown once.
  const isPlaced = useRef(false);
  const key = step?.key;
  useEffect(() => {
    if (isPlaced.current || key === undefined || selection.spanId === null) return;
    isPlaced.current = true;
    list.current?.revealSoon(key);
  }, [list, key, selection.spanId]);

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
        progress={progress}
        onMatch={(direction) => goToNext(found, direction, true)}
        choice={choice}
        onChoice={(next) => useTranscriptState.setState({ choice: next })}
        errorCount={errors.length}
        onNextError={() => nextError(1)}
        onFoldAll={folds.setAll}
      />
      {(problem !== '' || contents.problem !== '') && (
        <p className={pageStyles.problem} role="alert">
          {problem !== '' ? problem : `What some steps say could not be read: ${contents.problem}`}
        </p>
      )}
      <div className={styles.split}>
        <TranscriptOutline model={model} steps={steps} current={current} onStep={leap} />
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
            currentKey={key ?? null}
            find={find}
            isFolded={isFolded}
            onFold={(chosen, fold) => {
              folds.set([chosen], fold);
              list.current?.focus();
            }}
            onCurrent={makeCurrent}
            onShowSpan={showSpan}
            onKey={(spanKey) => {
              const at = steps.findIndex((one) => one.key === spanKey);
              if (at >= 0) leap(at);
              else showSpan(rowOf(spanKey));
            }}
            onRange={(first, last) =>
              setRange((known) =>
                known.first === first && known.last === last ? known : { first, last },
              )
            }
          />
        )}
        <TranscriptSummary row={row} model={model} steps={steps} onStep={leap} />
      </div>
    </section>
  );
}
