import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';

import { isDifference } from '@domain/diff/explain';
import { layOutIcicle, type IcicleLayout, type IcicleMeasure } from '@domain/diff/icicle-layout';

import { ContextMenu } from '../../../ui/context-menu';
import { EmptyState } from '../../../ui/empty-state';
import type { MenuEntry } from '../../../ui/menu';
import { usePalette } from '../../../ui/timeline/palette';
import type { BodyHandle } from '../body-handle';
import { useComparePreferences } from '../compare-preferences';
import { rowKey, rowOfKey, type DiffModel } from '../model/diff-model';
import { useTolerances } from '../../../stores/tolerances';
import { BlockItem, BLOCK_ID } from './block-item';
import { BlockTip } from './block-tip';
import { IcicleBar } from './icicle-bar';
import { IcicleCanvas } from './icicle-canvas';
import { IcicleLegend } from './icicle-legend';
import styles from './icicle.module.css';
import { BLOCK_PX } from './paint-icicle';
import { useIcicleKeys } from './use-icicle-keys';
import { blockAt, isSeen, visibleBlocks, zoomToSee } from './visible-blocks';

/** From so many rows on, siblings of one name are one block unless the reader wants otherwise. */
const MANY_ROWS = 300;

const nothing: Readonly<Record<IcicleMeasure, string>> = {
  time: 'No step of either run has a duration yet.',
  tokens: 'Neither run tells how many tokens it took.',
  cost: 'The cost of neither run is known.',
};

export interface IcicleViewProps {
  readonly model: DiffModel;
  readonly selected: number;
  readonly menu: readonly MenuEntry[];
  readonly onSelect: (row: number) => void;
  /** Selects on the way to elsewhere. */
  readonly passTo: (row: number) => void;
  readonly ref: Ref<BodyHandle>;
}

