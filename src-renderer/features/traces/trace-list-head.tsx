import type { ReactNode } from 'react';

import type { TraceSort, TraceSortKey } from '@domain/route';

import { Checkbox } from '../../ui/checkbox';
import { classNames } from '../../ui/class-names';
import { ArrowDownIcon, ErrorIcon } from '../../ui/icons';
import { isDescendingFirst, type Column } from './columns';
import { fieldOfColumn, isFeedbackColumn } from './feedback/feedback-column';
import { FeedbackHead, type FeedbackHeadActions } from './feedback/feedback-head';
import styles from './trace-list.module.css';

export interface TraceListHeadProps {
  readonly shown: readonly Column[];
  readonly sort: TraceSort;
  readonly onSort: (sort: TraceSort) => void;
  readonly ticked: boolean | 'mixed';
  readonly onTickAll: (ticked: boolean) => void;
  readonly feedback: FeedbackHeadActions;
}

/** The head: a press on a column sorts by it, another one the other way around. */
export function TraceListHead(props: TraceListHeadProps): ReactNode {
  const { shown, sort, onSort, ticked, onTickAll, feedback } = props;
  const sortBy = (key: TraceSortKey) =>
    onSort({ key, descending: key === sort.key ? !sort.descending : isDescendingFirst(key) });
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.columns}>
        {shown.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={sortBy}>
            {column.id === 'tick' && (
              <Checkbox
                checked={ticked}
                onChange={onTickAll}
                label={ticked === true ? 'Clear selection' : 'Select all'}
              />
            )}
            {isFeedbackColumn(column.id) && (
              <FeedbackHead field={fieldOfColumn(column.id)} {...feedback} />
            )}
          </HeadCell>
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps {
  readonly column: Column;
  readonly sort: TraceSort;
  readonly onSort: (key: TraceSortKey) => void;
  readonly children: ReactNode;
}

function HeadCell({ column, sort, onSort, children }: HeadCellProps): ReactNode {
  const { sortKey } = column;
  const isSorted = sortKey !== undefined && sort.key === sortKey;
  const className = classNames(
    styles.headCell,
    column.isNumber === true && styles.number,
    isSorted && styles.sorted,
    styles[column.id],
  );
  if (sortKey === undefined) {
    return (
      <span role="columnheader" aria-label={column.title} className={className}>
        {!isFeedbackColumn(column.id) && column.heading}
        {children}
      </span>
    );
  }
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={className}
    >
      <button
        type="button"
        aria-label={column.title}
        title={`Sort by ${sortKey === 'errors' ? 'errors' : column.title.toLowerCase()}`}
        className={styles.sortButton}
        onClick={() => onSort(sortKey)}
      >
        {isSorted && (
          <ArrowDownIcon size={12} className={sort.descending ? '' : (styles.ascending ?? '')} />
        )}
        {column.id === 'status' ? !isSorted && <ErrorIcon size={12} /> : column.heading}
      </button>
    </span>
  );
}
