import { useRef, type CSSProperties, type ReactNode, type Ref } from 'react';

import type { TimeOrigins } from '@domain/diff/time-axis';

import { nearestRow } from '../../../lib/visible-rows';
import { ContextMenu } from '../../../ui/context-menu';
import type { MenuEntry } from '../../../ui/menu';
import { Splitter } from '../../../ui/splitter';
import { usePalette } from '../../../ui/timeline/palette';
import { TimeRuler } from '../../../ui/timeline/time-ruler';
import { useDragPan } from '../../../ui/timeline/use-drag-pan';
import { useWheel } from '../../../ui/timeline/use-wheel';
import type { WindowStore } from '../../../ui/timeline/window-store';
import { guideLetters } from '../../../ui/tree/guides';
import { useKeptPlace, useTreeRows, type TreeHandle } from '../../../ui/tree/use-tree-rows';
import { useWidth } from '../../../ui/use-width';
import { useComparePreferences } from '../compare-preferences';
import { rowKey, rowOfKey, type DiffModel } from '../model/diff-model';
import type { DiffViewState } from '../model/diff-view-state';
import { DiffRow, diffRowId } from './diff-row';
import styles from './diff-tree.module.css';
import { PairBars } from './pair-bars';
import { TreeLegend } from './tree-legend';

/** What differs, and the time, beside the name. */
const COLUMNS_PX = 184;
const DEFAULT_TREE_PX = 500;
const MIN_TREE_PX = 340;
const NAME_ROOM_PX = 130;
const INDENT_PX = 16;
const MIN_LEVELS = 4;

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
  /** The reader has turned the wheel over it. */
  readonly onScroll: () => void;
  readonly onSelect: (row: number) => void;
  readonly onFold: (row: number, fold: boolean) => void;
  readonly onUnroll: (row: number) => void;
  readonly onGoTo: (row: number) => void;
  readonly ref: Ref<TreeHandle>;
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

  const { drawn, firstRow, lastRow } = useTreeRows(scroller, rows, rowHeight, ref);
  useKeptPlace(scroller, view, rowHeight, rowInModel);
  useWheel(scroller, store, tree);
  useDragPan(scroller, store, tree);

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
            onWheel={props.onScroll}
          >
            <div role="none" className={styles.content} style={{ height: rows.count * rowHeight }}>
              {drawn.map((place) => {
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

function rowInModel(model: DiffModel, before: DiffModel, row: number): number {
  return rowOfKey(model, rowKey(before.columns, row));
}
