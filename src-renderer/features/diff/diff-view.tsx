import {
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from 'react';

import { fromStarts, originsAt } from '@domain/diff/time-axis';
import { compareRoute, traceRoute, type CompareRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { takeLostFocus } from '../../lib/focus-field';
import { commandKeyLabel, useCommands } from '../../lib/keyboard';
import { currentLocation, navigate } from '../../lib/router';
import { isMac } from '../../lib/shell';
import { useRowHeight } from '../../stores/row-height';
import type { MenuEntry } from '../../ui/menu';
import { usePanelWidth } from '../../ui/use-panel-width';
import { WindowStore } from '../../ui/timeline/window-store';
import type { TreeHandle } from '../../ui/tree/use-tree-rows';
import { useComparePreferences } from './compare-preferences';
import { DiffTreeKeys } from './diff-tree-keys';
import styles from './diff-view.module.css';
import { CompareHeader } from './header/compare-header';
import { DivergenceBanner } from './header/divergence-banner';
import { VerdictStrip } from './header/verdict-strip';
import type { UserPairs } from '../../stores/chosen-pairs';
import { linkOf, rowAt, type DiffModel } from './model/diff-model';
import { initialDiffView, reduceDiffView } from './model/diff-view-state';
import { nextChange } from './model/row-filter';
import { timeLimits } from './model/time-limits';
import { PairSlot } from './pair-slot';
import { useReport } from './report/use-report';
import { DeltaTable } from './table/delta-table';
import { DiffTree } from './tree/diff-tree';
import { linkedRow, shortName } from './tree/row-words';
import { usePairing } from './use-pairing';
import { useRowSelection } from './use-row-selection';

export interface DiffViewProps {
  readonly route: CompareRoute;
  readonly a: TraceId;
  readonly b: TraceId;
  readonly model: DiffModel;
  /** What could not be read anew; '' for nothing. */
  readonly problem: string;
  readonly pairs: UserPairs;
  readonly onPairs: (pairs: UserPairs) => void;
}

/** Two runs that have been aligned: figures, where they part, the tree of pairs, one pair in full. */
export function DiffView(props: DiffViewProps): ReactNode {
  const { route, a, b, model, problem, pairs, onPairs } = props;
  const [view, dispatch] = useReducer(reduceDiffView, model, initialDiffView);
  if (view.model !== model) dispatch({ type: 'load', model });
  const { headline } = model.header;
  const axis = useComparePreferences((preferences) => preferences.axis);
  const isPanelOpen = useComparePreferences((preferences) => preferences.isPanelOpen);
  const headlineRow = headline?.row ?? -1;
  const origins = useMemo(
    () =>
      axis === 'starts' || headlineRow < 0 ? fromStarts : originsAt(model.columns, headlineRow),
    [model, axis, headlineRow],
  );
  const limits = useMemo(() => timeLimits(model.columns, model.count, origins), [model, origins]);
  const [store] = useState(() => new WindowStore(limits));
  useEffect(() => store.setLimits(limits), [store, limits]);

  const rowHeight = useRowHeight();
  const selection = useRowSelection(route);
  const tree = useRef<TreeHandle>(null);
  const panelBox = useRef<HTMLDivElement>(null);
  /** How the selection came to where it is; what the route brought is a leap. */
  const move = useRef<'near' | 'leap'>('leap');
  const wanted = selection.row === null ? -1 : rowAt(model, selection.row);
  const selected = wanted >= 0 ? wanted : headlineRow >= 0 ? headlineRow : model.count > 0 ? 0 : -1;

  const passTo = (row: number): void => {
    move.current = 'near';
    dispatch({ type: 'touch' });
    selection.select(linkOf(model, row));
  };
  const press = (row: number): void => {
    passTo(row);
    useComparePreferences.setState({ isPanelOpen: true });
    tree.current?.focus();
  };
  /** Goes to a row wherever it is, unfolding what is above it. */
  const goTo = (row: number): boolean => {
    if (row < 0) return false;
    if (route.mode !== 'tree') setMode('tree');
    dispatch({ type: 'touch' });
    dispatch({ type: 'reveal', row });
    move.current = 'leap';
    if (row === selected) tree.current?.scrollTo(row, 'leap');
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
    const row =
      selection.row === null
        ? null
        : { ...selection.row, side: selection.row.side === 'a' ? ('b' as const) : ('a' as const) };
    navigate({ ...route, a: b, b: a, row }, { replace: true });
  };
  const report = useReport(model);
  const pairing = usePairing(model, selected, pairs, onPairs);

  // What is selected is shown, however it came to be; also on going back.
  useEffect(() => {
    if (selected < 0) return;
    if (move.current === 'leap') dispatch({ type: 'reveal', row: selected });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.row, view.isTouched ? null : model]);
  useEffect(() => {
    if (selected >= 0) tree.current?.scrollTo(selected, move.current);
    move.current = 'leap';
    // The place of a selected row may change as others arrive; then nothing is scrolled.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selection.row, route.mode]);
  useEffect(() => takeLostFocus(() => tree.current?.focus()), []);

  useCommands({
    'compare.first': () => goTo(headlineRow),
    'compare.nextChange': () => step(1),
    'compare.previousChange': () => step(-1),
    'compare.cause': () => selected >= 0 && goTo(linkedRow(model.columns, selected)),
    'compare.swap': swap,
    'compare.axis': toggleAxis,
    'compare.tree': () => setMode('tree'),
    'compare.table': () => setMode('table'),
    'row.open': () => {
      useComparePreferences.setState({ isPanelOpen: true });
      // The panel may have to be drawn first.
      requestAnimationFrame(() =>
        panelBox.current?.querySelector<HTMLElement>('aside :is(button, [role=tab])')?.focus(),
      );
    },
    'row.tick': () => useComparePreferences.setState({ isPanelOpen: !isPanelOpen }),
    escape: () => {
      if (pairing.pinning >= 0) pairing.cancel();
      else if (isPanelOpen && route.mode === 'tree') {
        useComparePreferences.setState({ isPanelOpen: false });
        tree.current?.focus();
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
  const hasChanges = headline !== null;
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
          The newest spans could not be read: {problem}
        </p>
      )}
      <VerdictStrip figures={model.header.figures} />
      <DivergenceBanner
        header={model.header}
        hasChanges={hasChanges}
        unknownCount={model.unknownCount}
        onJump={() => goTo(headlineRow)}
        onStep={step}
      />
      {pairing.pinning >= 0 && (
        <p className={styles.hint} role="status">
          Choose the row to pair {shortName(model, pairing.pinning)} with, then press{' '}
          {commandKeyLabel('compare.pinPair', isMac())} again. Esc cancels.
        </p>
      )}
      <div className={styles.split}>
        {route.mode === 'table' ? (
          <DeltaTable model={model} onGoTo={goTo} />
        ) : (
          <>
            <DiffTreeKeys
              view={view}
              dispatch={dispatch}
              store={store}
              selected={selected}
              passTo={passTo}
              tree={tree}
            />
            <DiffTree
              key={rowHeight}
              ref={tree}
              view={view}
              store={store}
              origins={origins}
              selected={selected}
              pinning={pairing.pinning}
              rowHeight={rowHeight}
              menu={menu}
              onScroll={() => dispatch({ type: 'touch' })}
              onSelect={press}
              onFold={(row, fold) => {
                dispatch({ type: 'fold', row, fold });
                tree.current?.focus();
              }}
              onUnroll={(row) => {
                dispatch({ type: 'unroll', row });
                tree.current?.focus();
              }}
              onGoTo={goTo}
            />
          </>
        )}
        {isPanelOpen && route.mode === 'tree' && selected >= 0 && (
          <PairSlot
            ref={panelBox}
            model={model}
            row={selected}
            width={panel}
            onClose={() => {
              useComparePreferences.setState({ isPanelOpen: false });
              tree.current?.focus();
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
