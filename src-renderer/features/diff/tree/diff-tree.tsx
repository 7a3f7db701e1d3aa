import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type CSSProperties,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';

import type { TimeOrigins } from '@domain/diff/time-axis';

import { nearestRow, rowOfSpan } from '../../../lib/visible-rows';
import { ContextMenu } from '../../../ui/context-menu';
import type { MenuEntry } from '../../../ui/menu';
import { Splitter } from '../../../ui/splitter';
import { usePalette } from '../../../ui/timeline/palette';
import { TimeRuler } from '../../../ui/timeline/time-ruler';
import { useDragPan } from '../../../ui/timeline/use-drag-pan';
import { useWheel } from '../../../ui/timeline/use-wheel';
import type { WindowStore } from '../../../ui/timeline/window-store';
import { guideLetters } from '../../../ui/tree-guides';
import { useWidth } from '../../../ui/use-width';
import { useComparePreferences } from '../compare-preferences';
import { rowKey } from '../model/diff-model';
import type { DiffViewState } from '../model/diff-view-state';
import { DiffRow, diffRowId } from './diff-row';
import styles from './diff-tree.module.css';
import { PairBars } from './pair-bars';
import { TreeLegend } from './tree-legend';

const OVERSCAN_ROWS = 8;
/** A leap leaves at least as many rows between its target and the edges. */
const CONTEXT_ROWS = 2;
/** What differs, and the time, beside the name. */
const COLUMNS_PX = 184;
const DEFAULT_TREE_PX = 500;
const MIN_TREE_PX = 340;
const NAME_ROOM_PX = 130;
const INDENT_PX = 16;
const MIN_LEVELS = 4;

export interface DiffTreeHandle {
  /** Scrolls a row into sight: the least that does it, or for a leap with what stands around it. */
  readonly scrollToRow: (row: number, by: 'near' | 'leap') => void;
  readonly focus: () => void;
  readonly pageRows: () => number;
}

export interface DiffTreeProps {
  readonly view: DiffViewState;
  readonly store: WindowStore;
  readonly origins: TimeOrigins;
  readonly selected: number;
  /** Row that waits for the one it is to be paired with; -1 for none. */
  readonly pinning: number;
  /** In px. A tree of another height is another tree: remount it. */
  readonly rowHeight: number;
  readonly menu: readonly MenuEntry[];
  readonly onSelect: (row: number) => void;
  readonly onFold: (row: number, fold: boolean) => void;
  readonly onUnroll: (row: number) => void;
  readonly onGoTo: (row: number) => void;
  readonly ref: Ref<DiffTreeHandle>;
}

