import { useVirtualizer } from '@tanstack/react-virtual';
import { useQueryClient } from '@tanstack/react-query';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type ReactNode,
  type Ref,
} from 'react';

import { itemOfRow } from '@domain/diff/transcript-items';

import { useEngineEvent } from '../../../lib/engine-queries';
import { ContextMenu } from '../../../ui/context-menu';
import type { MenuEntry } from '../../../ui/menu';
import { useHeldItem } from '../../../ui/use-held-item';
import { useWidth } from '../../../ui/use-width';
import type { BodyHandle } from '../body-handle';
import { useComparePreferences } from '../compare-preferences';
import type { DiffModel } from '../model/diff-model';
import type { RowFilter } from '../model/row-filter';
import { beginsFolded, toldItems, type ToldItem } from './told-items';
import { useKeptItem } from './use-kept-item';
import { ToldStep, type StepActions } from './told-step';
import { TranscriptHead } from './transcript-head';
import styles from './transcript.module.css';
import { useItemFolds } from './use-item-folds';
import { useTranscriptKeys } from './use-transcript-keys';

const LINE_PX = 30;
const OPEN_PX = 150;
const OVERSCAN_ITEMS = 4;
/** Of what is in sight, a page scrolls this much: a little stays to read on from. */
const PAGE_SHARE = 0.9;
/** What stays in sight above a step that was leapt to. */
const CONTEXT_PX = 48;
/** Narrower than this there is no room for two texts beside each other. */
const MIN_SIDES_PX = 900;

export interface TranscriptListProps {
  /** Names the comparison. */
  readonly comparison: string;
  readonly model: DiffModel;
  readonly filter: RowFilter;
  readonly selected: number;
  readonly menu: readonly MenuEntry[];
  /** The reader has scrolled or folded. */
  readonly onTouch: () => void;
  readonly onSelect: (row: number) => void;
  /** Selects on the way to elsewhere. */
  readonly passTo: (row: number) => void;
  readonly onGoTo: (row: number) => void;
  readonly ref: Ref<BodyHandle>;
}

