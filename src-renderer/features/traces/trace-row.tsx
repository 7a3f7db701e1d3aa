import { memo, type CSSProperties, type MouseEvent, type ReactNode } from 'react';

import type { TraceRow as Trace } from '@contract/traces';

import { classNames } from '../../ui/class-names';
import { progressOf } from '../../ui/trace-progress';
import type { Standing } from '../baseline';
import type { Column } from './columns';
import { FeedbackCell } from './feedback/feedback-cell';
import { fieldOfColumn, isFeedbackColumn } from './feedback/feedback-column';
import { cells } from './trace-cells';
import styles from './trace-list.module.css';

/** DOM id of a row, for `aria-activedescendant`. */
export function rowId(index: number): string {
  return `trace-row-${index}`;
}

export interface TraceRowProps {
  readonly index: number;
  /** Null while the row is being read. */
  readonly trace: Trace | null;
  readonly standing: Standing | null;
  readonly projectName: string;
  readonly shown: readonly Column[];
  readonly top: number;
  readonly height: number;
  readonly isCursor: boolean;
  readonly isTicked: boolean;
  readonly isNew: boolean;
  readonly longestNs: number;
  readonly nowMs: number;
  readonly onPress: (index: number, event: MouseEvent) => void;
  readonly onTick: (index: number) => void;
  /** A menu is asked for. */
  readonly onMenu: (index: number) => void;
}

/** One trace. The whole row opens it; the name is the link that says so. */
export const TraceRow = memo(function TraceRow(props: TraceRowProps): ReactNode {
  const { index, trace, shown, top, height, isCursor, isTicked, isNew, onPress } = props;
  const place: CSSProperties = { transform: `translateY(${top}px)`, height };
  if (trace === null) {
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-busy="true"
        className={classNames(styles.row, styles.columns, styles.waiting)}
        style={place}
      >
        {shown.map(({ id, isNumber }) => (
          <span
            key={id}
            role="gridcell"
            className={classNames(styles.cell, isNumber === true && styles.number, styles[id])}
          >
            {id !== 'tick' && id !== 'status' && <i className={styles.bone} />}
          </span>
        ))}
      </div>
    );
  }
  return (
    // Keys are commands of the page: the grid has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={isTicked}
      data-trace={trace.traceId}
      className={classNames(
        styles.row,
        styles.columns,
        isCursor && styles.cursor,
        isTicked && styles.ticked,
        isNew && styles.fresh,
        trace.sameCallAs !== null && styles.uncounted,
      )}
      style={place}
      onClickCapture={(event) => {
        // To a box as to the row: what is between is ticked, not this one alone.
        if (!event.shiftKey || !isTick(event.target)) return;
        event.preventDefault();
        event.stopPropagation();
        onPress(index, event);
      }}
      onContextMenu={() => props.onMenu(index)}
      onClick={(event) => {
        if (!isTick(event.target)) onPress(index, event);
      }}
    >
      <Cells {...props} trace={trace} />
    </div>
  );
});

function isTick(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role=checkbox]') !== null;
}

function Cells(props: TraceRowProps & { readonly trace: Trace }): ReactNode {
  const { index, trace, standing, projectName, shown, isTicked, longestNs, nowMs, onTick } = props;
  const progress = progressOf(trace, nowMs);
  return shown.map(({ id }) => {
    if (isFeedbackColumn(id)) {
      return <FeedbackCell key={id} trace={trace} field={fieldOfColumn(id)} />;
    }
    const CellOf = cells[id];
    return (
      <CellOf
        key={id}
        trace={trace}
        progress={progress}
        standing={standing}
        projectName={projectName}
        isTicked={isTicked}
        longestNs={longestNs}
        nowMs={nowMs}
        onTick={() => onTick(index)}
      />
    );
  });
}
