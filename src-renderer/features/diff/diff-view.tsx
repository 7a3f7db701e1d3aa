import { useEffect, useReducer, useRef, type CSSProperties, type ReactNode } from 'react';

import {
  compareRoute,
  otherSide,
  traceRoute,
  type CompareRoute,
  type CompareRow,
} from '@domain/route';
import type { TraceId } from '@domain/units';

import { takeLostFocus } from '../../lib/focus-field';
import { commandKeyLabel, useCommands } from '../../lib/keyboard';
import { currentLocation, navigate } from '../../lib/router';
import { isMac } from '../../lib/shell';
import { nearestRow } from '../../lib/visible-rows';
import type { MenuEntry } from '../../ui/menu';
import { usePanelWidth } from '../../ui/use-panel-width';
import type { BodyHandle } from './body-handle';
import { useComparePreferences } from './compare-preferences';
import { DiffBody } from './diff-body';
import styles from './diff-view.module.css';
import { CompareHeader } from './header/compare-header';
import { DivergenceBanner } from './header/divergence-banner';
import { VerdictStrip } from './header/verdict-strip';
import type { ChangePairs, UserPairs } from '../../stores/chosen-pairs';
import { linkOf, rowAt, type DiffModel } from './model/diff-model';
import { initialDiffView, reduceDiffView } from './model/diff-view-state';
import { nextChange } from './model/row-filter';
import { PairSlot } from './pair-slot';
import { useReport } from './report/use-report';
import { linkedRow, shortName } from './tree/row-words';
import { usePairing } from './use-pairing';
import { useRowSelection } from './use-row-selection';
import { useTimeAxis } from './use-time-axis';

export interface DiffViewProps {
  readonly route: CompareRoute;
  readonly a: TraceId;
  readonly b: TraceId;
  readonly model: DiffModel;
  /** What could not be read anew; '' for nothing. */
  readonly problem: string;
  readonly pairs: UserPairs;
  readonly onPairs: ChangePairs;
}

