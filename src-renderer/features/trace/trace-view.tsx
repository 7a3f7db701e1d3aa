import {
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from 'react';

import type { TraceRow } from '@contract/traces';
import type { SpanId, SpanIndex } from '@domain/units';

import { focusField, takeLostFocus } from '../../lib/focus-field';
import { useCommands } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { listRoute } from '../../stores/list-route';
import { useRowHeight } from '../../stores/row-height';
import { classNames } from '../../ui/class-names';
import { useMlflowJson } from '../../ui/mlflow-json';
import { Splitter } from '../../ui/splitter';
import type { TreeHandle } from '../../ui/tree/use-tree-rows';
import { usePanelWidth } from '../../ui/use-panel-width';
import { FeedbackPanel } from './feedback/feedback-panel';
import { FeedbackToolbar } from './feedback/feedback-toolbar';
import { ownSpanId } from './feedback/use-feedback-commands';
import { useFeedbackView } from './feedback/use-feedback-view';
import { NoticeLine } from './header/notice-line';
import { TraceHeader } from './header/trace-header';
import { noticesOf } from './header/trace-notices';
import { TraceToolbar } from './header/trace-toolbar';
import { Inspector, type InspectorHandle } from './inspector/inspector';
import { findSpans } from './model/find-spans';
import { spanIdOf } from '../../lib/span-row-index';
import { windowShowing } from '../../ui/timeline/time-window';
import {
  firstReceived,
  nextError,
  nextFlagged,
  nextOf,
  type TraceModel,
} from './model/trace-model';
import { hasUsage } from './model/trace-usage';
import { initialView, reduceView } from './model/view-state';
import { lowerBound, nearestRow, rowOfSpan, siblingRow } from '../../lib/visible-rows';
import styles from './trace-page.module.css';
import { useOpenEnd } from './use-open-end';
import { useInspectorOpen } from './use-inspector-open';
import { useSelection, type TraceRoute } from './use-selection';
import { useTraceCommands } from './use-trace-commands';
import { useViewPreferences } from './view-preferences';
import { Waterfall } from './waterfall/waterfall';
import { WindowStore } from '../../ui/timeline/window-store';

export interface TraceViewProps {
  readonly route: TraceRoute;
  readonly row: TraceRow;
  readonly model: TraceModel;
  /** What could not be read anew, as a sentence; '' for nothing. */
  readonly problem: string;
}

/** A trace that has been read: header, waterfall and the span that is selected. */
export function TraceView({ route, row, model, problem }: TraceViewProps): ReactNode {
  const [view, dispatch] = useReducer(reduceView, model, initialView);
  const [store] = useState(() => new WindowStore(model.limits));
  if (view.model !== model) dispatch({ type: 'load', model });
  const isFeedback = route.mode === 'feedback';
  const openEnd = useOpenEnd(row, model, store);

  const rowHeight = useRowHeight();
  const selection = useSelection(route);
  const [find, setFind] = useState('');
  const waterfall = useRef<TreeHandle>(null);
  const inspector = useRef<InspectorHandle>(null);
  const findField = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const showCritical = useViewPreferences((preferences) => preferences.showCritical);
  const [isInspectorOpen, setInspectorOpen] = useInspectorOpen();
  /** How the selection came to where it is; what the route brought is a leap. */
  const move = useRef<'near' | 'leap'>('leap');
  const found = useMemo(() => findSpans(model.table, model.ids, find, model.facets), [model, find]);

  const wanted = selection.spanId === null ? -1 : model.ids.find(selection.spanId);
  const selected: SpanIndex = wanted >= 0 ? wanted : firstReceived(model);
  const idOf = (span: SpanIndex): SpanId | null => spanIdOf(model.table, span);

  /** Pans to a span where none of it is shown. */
  const panTo = (span: SpanIndex): void => {
    const startNs = model.table.startNs[span] ?? 0;
    store.set(windowShowing(store.get(), store.limits, startNs, model.endsNs[span] ?? startNs));
  };
  const passTo = (span: SpanIndex): void => {
    move.current = 'near';
    selection.passOver(idOf(span));
    waterfall.current?.scrollTo(span, 'near');
    panTo(span);
  };
  const press = (span: SpanIndex): void => {
    move.current = 'near';
    selection.select(idOf(span));
    setInspectorOpen(true);
    waterfall.current?.focus();
    panTo(span);
  };
  /** Goes to a span wherever it is; the row is scrolled to once it is drawn. */
  const goTo = (span: SpanIndex): void => {
    if (span < 0) return;
    dispatch({ type: 'reveal', span });
    selection.passOver(idOf(span));
    if (span === selected) waterfall.current?.scrollTo(span, 'leap');
    panTo(span);
  };
  const goToSibling = (direction: -1 | 1): void => {
    const sibling = siblingRow(view.rows, nearestRow(view.rows, selected), direction);
    const span = view.rows.spans[sibling];
    if (span !== undefined) passTo(span);
  };

  // What the route selects is shown, however it came there: also folded spans, also on
  // going back. What the table has not got yet is shown when it arrives.
  useEffect(() => {
    if (wanted >= 0) dispatch({ type: 'reveal', span: wanted });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.spanId, wanted < 0]);
  const isShown = rowOfSpan(view.rows, selected) >= 0;
  useEffect(() => {
    if (isShown) waterfall.current?.scrollTo(selected, move.current);
    move.current = 'leap';
    // The place of a selected span may change as others arrive; then nothing is scrolled.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.spanId, isShown]);
  // The view before took the focus away with it.
  useEffect(() => takeLostFocus(() => waterfall.current?.focus()), []);

  const mlflow = useMlflowJson();
  useTraceCommands({
    view,
    dispatch,
    store,
    selected,
    passTo,
    goTo,
    nextError: (direction) => goTo(nextError(model, selected, direction)),
    waterfall,
  });
  const feedback = useFeedbackView({ view, dispatch, isFeedback, row, selected, goTo });
  useCommands({
    'row.open': () => {
      if (isFeedback) {
        panel.current?.querySelector<HTMLElement>('button, [role=radio]')?.focus();
        return;
      }
      setInspectorOpen(true);
      // The inspector may have to be drawn first.
      requestAnimationFrame(() => inspector.current?.focus());
    },
    'trace.saveMlflow': () => void mlflow.save([row.key], row),
    'trace.copyMlflow': () => void mlflow.copy(row),
    'row.tick': () => setInspectorOpen(!isInspectorOpen),
    'view.find': () => focusField(findField.current),
    escape: () => {
      if (isFeedback && panel.current?.contains(document.activeElement) === true) {
        waterfall.current?.focus();
      } else if (isInspectorOpen && !isFeedback) {
        setInspectorOpen(false);
        waterfall.current?.focus();
      } else navigate(listRoute());
    },
  });

  const matchAt = lowerBound(found, selected);
  const finding = {
    ref: findField,
    find,
    onFind: setFind,
    onLeaveFind: () => waterfall.current?.focus(),
    matchCount: found.length,
    matchNumber: found[matchAt] === selected ? matchAt + 1 : 0,
    onMatch: (direction: -1 | 1) => goTo(nextOf(found, selected, direction)),
  };
  const showSpan = (spanId: SpanId): void => {
    const span = model.ids.find(spanId);
    if (span < 0) return;
    dispatch({ type: 'reveal', span });
    selection.select(spanId);
  };
  const inspectorWidth = usePanelWidth('inspectorWidth');
  const layout = { '--inspector': `${inspectorWidth.value}px` } as CSSProperties;
  return (
    <section className={styles.page} aria-label="Trace" style={layout}>
      <TraceHeader row={row} model={model} />
      {isFeedback ? (
        <FeedbackToolbar {...finding} {...feedback.toolbar} />
      ) : (
        <TraceToolbar
          {...finding}
          model={model}
          hiddenCategories={view.hiddenCategories}
          onToggleCategory={(category) => dispatch({ type: 'toggleCategory', category })}
          showCritical={showCritical}
          onCritical={(show) => useViewPreferences.setState({ showCritical: show })}
          onNextError={() => goTo(nextError(model, selected, 1))}
          onFoldAll={(fold) => dispatch({ type: 'foldAll', fold })}
        />
      )}
      {problem !== '' && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <NoticeLine
        notices={noticesOf(row, model)}
        onShow={(flagged) => goTo(nextFlagged(flagged, selected))}
      />
      {selection.spanId !== null && wanted < 0 && (
        <p className={styles.problem} role="status">
          Span {selection.spanId} is not in this trace yet; it is selected when it arrives.
        </p>
      )}
      <div className={styles.split}>
        <Waterfall
          key={rowHeight}
          ref={waterfall}
          rowHeight={rowHeight}
          view={view}
          store={store}
          openEnd={openEnd}
          selected={selected}
          find={find}
          hasFigures={!isFeedback && hasUsage(row, model)}
          feedbackCounts={feedback.counts}
          isFeedback={isFeedback}
          onSelect={press}
          onFold={(span, fold) => {
            dispatch({ type: 'fold', span, fold });
            waterfall.current?.focus();
          }}
        />
        {isFeedback && (
          <div ref={panel} className={classNames(styles.inspector, styles.beside)}>
            <Splitter label="Width of the feedback" panel="after" {...inspectorWidth} />
            <FeedbackPanel
              row={row}
              model={model}
              spanId={
                wanted < 0 || selection.spanId === null ? null : ownSpanId(model, selection.spanId)
              }
              onSpan={showSpan}
              onLeave={() => waterfall.current?.focus()}
            />
          </div>
        )}
        {!isFeedback && isInspectorOpen && (
          <div className={styles.inspector}>
            <Splitter label="Width of the inspector" panel="after" {...inspectorWidth} />
            <Inspector
              ref={inspector}
              traceId={row.traceId}
              traceKey={row.key}
              experimentId={row.experimentId}
              model={model}
              span={selected}
              tab={selection.tab}
              onTab={selection.setTab}
              onSpan={showSpan}
              onSpanKey={(key) => {
                const spanId = idOf(model.table.keys.indexOf(key));
                if (spanId !== null) showSpan(spanId);
              }}
              onSibling={goToSibling}
              onClose={() => {
                setInspectorOpen(false);
                waterfall.current?.focus();
              }}
            />
          </div>
        )}
      </div>
    </section>
  );
}
