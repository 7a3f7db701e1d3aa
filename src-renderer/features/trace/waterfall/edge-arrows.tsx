import type { ReactNode } from 'react';

import type { SpanIndex } from '@domain/units';

import { classNames } from '../../../ui/class-names';
import { ChevronLeftIcon, ChevronRightIcon } from '../../../ui/icons';
import type { TraceModel } from '../model/trace-model';
import type { VisibleRows } from '../../../lib/visible-rows';
import { useTimeWindow, type WindowStore } from '../../../ui/timeline/window-store';
import styles from './waterfall.module.css';

export interface EdgeArrowsProps {
  readonly store: WindowStore;
  readonly model: TraceModel;
  readonly rows: VisibleRows;
  /** Of the rows that exist. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly rowHeight: number;
  readonly onSelect: (span: SpanIndex) => void;
}

/** Where a bar lies outside of the time shown, an arrow at the edge beyond which it is. */
export function EdgeArrows(props: EdgeArrowsProps): ReactNode {
  const { store, model, rows, firstRow, lastRow, rowHeight, onSelect } = props;
  const window = useTimeWindow(store);
  const arrows: ReactNode[] = [];
  for (let row = firstRow; row <= lastRow; row += 1) {
    const span = rows.spans[row];
    if (span === undefined) break;
    const isEarlier = (model.endsNs[span] ?? 0) < window.fromNs;
    if (!isEarlier && (model.table.startNs[span] ?? 0) <= window.toNs) continue;
    const Chevron = isEarlier ? ChevronLeftIcon : ChevronRightIcon;
    arrows.push(
      <button
        key={span}
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={`${isEarlier ? 'Earlier' : 'Later'} than the time shown; press to go there`}
        className={classNames(styles.edge, !isEarlier && styles.later)}
        style={{ transform: `translateY(${row * rowHeight}px)`, height: rowHeight }}
        onClick={() => onSelect(span)}
      >
        <Chevron size={12} />
      </button>,
    );
  }
  return arrows;
}
