import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useLayoutEffect, useRef, type Ref, type RefObject } from 'react';

import { nearestRow, type VisibleRows } from '../../lib/visible-rows';

const OVERSCAN_ROWS = 8;
/** A leap leaves at least as many rows between its target and the edges. */
const CONTEXT_ROWS = 2;

export interface TreeHandle {
  /**
   * Scrolls the row of a span into sight: the least that does it on the way from row to row
   * (`near`), and to a third of the height, with what stands around it, for a leap (`leap`).
   */
  readonly scrollTo: (span: number, by: 'near' | 'leap') => void;
  readonly focus: () => void;
  readonly pageRows: () => number;
}

export interface TreeRows {
  /** Rows that exist, ascending: those in sight and a few around them. */
  readonly drawn: readonly number[];
  readonly firstRow: number;
  /** -1 for none. */
  readonly lastRow: number;
}

/** Rows of a tree of any length, all of one height in px; and how to come to one of them. */
export function useTreeRows(
  scroller: RefObject<HTMLElement | null>,
  rows: VisibleRows,
  rowHeight: number,
  ref: Ref<TreeHandle>,
): TreeRows {
  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
  });
  useImperativeHandle(
    ref,
    () => ({
      scrollTo: (span, by) => {
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
    [virtualizer, scroller, rows, rowHeight],
  );
  const drawn = virtualizer.getVirtualItems().map(({ index }) => index);
  return {
    drawn,
    firstRow: drawn[0] ?? 0,
    lastRow: Math.min(drawn.at(-1) ?? -1, rows.count - 1),
  };
}

interface RowsOfModel<Model> {
  readonly model: Model;
  readonly rows: VisibleRows;
}

/**
 * Keeps the topmost row where it is when rows come or go above it. `findIn` tells where a span of
 * the model before is in the newer one; -1 where it has gone.
 */
export function useKeptPlace<Model>(
  scroller: RefObject<HTMLElement | null>,
  view: RowsOfModel<Model>,
  rowHeight: number,
  findIn: (model: Model, before: Model, span: number) => number,
): void {
  const before = useRef(view);
  const find = useRef(findIn);
  useLayoutEffect(() => {
    find.current = findIn;
  });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = view;
    const element = scroller.current;
    if (old.rows === view.rows || element === null || element.scrollTop === 0) return;
    const oldRow = Math.floor(element.scrollTop / rowHeight);
    const oldSpan = old.rows.spans[oldRow];
    if (oldSpan === undefined) return;
    const span = old.model === view.model ? oldSpan : find.current(view.model, old.model, oldSpan);
    if (span < 0) return;
    const row = nearestRow(view.rows, span);
    if (row >= 0 && row !== oldRow) element.scrollBy({ top: (row - oldRow) * rowHeight });
  }, [scroller, view, rowHeight]);
}