/** Where both runs spent time, tokens or cost: blocks within blocks, as wide as the larger side. */
export function IcicleView({
  model,
  selected,
  menu,
  onSelect,
  passTo,
  ref,
}: IcicleViewProps): ReactNode {
  const measure = useComparePreferences((preferences) => preferences.measure);
  const chosen = useComparePreferences((preferences) => preferences.mergesNames);
  const mergesNames = chosen ?? model.count > MANY_ROWS;
  const layout = useMemo(
    () => layOutIcicle(model, measure, mergesNames),
    [model, measure, mergesNames],
  );
  const leads = useMemo(() => leadingRows(model, layout), [model, layout]);
  const tolerances = useTolerances();
  const of = useMemo(
    () => ({ model, layout, measure, tolerances }),
    [model, layout, measure, tolerances],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useBox(scroller);
  const palette = usePalette();
  // By the key of a row: it outlasts other widths, merging, and spans that arrive.
  const [zoomKey, setZoomKey] = useState<number | null>(null);
  const zoomRow = useMemo(
    () => (zoomKey === null ? -1 : rowOfKey(model, zoomKey)),
    [model, zoomKey],
  );
  const wanted = zoomRow === -1 ? -1 : (layout.blocksOfRows[zoomRow] ?? -1);
  const zoom = wanted !== -1 && (layout.widths[wanted] ?? 0) > 0 ? wanted : -1;
  const visible = useMemo(() => visibleBlocks(layout, zoom, width), [layout, zoom, width]);
  const block = selected < 0 ? -1 : (layout.blocksOfRows[selected] ?? -1);
  const [hover, setHover] = useState<{ readonly block: number; x: number; y: number } | null>(null);
  const hovered = hover === null ? -1 : hover.block;

  const zoomTo = (next: number): void => {
    setHover(null);
    setZoomKey(next === -1 ? null : rowKey(model.columns, layout.rows[next] ?? 0));
  };
  const zoomOut = (): boolean => {
    if (zoom === -1) return false;
    zoomTo(layout.parents[zoom] ?? -1);
    return true;
  };
  const reveal = (target: number): void => {
    const element = scroller.current;
    if (target < 0 || element === null) return;
    const next = zoomToSee(layout, zoom, target, element.clientWidth);
    if (next !== zoom) zoomTo(next);
    const top = (layout.depths[target] ?? 0) * BLOCK_PX;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + BLOCK_PX;
    if (bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = bottom - element.clientHeight;
    }
  };
  useImperativeHandle(ref, () => ({
    scrollTo: (row) => reveal(layout.blocksOfRows[row] ?? -1),
    focus: () => scroller.current?.focus({ preventScroll: true }),
    pageRows: () => 1,
    open: () => {
      if (block !== -1 && (layout.widths[block] ?? 0) > 0) zoomTo(block);
    },
    leave: zoomOut,
  }));
  useIcicleKeys({
    layout,
    selected: block,
    isSeen: (target) => isSeen(layout, zoom, target, width),
    select: (next) => passTo(leads[next] ?? 0),
    zoomOut,
  });

  const under = (event: PointerEvent | React.MouseEvent): number => {
    const element = scroller.current;
    if (element === null) return -1;
    const box = element.getBoundingClientRect();
    const depth = Math.floor((event.clientY - box.top + element.scrollTop) / BLOCK_PX);
    return blockAt(visible, depth, event.clientX - box.left);
  };
  const press = (target: number): void => {
    if (target === -1) return;
    // Of a merged block the chosen step stays chosen.
    onSelect(target === block ? selected : (leads[target] ?? 0));
  };
  const isEmpty = layout.totalWidth === 0;
  return (
    <section className={styles.view} aria-label="Icicle of both runs">
      <IcicleBar of={of} zoom={zoom} mergesNames={mergesNames} onZoom={zoomTo} />
      <ContextMenu
        label="Actions of the row"
        entries={menu}
        area={
          // Keys are commands of the page.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            ref={scroller}
            role="tree"
            aria-label="Blocks of both runs"
            aria-activedescendant={block === -1 ? undefined : BLOCK_ID}
            tabIndex={0}
            className={styles.scroller}
            onClick={(event) => press(under(event))}
            onContextMenu={(event) => press(under(event))}
            onDoubleClick={(event) => {
              const target = under(event);
              if (target !== -1) zoomTo(target);
            }}
            onPointerMove={(event) => {
              const target = under(event);
              const box = event.currentTarget.getBoundingClientRect();
              const [x, y] = [event.clientX - box.left, event.clientY - box.top];
              if (target !== hovered) setHover(target === -1 ? null : { block: target, x, y });
            }}
            onPointerLeave={() => setHover(null)}
          >
            {block !== -1 && <BlockItem of={of} block={block} />}
            <div
              role="none"
              className={styles.content}
              style={{ height: isEmpty ? 0 : visible.rows.length * BLOCK_PX }}
            >
              {width > 0 && !isEmpty && (
                <IcicleCanvas
                  {...of}
                  scroller={scroller}
                  visible={visible}
                  selected={block}
                  hovered={hovered}
                  zoomDepth={zoom === -1 ? 0 : (layout.depths[zoom] ?? 0)}
                  width={width}
                  height={height}
                  palette={palette}
                />
              )}
            </div>
          </div>
        }
      />
      {isEmpty && (
        <div className={styles.nothing}>
          <EmptyState
            message={
              model.count === 0
                ? 'Neither trace has spans that are understood yet.'
                : nothing[measure]
            }
          />
        </div>
      )}
      {hover !== null && hover.block < layout.count && (
        <div className={styles.tipBox}>
          <BlockTip of={of} block={hover.block} at={hover} width={width} />
        </div>
      )}
      <IcicleLegend hiddenCount={visible.hiddenCount} />
    </section>
  );
}

/** By block: the row that it leads to, the first that differs, or else its first. */
function leadingRows({ count, columns }: DiffModel, layout: IcicleLayout): Int32Array {
  const leads = layout.rows.slice();
  for (let row = count - 1; row >= 0; row -= 1) {
    if (isDifference(columns.verdicts[row] ?? 0)) leads[layout.blocksOfRows[row] ?? 0] = row;
  }
  return leads;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Inner size of an element in px, kept as it is resized; 0 before it is laid out. */
function useBox(ref: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setBox({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return box;
}
