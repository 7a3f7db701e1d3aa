import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';

import type { GroupsModel } from '../model/groups-model';
import { StepRow, stepRowId } from './step-row';
import styles from './step-table.module.css';

const ROW_PX = 44;
const HEAD_PX = 27;
const OVERSCAN_ROWS = 8;

export interface StepTableHandle {
  readonly scrollTo: (index: number) => void;
  readonly focus: () => void;
  readonly pageRows: () => number;
}

export interface StepTableProps {
  readonly model: GroupsModel;
  /** Rows of the model, in the order shown. */
  readonly rows: readonly number[];
  /** Where the selected row stands; -1 for nowhere. */
  readonly cursor: number;
  /** Steps as they ran, indented; else the most telling first. */
  readonly isTree: boolean;
  readonly onPress: (row: number) => void;
  readonly ref: Ref<StepTableHandle>;
}

/** One row a step, with what it is in the good runs above what it is in the bad ones. */
export function StepTable(props: StepTableProps): ReactNode {
  const { model, rows, cursor, isTree, onPress, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // The virtualizer's functions are read when rows are drawn, never kept.
  // oxlint-disable-next-line react-compiler/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  useImperativeHandle(
    ref,
    () => ({
      scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
      focus: () => scroller.current?.focus(),
      pageRows: () =>
        Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1),
    }),
    [virtualizer],
  );
  const items = virtualizer.getVirtualItems();
  const isCursorDrawn = items.some(({ index }) => index === cursor);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Steps of both sets"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={isCursorDrawn ? stepRowId(cursor) : undefined}
      // The grid is one stop; its rows are reached with the arrows.
      tabIndex={0}
      className={styles.scroller}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.columns}>
          <span role="columnheader">Step</span>
          <span role="columnheader">In runs</span>
          <span role="columnheader">What tells them apart</span>
          <span role="columnheader">Time a run</span>
          <span role="columnheader" className={styles.number}>
            Tokens
          </span>
          <span role="columnheader" className={styles.number}>
            Cost
          </span>
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <StepRow
            key={rows[index] ?? index}
            model={model}
            row={rows[index] ?? 0}
            index={index}
            top={start - HEAD_PX}
            height={ROW_PX}
            isCursor={index === cursor}
            isTree={isTree}
            onPress={onPress}
          />
        ))}
      </div>
    </div>
  );
}
