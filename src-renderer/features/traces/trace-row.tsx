import { memo, type CSSProperties, type MouseEvent, type ReactNode } from 'react';

import type { TraceRow as Trace } from '@contract/traces';
import {
  formatAge,
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatTimeOfDay,
} from '@domain/format';
import { type Route, traceRoute } from '@domain/route';

import { hrefOf } from '../../lib/router';
import { Checkbox } from '../../ui/checkbox';
import { classNames } from '../../ui/class-names';
import { ErrorSolidIcon } from '../../ui/icons';
import { StatusGlyph } from '../../ui/status-glyph';
import { progressOf, type TraceProgress } from '../../ui/trace-progress';
import { columns } from './columns';
import { durationShare } from './model/duration-bar';
import styles from './trace-list.module.css';

const NS_PER_MS = 1_000_000n;

export function routeOfTrace(trace: Trace): Route {
  return traceRoute(trace.traceId);
}

/** DOM id of a row, for `aria-activedescendant`. */
export function rowId(index: number): string {
  return `trace-row-${index}`;
}

export interface TraceRowProps {
  readonly index: number;
  /** Null while the row is being read. */
  readonly trace: Trace | null;
  readonly top: number;
  readonly height: number;
  readonly isCursor: boolean;
  readonly isTicked: boolean;
  readonly isNew: boolean;
  readonly longestNs: number;
  readonly nowMs: number;
  readonly onPress: (index: number, event: MouseEvent) => void;
  readonly onTick: (index: number) => void;
}

/** One trace. The whole row opens it; the name is the link that says so. */
export const TraceRow = memo(function TraceRow(props: TraceRowProps): ReactNode {
  const { index, trace, top, height, isCursor, isTicked, isNew, onPress } = props;
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
        {columns.map(({ id }) => (
          <span key={id} role="gridcell" className={classNames(styles.cell, styles[id])}>
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
      )}
      style={place}
      onClick={(event) => {
        const isTick = event.target instanceof Element && event.target.closest('[role=checkbox]');
        if (!isTick) onPress(index, event);
      }}
    >
      <Cells {...props} trace={trace} />
    </div>
  );
});

function Cells({
  index,
  trace,
  isTicked,
  longestNs,
  nowMs,
  onTick,
}: TraceRowProps & { readonly trace: Trace }): ReactNode {
  const progress = progressOf(trace, nowMs);
  return (
    <>
      <span role="gridcell" className={classNames(styles.cell, styles.tick)}>
        <Checkbox
          checked={isTicked}
          onChange={() => onTick(index)}
          label={`Select ${nameOf(trace)}`}
          tabIndex={-1}
        />
      </span>
      <span
        role="gridcell"
        className={classNames(styles.cell, styles.status)}
        title={progress.detail}
      >
        <StatusGlyph status={progress.status} />
      </span>
      <NameCell trace={trace} progress={progress} />
      <span role="gridcell" className={classNames(styles.cell, styles.service)}>
        <span className="ellipsis">{trace.serviceName === '' ? '—' : trace.serviceName}</span>
        {trace.serviceCount > 1 && (
          <span className={styles.more} title={`${trace.serviceCount} services`}>
            +{trace.serviceCount - 1}
          </span>
        )}
      </span>
      <StartedCell startMs={Number(trace.startNs / NS_PER_MS)} nowMs={nowMs} />
      <span role="gridcell" className={classNames(styles.cell, styles.duration)}>
        <span className={styles.durationText}>{formatDurationNs(trace.durationNs)}</span>
        <span className={styles.track} aria-hidden="true">
          <i
            className={classNames(
              styles.bar,
              progress.status === 'running' && styles.barRunning,
              trace.status === 'error' && styles.barError,
            )}
            style={{ width: `${durationShare(trace.durationNs, longestNs) * 100}%` }}
          />
        </span>
      </span>
      <span role="gridcell" className={classNames(styles.cell, styles.number)}>
        {formatCount(trace.spanCount)}
      </span>
      <span
        role="gridcell"
        className={classNames(styles.cell, styles.number, trace.logCount === 0 && styles.zero)}
      >
        {formatCount(trace.logCount)}
      </span>
      <span role="gridcell" className={classNames(styles.cell, styles.id)} title={trace.traceId}>
        {trace.traceId.slice(0, 8)}
      </span>
    </>
  );
}

interface NameCellProps {
  readonly trace: Trace;
  readonly progress: TraceProgress;
}

function NameCell({ trace, progress }: NameCellProps): ReactNode {
  return (
    <span role="gridcell" className={classNames(styles.cell, styles.name)}>
      <a
        href={hrefOf(routeOfTrace(trace))}
        tabIndex={-1}
        draggable={false}
        className={classNames('ellipsis', trace.rootName === null && styles.placeholder)}
      >
        {nameOf(trace)}
      </a>
      {progress.lack !== '' && (
        <span className={styles.note} title={progress.detail}>
          {progress.lack}
        </span>
      )}
      {trace.errorCount > 0 && (
        <span className={styles.errors} title={errorsTitle(trace.errorCount)}>
          <ErrorSolidIcon size={13} />
          <span aria-hidden="true">{formatCount(trace.errorCount)}</span>
          <span className="srOnly">{errorsTitle(trace.errorCount)}</span>
        </span>
      )}
    </span>
  );
}

function StartedCell({ startMs, nowMs }: { readonly startMs: number; readonly nowMs: number }) {
  if (startMs === 0) {
    return (
      <span
        role="gridcell"
        className={classNames(styles.cell, styles.started)}
        title="No start time was sent"
      >
        —
      </span>
    );
  }
  const age = formatAge(startMs, nowMs);
  return (
    <span
      role="gridcell"
      className={classNames(styles.cell, styles.started)}
      title={formatDateTime(startMs, true)}
    >
      {age === null ? formatDateTime(startMs, false) : formatTimeOfDay(startMs, false)}
      {age !== null && <span className={styles.age}>{age}</span>}
    </span>
  );
}

function nameOf(trace: Trace): string {
  const name = trace.rootName ?? trace.firstSpanName;
  return name === '' ? '(no name)' : name;
}

function errorsTitle(count: number): string {
  return count === 1 ? '1 span with an error' : `${formatCount(count)} spans with errors`;
}
