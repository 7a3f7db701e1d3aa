import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from 'react';

import type { TraceSort } from '@domain/route';

import { useNow } from '../../lib/now';
import { ContextMenu } from '../../ui/context-menu';
import type { MenuEntry } from '../../ui/menu';
import { useWidth } from '../../ui/use-width';
import type { Projects } from '../projects';
import { fitColumns, gridTemplate, leftOutColumns, type ColumnChoice } from './columns';
import type { FeedbackHeadActions } from './feedback/feedback-head';
import { useListStore } from './list-store';
import type { Ticks } from './model/selection';
import type { TraceListState, TraceWindowCache } from './model/trace-window-cache';
import styles from './trace-list.module.css';
import { TraceListHead } from './trace-list-head';
import { rowId, TraceRow } from './trace-row';
import { useShownStandings } from './use-shown-standings';

const HEAD_PX = 26;
const OVERSCAN_ROWS = 12;
/** Scrolled at most this far counts as the top: the list moves on by itself there. */
const TOP_PX = 4;
/** Rows drawn before the number of traces is known. */
const LOADING_ROWS = 24;
/** Kept free beside the columns for the scroll bar. */
const SCROLLBAR_PX = 10;

export interface TraceListHandle {
  readonly scrollToRow: (index: number) => void;
  readonly scrollToTop: () => void;
  readonly focus: () => void;
  /** Rows that fit, for paging. */
  readonly pageRows: () => number;
}

export interface TraceListProps {
  readonly cache: TraceWindowCache;
  readonly state: TraceListState;
  readonly cursor: number;
  readonly ticks: Ticks;
  readonly columnChoice: ColumnChoice;
  /** In px. A list of another height is another list: remount it. */
  readonly rowHeight: number;
  readonly onSort: (sort: TraceSort) => void;
  readonly onTickAll: (ticked: boolean) => void;
  readonly feedback: FeedbackHeadActions;
  readonly onTick: (index: number) => void;
  readonly onPress: (index: number, event: MouseEvent) => void;
  /** The row becomes the one that the menu is about. */
  readonly onMenu: (index: number) => void;
  readonly menu: readonly MenuEntry[];
  readonly hasBaseline: boolean;
  readonly projects: Projects;
  readonly ref: Ref<TraceListHandle>;
}

/** The grid: only the rows in sight exist, whatever the number of traces. */
export function TraceList(props: TraceListProps): ReactNode {
  const { cache, state, cursor, ticks, columnChoice, hasBaseline, projects, rowHeight, ref } =
    props;
  const isOneProject = state.query.project !== null;
  const nameOfProject = useMemo(
    () => new Map((projects ?? []).map(({ id, name }) => [id, name])),
    [projects],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const shown = useMemo(
    () =>
      fitColumns(Math.max(0, widthPx - SCROLLBAR_PX), columnChoice, { hasBaseline, isOneProject }),
    [widthPx, columnChoice, hasBaseline, isOneProject],
  );
  useEffect(() => {
    const leftOut = leftOutColumns(shown, columnChoice, { hasBaseline, isOneProject });
    if (leftOut.join('\n') !== useListStore.getState().leftOut.join('\n')) {
      useListStore.setState({ leftOut });
    }
  }, [shown, columnChoice, hasBaseline, isOneProject]);
  const nowMs = useNow();
  const isLoading = state.status === 'loading';
  const count = isLoading ? LOADING_ROWS : state.total;

  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    initialOffset: () => useListStore.getState().scrollTop,
  });

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (!isLoading) cache.setRange(first, last);
  }, [cache, first, last, isLoading, state.total]);

  const standingOf = useShownStandings(cache, state, { first, last }, hasBaseline);

  useImperativeHandle(
    ref,
    () => ({
      scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
      scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
      focus: () => scroller.current?.focus(),
      pageRows: () =>
        Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / rowHeight) - 1),
    }),
    [virtualizer, rowHeight],
  );

  // Rows are drawn anew for what they show, not for handlers that differ in every render.
  const { onMenu: menuFor } = props;
  const handlers = useRef({ onPress: props.onPress, onTick: props.onTick, onMenu: menuFor });
  useEffect(() => {
    handlers.current = { onPress: props.onPress, onTick: props.onTick, onMenu: menuFor };
  });
  const onPress = useCallback(
    (index: number, event: MouseEvent) => handlers.current.onPress(index, event),
    [],
  );
  const onTick = useCallback((index: number) => handlers.current.onTick(index), []);
  const onMenu = useCallback((index: number) => handlers.current.onMenu(index), []);

  const isCursorDrawn = items.some((item) => item.index === cursor);
  const allTicked = state.total > 0 && ticks.size >= state.total;
  return (
    <ContextMenu
      label="Actions of the trace"
      entries={props.menu}
      area={
        <div
          ref={scroller}
          role="grid"
          aria-label="Traces"
          aria-rowcount={state.total + 1}
          aria-multiselectable="true"
          aria-busy={isLoading || state.isStale}
          aria-activedescendant={isCursorDrawn ? rowId(cursor) : undefined}
          // The grid is one stop; its rows are reached with the arrows.
          tabIndex={0}
          className={styles.scroller}
          style={{ '--columns': gridTemplate(shown) } as CSSProperties}
          onScroll={(event) => {
            const { scrollTop } = event.currentTarget;
            useListStore.setState({ scrollTop, isAtTop: scrollTop <= TOP_PX });
          }}
        >
          <TraceListHead
            shown={shown}
            sort={state.query.sort}
            onSort={props.onSort}
            ticked={allTicked || (ticks.size > 0 && 'mixed')}
            onTickAll={props.onTickAll}
            feedback={props.feedback}
          />
          <div
            role="rowgroup"
            className={styles.body}
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map((item) => {
              const trace = isLoading ? null : cache.rowAt(item.index);
              return (
                <TraceRow
                  key={trace?.key ?? `row ${item.index}`}
                  index={item.index}
                  trace={trace}
                  standing={trace === null ? null : standingOf(trace)}
                  projectName={trace === null ? '' : (nameOfProject.get(trace.experimentId) ?? '')}
                  shown={shown}
                  top={item.start - HEAD_PX}
                  height={rowHeight}
                  isCursor={item.index === cursor && trace !== null}
                  isTicked={trace !== null && ticks.has(trace.key)}
                  isNew={trace !== null && trace.key > state.seenKey}
                  longestNs={state.longestNs}
                  nowMs={nowMs}
                  onPress={onPress}
                  onTick={onTick}
                  onMenu={onMenu}
                />
              );
            })}
          </div>
        </div>
      }
    />
  );
}