/** Both runs as one conversation, turn by turn. Only the steps in sight exist and are read. */
export function TranscriptList(props: TranscriptListProps): ReactNode {
  const { comparison, model, filter, selected, menu, passTo, onTouch, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const chosenLayout = useComparePreferences((preferences) => preferences.layout);
  const isNarrow = width > 0 && width < MIN_SIDES_PX;
  const layout = isNarrow ? 'inline' : chosenLayout;
  const folds = useItemFolds(comparison);
  const foldOf = folds.of;
  const items = useMemo(
    () => toldItems(model, filter, (key) => foldOf(key, true)),
    [model, filter, foldOf],
  );
  const current = itemOfRow(items, selected);
  const isFolded = (item: ToldItem): boolean => foldOf(item.key, beginsFolded(model, item));
  // Asked for of every item behind one that is measured, so it must cost nothing.
  const estimatesPx = useMemo(
    () =>
      Float64Array.from(items, (item) =>
        item.type === 'same' || foldOf(item.key, beginsFolded(model, item)) ? LINE_PX : OPEN_PX,
      ),
    [items, model, foldOf],
  );
  const cache = useQueryClient();
  useEngineEvent('traces.facetsChanged', () => {
    void cache.invalidateQueries({ queryKey: ['diff.pair'] }, { cancelRefetch: false });
  });

  const keys = useMemo(() => Float64Array.from(items, ({ key }) => key), [items]);
  const getItemKey = useCallback((at: number) => keys[at] ?? at, [keys]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => estimatesPx[at] ?? LINE_PX,
    overscan: OVERSCAN_ITEMS,
    getItemKey,
    scrollPaddingStart: CONTEXT_PX,
    paddingStart: 6,
    paddingEnd: 24,
  });
  const drawn = virtualizer.getVirtualItems();
  const heldKey = useHeldItem(scroller, items, (at, align) =>
    virtualizer.scrollToIndex(at, { align }),
  );
  const kept = useKeptItem(scroller, items, virtualizer, () => heldKey.current !== null);

  /** The row that was pressed: what the reader points at stays where it is. */
  const pressed = useRef(-1);
  useImperativeHandle(
    ref,
    () => ({
      scrollTo: (row, by) => {
        const at = itemOfRow(items, row);
        const key = items[at]?.key;
        const isPressed = row === pressed.current;
        pressed.current = -1;
        if (key === undefined || isPressed) return;
        heldKey.current = key;
        const isDrawn = scroller.current?.querySelector(`[data-index="${at}"]`) !== null;
        virtualizer.scrollToIndex(at, { align: by === 'near' || isDrawn ? 'auto' : 'start' });
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
      pageRows: () => 1,
      open: () => toggle(items[current]),
    }),
    // Folds change what opening does.
    // oxlint-disable-next-line react/exhaustive-deps
    [virtualizer, items, current, heldKey, folds],
  );
  const fold = (item: ToldItem, isToFold: boolean): void => {
    onTouch();
    folds.set(item.key, isToFold);
    scroller.current?.focus({ preventScroll: true });
  };
  const toggle = (item: ToldItem | undefined): void => {
    if (item !== undefined) fold(item, !isFolded(item));
  };
  useTranscriptKeys({
    items,
    current,
    isFolded,
    passTo,
    fold,
    foldAll: (isToFold) => {
      onTouch();
      folds.setAll(isToFold);
    },
    page: (direction) => {
      heldKey.current = null;
      kept.release();
      const element = scroller.current;
      element?.scrollBy({ top: direction * element.clientHeight * PAGE_SHARE });
    },
  });

  const press = (row: number): void => {
    pressed.current = row;
    props.onSelect(row);
  };
  const actions = useActions(fold, press, props.onGoTo);
  return (
    <section className={styles.view} aria-label="Transcript of both runs">
      <TranscriptHead header={model.header} layout={layout} isNarrow={isNarrow} />
      <ContextMenu
        label="Actions of the row"
        entries={menu}
        area={
          <div
            ref={scroller}
            role="feed"
            aria-label="Steps of both runs"
            // Keys move from step to step while the feed has the focus.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className={styles.feed}
            onWheel={onTouch}
            onScroll={kept.onScroll}
          >
            <div className={styles.content} style={{ height: virtualizer.getTotalSize() }}>
              {drawn.map((place) => {
                const item = items[place.index];
                if (item === undefined) return null;
                return (
                  <div
                    key={place.key}
                    ref={virtualizer.measureElement}
                    data-index={place.index}
                    className={styles.slot}
                    style={{ transform: `translateY(${place.start}px)` }}
                  >
                    <ToldStep
                      model={model}
                      item={item}
                      number={place.index + 1}
                      count={items.length}
                      layout={layout}
                      isFolded={isFolded(item)}
                      isSelected={place.index === current}
                      actions={actions}
                    />
                  </div>
                );
              })}
            </div>
            {items.length === 0 && (
              <p className={styles.nothing}>
                {model.count === 0
                  ? 'Neither trace has spans that are understood yet.'
                  : 'No step is of this kind.'}
              </p>
            )}
          </div>
        }
      />
    </section>
  );
}

/** Steps are drawn anew for what they show, not for handlers that differ in every render. */
function useActions(
  fold: StepActions['fold'],
  select: StepActions['select'],
  goTo: StepActions['goTo'],
): StepActions {
  const latest = useRef({ fold, select, goTo });
  useEffect(() => {
    latest.current = { fold, select, goTo };
  });
  return useMemo(
    () => ({
      fold: (item, isToFold) => latest.current.fold(item, isToFold),
      select: (row) => latest.current.select(row),
      goTo: (row) => latest.current.goTo(row),
    }),
    [],
  );
}