/** Both runs as one tree, beside the bars of each pair. Rows and pixels exist for what is in sight. */
export function DiffTree(props: DiffTreeProps): ReactNode {
  const { view, store, origins, selected, pinning, rowHeight, menu, ref } = props;
  const { model, rows, folds } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const palette = usePalette();
  const maxTree = Math.max(MIN_TREE_PX, Math.round(width * 0.75));
  const wanted = useComparePreferences((preferences) => preferences.treeWidth) ?? DEFAULT_TREE_PX;
  const tree = Math.max(MIN_TREE_PX, Math.min(wanted, maxTree));
  const trackWidth = Math.max(0, width - tree);
  const maxLevels = Math.max(
    MIN_LEVELS,
    Math.floor((tree - COLUMNS_PX - NAME_ROOM_PX) / INDENT_PX),
  );

  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
  });
  useKeptPlace(scroller, view, rowHeight);
  useWheel(scroller, store, tree);
  useDragPan(scroller, store, tree);

  useImperativeHandle(
    ref,
    () => ({
      scrollToRow: (span, by) => {
        const row = nearestRow(rows, span);
        const element = scroller.current;
        if (row < 0 || element === null) return;
        const first = Math.ceil(element.scrollTop / rowHeight);
        const last = Math.floor((element.scrollTop + element.clientHeight) / rowHeight) - 1;
        if (by === 'near') virtualizer.scrollToIndex(row, { align: 'auto' });
        else if (row < first + CONTEXT_ROWS || row > last - CONTEXT_ROWS) {
          virtualizer.scrollToOffset(Math.max(0, row * rowHeight - element.clientHeight / 3));
        }
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
      pageRows: () =>
        Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
    }),
    [virtualizer, rows, rowHeight],
  );

  const items = virtualizer.getVirtualItems();
  const firstRow = items[0]?.index ?? 0;
  const lastRow = Math.min(items[items.length - 1]?.index ?? -1, rows.count - 1);
  const selectedPlace = nearestRow(rows, selected);
  const isSelectedDrawn = selectedPlace >= firstRow && selectedPlace <= lastRow;
  const layout = { '--tree': `${tree}px`, '--columns': `${COLUMNS_PX}px` } as CSSProperties;
  return (
    <section className={styles.tree} aria-label="Merged spans" style={layout}>
      <div className={styles.head}>
        <span className={styles.headName}>Span</span>
        <span className={styles.headWhat}>What differs</span>
        <span className={styles.headTime}>Time</span>
        <TimeRuler store={store} width={trackWidth} />
      </div>
      <div className={styles.split}>
        <Splitter
          label="Width of the tree"
          panel="before"
          value={tree}
          min={MIN_TREE_PX}
          max={maxTree}
          defaultValue={DEFAULT_TREE_PX}
          onChange={(treeWidth) => useComparePreferences.setState({ treeWidth })}
        />
      </div>
      <ContextMenu
        label="Actions of the row"
        entries={menu}
        area={
          <div
            ref={scroller}
            role="tree"
            aria-label="Pairs of spans"
            aria-activedescendant={isSelectedDrawn ? diffRowId(selectedPlace) : undefined}
            // The tree is one stop; its rows are reached with the arrows.
            tabIndex={0}
            className={styles.scroller}
          >
            <div role="none" className={styles.content} style={{ height: rows.count * rowHeight }}>
              {items.map(({ index: place }) => {
                const row = rows.spans[place];
                if (row === undefined) return null;
                const depth = rows.depths[place] ?? 0;
                return (
                  <DiffRow
                    key={rowKey(model.columns, row)}
                    model={model}
                    row={row}
                    place={place}
                    height={rowHeight}
                    level={depth + 1}
                    position={rows.positions[place] ?? 1}
                    setSize={rows.setSizes[place] ?? 1}
                    guides={guideLetters(rows, place, maxLevels)}
                    hiddenLevels={Math.max(0, depth - maxLevels)}
                    isFolded={folds[row] === 1}
                    runLength={rows.runLengths[place] ?? 0}
                    isSelected={place === selectedPlace}
                    isHeadline={row === model.header.headline?.row}
                    isPinning={row === pinning}
                    onSelect={props.onSelect}
                    onToggle={props.onFold}
                    onUnroll={props.onUnroll}
                    onGoTo={props.onGoTo}
                  />
                );
              })}
              {trackWidth > 0 && lastRow >= firstRow && (
                <PairBars
                  className={styles.bars ?? ''}
                  store={store}
                  columns={model.columns}
                  rows={rows}
                  origins={origins}
                  firstRow={firstRow}
                  lastRow={lastRow}
                  rowHeight={rowHeight}
                  width={trackWidth}
                  palette={palette}
                />
              )}
            </div>
            {rows.count === 0 && (
              <p className={styles.nothing}>
                {model.count === 0
                  ? 'Neither trace has spans that are understood yet.'
                  : 'No row is of this kind.'}
              </p>
            )}
          </div>
        }
      />
      <TreeLegend coverage={model.header.coverage} />
    </section>
  );
}

/** Keeps the topmost row where it is when rows come or go above it. */
function useKeptPlace(
  scroller: RefObject<HTMLDivElement | null>,
  view: DiffViewState,
  rowHeight: number,
): void {
  const before = useRef(view);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = view;
    const element = scroller.current;
    if (old.rows === view.rows || element === null || element.scrollTop === 0) return;
    const place = Math.floor(element.scrollTop / rowHeight);
    const row = old.rows.spans[place];
    if (row === undefined) return;
    const now = rowInModel(old, view, row);
    const target = now < 0 ? -1 : rowOfSpan(view.rows, now);
    if (target >= 0 && target !== place) element.scrollBy({ top: (target - place) * rowHeight });
  }, [scroller, view, rowHeight]);
}

function rowInModel(old: DiffViewState, view: DiffViewState, row: number): number {
  if (old.model === view.model) return row;
  const key = rowKey(old.model.columns, row);
  const { keysA, keysB } = view.model.columns;
  return key > 0 ? keysA.indexOf(key) : keysB.indexOf(-key);
}