/** Two runs that have been aligned: figures, where they part, the tree of pairs, one pair in full. */
export function DiffView(props: DiffViewProps): ReactNode {
  const { route, a, b, model, problem, pairs, onPairs } = props;
  const [view, dispatch] = useReducer(reduceDiffView, model, initialDiffView);
  if (view.model !== model) dispatch({ type: 'load', model });
  const { headline } = model.header;
  const isPanelOpen = useComparePreferences((preferences) => preferences.isPanelOpen);
  const headlineRow = headline?.row ?? -1;
  const { store, origins } = useTimeAxis(model);

  const selection = useRowSelection(route);
  const body = useRef<BodyHandle>(null);
  /** The transcript has in its steps what the panel would show. */
  const hasPanel = route.mode === 'tree' || route.mode === 'icicle';
  const hasFolds = route.mode === 'tree' || route.mode === 'table';
  const panelBox = useRef<HTMLDivElement>(null);
  /** How the selection came to where it is; what the route brought is a leap. */
  const move = useRef<'near' | 'leap' | 'none'>('leap');
  const linkedTo = selection.row === null ? -1 : rowAt(model, selection.row);
  const wanted = linkedTo >= 0 ? linkedTo : headlineRow >= 0 ? headlineRow : 0;
  // What is marked, shown beside the tree and acted upon is one row, and it is in sight.
  const selected = hasFolds
    ? (view.rows.spans[nearestRow(view.rows, wanted)] ?? -1)
    : Math.min(wanted, model.count - 1);

  const passTo = (row: number): void => {
    move.current = 'near';
    dispatch({ type: 'touch' });
    selection.select(linkOf(model, row));
  };
  const press = (row: number): void => {
    passTo(row);
    if (hasPanel) useComparePreferences.setState({ isPanelOpen: true });
    body.current?.focus();
  };
  /** Goes to a row wherever it is, unfolding what is above it. */
  const goTo = (row: number): boolean => {
    if (row < 0) return false;
    if (route.mode === 'table') setMode('tree');
    dispatch({ type: 'touch' });
    dispatch({ type: 'reveal', row });
    move.current = 'leap';
    if (row === selected) body.current?.scrollTo(row, 'leap');
    selection.select(linkOf(model, row));
    return true;
  };
  const step = (direction: -1 | 1): boolean =>
    goTo(nextChange(model, selected, direction, view.filter));
  const setMode = (mode: CompareRoute['mode']): void => {
    selection.settle();
    const { route: now } = currentLocation();
    if (now.view === 'compare') navigate({ ...now, mode });
  };
  const swap = (): void => {
    selection.settle();
    if (selection.row !== null) move.current = 'none';
    // From how the link has it: the sides may have been swapped a moment ago.
    const { route: now } = currentLocation();
    if (now.view !== 'compare') return;
    navigate({ ...now, a: now.b, b: now.a, row: otherSide(now.row) }, { replace: true });
  };
  const report = useReport(model);
  const pairing = usePairing(model, route.mode === 'table' ? -1 : selected, pairs, onPairs);

  // What is selected is shown, however it came to be; also on going back. While nothing was touched
  // a comparison that is read again is shown as one that is opened.
  const revealed = useRef<CompareRow | null>(undefined);
  useEffect(() => {
    const isOther = revealed.current !== selection.row;
    revealed.current = selection.row;
    if (move.current !== 'leap' || (!isOther && view.isTouched)) return;
    if (wanted < model.count) dispatch({ type: 'reveal', row: wanted });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.row, model]);
  useEffect(() => {
    if (selected >= 0 && move.current !== 'none') body.current?.scrollTo(selected, move.current);
    move.current = 'leap';
    // The place of a selected row may change as others arrive; then nothing is scrolled.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.row, route.mode]);
  const bodyBox = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      takeLostFocus(() => {
        if (body.current !== null) body.current.focus();
        else bodyBox.current?.querySelector<HTMLElement>('table button')?.focus();
      }),
    [route.mode],
  );

  useCommands({
    'compare.first': () => goTo(headlineRow),
    'compare.nextChange': () => step(1),
    'compare.previousChange': () => step(-1),
    'compare.cause': () => selected >= 0 && goTo(linkedRow(model.columns, selected)),
    'compare.swap': swap,
    'compare.axis': toggleAxis,
    'compare.tree': () => setMode('tree'),
    'compare.transcript': () => setMode('transcript'),
    'compare.table': () => setMode('table'),
    'compare.icicle': () => setMode('icicle'),
    'row.open': () => {
      if (body.current?.open !== undefined) return body.current.open();
      if (!hasPanel) return false;
      useComparePreferences.setState({ isPanelOpen: true });
      // The panel may have to be drawn first, and what is in it read.
      requestAnimationFrame(() => {
        const panel = panelBox.current?.querySelector<HTMLElement>('aside');
        (panel?.querySelector<HTMLElement>('button, [role=tab]') ?? panel)?.focus();
      });
      return true;
    },
    'row.tick': () => {
      if (!hasPanel) return false;
      useComparePreferences.setState({ isPanelOpen: !isPanelOpen });
      return true;
    },
    escape: () => {
      if (pairing.pinning >= 0) pairing.cancel();
      else if (body.current?.leave?.() === true) return true;
      else if (isPanelOpen && hasPanel) {
        useComparePreferences.setState({ isPanelOpen: false });
        body.current?.focus();
      } else return false;
      return true;
    },
  });

  const linked = selected < 0 ? -1 : linkedRow(model.columns, selected);
  const openTrace = (side: 'a' | 'b'): void => {
    const link = selected < 0 ? null : linkOf(model, selected);
    selection.settle();
    navigate(traceRoute(side === 'a' ? a : b, link?.side === side ? link.spanId : null));
  };
  const menu: readonly MenuEntry[] = [
    {
      label: linked < 0 ? 'Go to what brought it about' : `Go to ${shortName(model, linked)}`,
      keyLabel: commandKeyLabel('compare.cause', isMac()),
      disabled: linked < 0,
      onSelect: () => goTo(linked),
    },
    { label: 'Open A', onSelect: () => openTrace('a') },
    { label: 'Open B', onSelect: () => openTrace('b') },
    'line',
    ...pairing.entries,
  ];
  const panel = usePanelWidth('pairPanelWidth');
  const layout = { '--panel': `${panel.value}px` } as CSSProperties;
  return (
    <section className={styles.page} aria-label="Compare" style={layout}>
      <CompareHeader
        header={model.header}
        counts={model.counts}
        filter={view.filter}
        mode={route.mode}
        onFilter={(filter) => dispatch({ type: 'filter', filter })}
        onMode={setMode}
        onSwap={swap}
        onChoose={(side) => navigate(side === 'a' ? compareRoute(null, b) : compareRoute(a, null))}
        report={report}
      />
      {report.dialog}
      {problem !== '' && (
        <p className={styles.problem} role="alert">
          The comparison could not be made anew: {problem}
        </p>
      )}
      <VerdictStrip header={model.header} />
      <DivergenceBanner
        header={model.header}
        hasPrevious={nextChange(model, selected, -1, view.filter) >= 0}
        hasNext={nextChange(model, selected, 1, view.filter) >= 0}
        sameWords={model.sameWords}
        onJump={() => goTo(headlineRow)}
        onStep={step}
      />
      {pairing.pinning >= 0 && (
        <p className={styles.hint} role="status">
          Choose the row{pairing.wanted !== null && ` with a span of ${pairing.wanted}`} to pair{' '}
          {shortName(model, pairing.pinning)} with, then press{' '}
          {commandKeyLabel('compare.pinPair', isMac())} again. Esc cancels.
        </p>
      )}
      <div ref={bodyBox} className={styles.split}>
        <DiffBody
          mode={route.mode}
          comparison={`${a} ${b}`}
          {...{ view, dispatch, store, origins, selected, menu, passTo }}
          pinning={pairing.pinning}
          onSelect={press}
          onGoTo={goTo}
          body={body}
        />
        {isPanelOpen && hasPanel && selected >= 0 && (
          <PairSlot
            ref={panelBox}
            model={model}
            row={selected}
            width={panel}
            onClose={() => {
              useComparePreferences.setState({ isPanelOpen: false });
              body.current?.focus();
            }}
            onOpenTrace={(traceId, spanId) => {
              selection.settle();
              navigate(traceRoute(traceId, spanId));
            }}
          />
        )}
      </div>
    </section>
  );
}

function toggleAxis(): void {
  useComparePreferences.setState(({ axis }) => ({
    axis: axis === 'starts' ? 'divergence' : 'starts',
  }));
}
