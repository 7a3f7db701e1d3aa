import { useCallback, useRef, type CSSProperties, type ReactNode, type Ref } from 'react';

import type { SpanIndex } from '@domain/units';

import { Splitter } from '../../../ui/splitter';
import { traceBegunBy } from '../model/linked-traces';
import { windowAround } from '../../../ui/timeline/time-window';
import { errorsBelow, exceptionsBelow } from '../model/trace-model';
import type { ViewState } from '../model/view-state';
import { rowOfSpan } from '../../../lib/visible-rows';
import { defaultTreeWidth, useViewPreferences } from '../view-preferences';
import type { OpenEndStore } from '../use-open-end';
import type { WindowStore } from '../../../ui/timeline/window-store';
import { BarCanvas } from './bar-canvas';
import { EdgeArrows } from './edge-arrows';
import { Legend } from './legend';
import { Minimap } from './minimap';
import { usePalette } from '../../../ui/timeline/palette';
import { TimeRuler } from '../../../ui/timeline/time-ruler';
import { guideLetters } from '../../../ui/tree/guides';
import { useKeptPlace, useTreeRows, type TreeHandle } from '../../../ui/tree/use-tree-rows';
import { TreeRow, treeRowId } from './tree-row';
import { FIGURES_PX } from './tree-row-figures';
import { useDragPan } from '../../../ui/timeline/use-drag-pan';
import { useWidth } from '../../../ui/use-width';
import styles from './waterfall.module.css';
import { useWheel } from '../../../ui/timeline/use-wheel';

const MIN_NAME_WIDTH = 160;
/** Left for a name at the deepest indentation that is drawn. */
const NAME_ROOM_PX = 150;
const INDENT_PX = 16;
const MIN_LEVELS = 4;

export interface WaterfallProps {
  readonly view: ViewState;
  readonly store: WindowStore;
  readonly openEnd: OpenEndStore;
  readonly selected: SpanIndex;
  readonly find: string;
  /** Tokens and cost stand beside the names. */
  readonly hasFigures: boolean;
  /** Of each span, how much feedback there is. */
  readonly feedbackCounts: Uint16Array;
  /** The feedback of the selected span is beside it. */
  readonly isFeedback: boolean;
  /** In px. A tree of another height is another tree: remount it. */
  readonly rowHeight: number;
  readonly onSelect: (span: SpanIndex) => void;
  readonly onFold: (span: SpanIndex, fold: boolean) => void;
  readonly ref: Ref<TreeHandle>;
}

/** The tree of spans beside their bars. Rows and pixels exist for what is in sight only. */
export function Waterfall(props: WaterfallProps): ReactNode {
  const { view, store, openEnd, selected, find, hasFigures, rowHeight, onSelect, onFold, ref } =
    props;
  const { model, rows, folds } = view;
  const { table, facets } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const palette = usePalette();
  const figures = hasFigures ? FIGURES_PX : 0;
  const minTree = MIN_NAME_WIDTH + figures;
  const maxTree = Math.max(minTree, Math.round(width * 0.7));
  const treeWidth =
    useViewPreferences((preferences) => preferences.treeWidth) ?? defaultTreeWidth(hasFigures);
  const showCritical = useViewPreferences((preferences) => preferences.showCritical);
  const tree = Math.max(minTree, Math.min(treeWidth, maxTree));
  const trackWidth = Math.max(0, width - tree);
  const maxLevels = Math.max(MIN_LEVELS, Math.floor((tree - figures - NAME_ROOM_PX) / INDENT_PX));

  const { drawn, firstRow, lastRow } = useTreeRows(scroller, rows, rowHeight, ref);
  useKeptPlace(scroller, view, rowHeight, (now, before, span) =>
    now.ids.findRowOf(before.table, span),
  );
  useWheel(scroller, store, tree);
  useDragPan(scroller, store, tree);

  const zoomTo = useCallback(
    (span: SpanIndex): void => {
      const startNs = table.startNs[span] ?? 0;
      store.set(windowAround(startNs, (model.endsNs[span] ?? 0) - startNs, store.limits));
    },
    [table, model, store],
  );

  const selectedRow = rowOfSpan(rows, selected);
  const isSelectedDrawn = selectedRow >= firstRow && selectedRow <= lastRow;
  const layout = { '--tree': `${tree}px`, '--figures': `${figures}px` } as CSSProperties;
  return (
    <section className={styles.waterfall} aria-label="Waterfall" style={layout}>
      <Minimap model={model} store={store} openEnd={openEnd} palette={palette} />
      <div className={styles.head}>
        <span className={styles.headName}>Span</span>
        {hasFigures && (
          <span className={styles.headFigures}>
            <span>Tokens</span>
            <span>Cost</span>
          </span>
        )}
        <TimeRuler store={store} width={trackWidth} />
      </div>
      <div className={styles.split}>
        <Splitter
          label="Width of the tree"
          panel="before"
          value={tree}
          min={minTree}
          max={maxTree}
          defaultValue={defaultTreeWidth(hasFigures)}
          onChange={(treeWidth) => useViewPreferences.setState({ treeWidth })}
        />
      </div>
      <div
        ref={scroller}
        role="tree"
        aria-label="Spans"
        aria-activedescendant={isSelectedDrawn ? treeRowId(selectedRow) : undefined}
        // The tree is one stop; its rows are reached with the arrows.
        tabIndex={0}
        className={styles.scroller}
      >
        <div role="none" className={styles.content} style={{ height: rows.count * rowHeight }}>
          {drawn.map((row) => {
            const span = rows.spans[row];
            if (span === undefined) return null;
            const depth = rows.depths[row] ?? 0;
            const isFolded = folds[span] === 1;
            return (
              <TreeRow
                key={span}
                table={table}
                facets={facets}
                hasFigures={hasFigures}
                hasServices={model.serviceCount > 1}
                span={span}
                row={row}
                top={row * rowHeight}
                height={rowHeight}
                level={depth + 1}
                position={rows.positions[row] ?? 1}
                setSize={rows.setSizes[row] ?? 1}
                guides={guideLetters(rows, row, maxLevels)}
                hiddenLevels={Math.max(0, depth - maxLevels)}
                isFolded={isFolded}
                errorsBelow={isFolded ? errorsBelow(model, span) : 0}
                exceptionsBelow={isFolded ? exceptionsBelow(model, span) : 0}
                isSelected={row === selectedRow}
                feedbackCount={props.feedbackCounts[span] ?? 0}
                otherTrace={traceBegunBy(model, span)}
                find={find}
                onSelect={onSelect}
                onToggle={onFold}
                onZoomTo={zoomTo}
              />
            );
          })}
          {trackWidth > 0 && lastRow >= firstRow && (
            <BarCanvas
              className={styles.bars ?? ''}
              store={store}
              openEnd={openEnd}
              model={model}
              pieces={view.pieces}
              rows={rows}
              folds={folds}
              firstRow={firstRow}
              lastRow={lastRow}
              selectedRow={selectedRow}
              rowHeight={rowHeight}
              width={trackWidth}
              showCritical={showCritical}
              palette={palette}
            />
          )}
          {lastRow >= firstRow && (
            <EdgeArrows
              store={store}
              model={model}
              rows={rows}
              firstRow={firstRow}
              lastRow={lastRow}
              rowHeight={rowHeight}
              onSelect={onSelect}
            />
          )}
        </div>
      </div>
      <Legend model={model} showCritical={showCritical} isFeedback={props.isFeedback} />
    </section>
  );
}
