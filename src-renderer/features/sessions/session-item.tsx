import type { ReactNode } from 'react';

import type { SessionRow } from '@contract/facets';
import { formatCount, formatDateTime, formatRelative } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { sessionRoute } from '@domain/route';

import { hrefOf } from '../../lib/router';
import { classNames } from '../../ui/class-names';
import { sparkBars } from './model/sparkline';
import styles from './session-list.module.css';

const NS_PER_MS = 1_000_000n;
const SPARK_WIDTH_PX = 56;
const SPARK_HEIGHT_PX = 14;

export interface SessionItemProps {
  readonly id: string;
  readonly index: number;
  readonly row: SessionRow | null;
  /** Null for all. */
  readonly project: number | null;
  readonly isCurrent: boolean;
  readonly isCursor: boolean;
  readonly top: number;
  readonly nowMs: number;
  readonly onPress: (row: SessionRow) => void;
}

/** One session of the list: its id, what ran, when, and how its turns went. */
export function SessionItem(props: SessionItemProps): ReactNode {
  const { id, index, row, project, isCurrent, isCursor, top, nowMs, onPress } = props;
  const style = { transform: `translateY(${top}px)` };
  if (row === null) {
    return (
      <div
        role="row"
        aria-rowindex={index + 1}
        aria-busy="true"
        className={styles.item}
        style={style}
      >
        <span role="gridcell" aria-label="Loading">
          <i className={styles.bone} />
        </span>
      </div>
    );
  }
  return (
    // Keys are commands of the page: the list has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={id}
      aria-rowindex={index + 1}
      aria-selected={isCurrent}
      className={classNames(styles.item, isCurrent && styles.current, isCursor && styles.cursor)}
      style={style}
      onClick={(event) => {
        event.preventDefault();
        onPress(row);
      }}
    >
      {/* Named by the link in it. */}
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label */}
      <span role="gridcell" className={styles.cell}>
        <a
          href={hrefOf(sessionRoute(row.sessionId, project))}
          tabIndex={-1}
          draggable={false}
          className={styles.link}
          title={[row.sessionId, row.services.join(', '), row.preview].filter(Boolean).join('\n')}
        >
          <span className="grow">
            <span className={classNames('ellipsis', styles.name)}>{row.sessionId}</span>
            <span className={classNames('ellipsis', styles.sub)}>
              {isolateText(serviceText(row.services))}, {whenText(row.lastStartNs, nowMs)}
            </span>
          </span>
          <span className={styles.turns}>
            <Sparkline durationsNs={row.turnDurationsNs} />
            <span className={styles.sub}>
              {row.turnCount === 1 ? '1 turn' : `${formatCount(row.turnCount)} turns`}
              {row.errorCount > 0 && (
                <span className="srOnly">
                  , {row.errorCount} {row.errorCount === 1 ? 'error' : 'errors'}
                </span>
              )}
            </span>
          </span>
        </a>
      </span>
    </div>
  );
}

function Sparkline({ durationsNs }: { readonly durationsNs: readonly number[] }): ReactNode {
  return (
    <svg
      width={SPARK_WIDTH_PX}
      height={SPARK_HEIGHT_PX}
      className={styles.spark}
      aria-hidden="true"
    >
      {sparkBars(durationsNs, SPARK_WIDTH_PX, SPARK_HEIGHT_PX).map(({ x, width, height }) => (
        <rect key={x} x={x} y={SPARK_HEIGHT_PX - height} width={width} height={height} rx={0.8} />
      ))}
    </svg>
  );
}

function serviceText([first, ...others]: readonly string[]): string {
  const name = first || '(no service)';
  return others.length === 0 ? name : `${name} +${others.length}`;
}

function whenText(startNs: bigint, nowMs: number): string {
  if (startNs === 0n) return 'no start time';
  const startMs = Number(startNs / NS_PER_MS);
  return formatRelative(startMs, nowMs) ?? formatDateTime(startMs, false).slice(0, 10);
}
