import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import {
  formatCount,
  formatDateTime,
  formatDurationNs,
  formatShortCount,
  formatTimeOfDay,
} from '@domain/format';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';
import { describeCost, formatCost } from '@domain/format-cost';
import { traceRoute } from '@domain/route';

import { hrefOf } from '../../lib/router';
import { classNames } from '../../ui/class-names';
import { AgentIcon, ChevronRightIcon, UserIcon } from '../../ui/icons';
import { StatusGlyph } from '../../ui/status-glyph';
import { progressOf } from '../../ui/trace-progress';
import { tokensOf } from './model/session-figures';
import { TurnFeedback } from './turn-feedback';
import styles from './turn-list.module.css';

const NS_PER_MS = 1_000_000n;

export interface TurnItemProps {
  readonly id: string;
  readonly turn: TraceRow;
  readonly number: number;
  readonly isCurrent: boolean;
  /** Whether the services differ, so that each turn must say its own. */
  readonly showsService: boolean;
  readonly nowMs: number;
  readonly onPress: () => void;
  readonly onOpen: () => void;
}

/** One turn: what was asked and answered, and what that took. */
export function TurnItem(props: TurnItemProps): ReactNode {
  const { id, turn, number, isCurrent, showsService, nowMs, onPress, onOpen } = props;
  const { facets } = turn;
  const startMs = Number(turn.startNs / NS_PER_MS);
  const error = turn.status === 'error' ? (facets?.errorMessage ?? null) : null;
  const progress = progressOf(turn, nowMs);
  const output = error ?? facets?.outputPreview ?? null;
  return (
    // Keys are commands of the page: the list has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={id}
      aria-selected={isCurrent}
      aria-rowindex={number}
      data-trace={turn.traceId}
      className={classNames(styles.turn, isCurrent && styles.current)}
      onClick={onPress}
      onDoubleClick={onOpen}
    >
      <div role="gridcell" className={styles.number}>
        <b>{number}</b>
        <time title={formatDateTime(startMs, true)}>
          {turn.startNs === 0n ? '—' : formatTimeOfDay(startMs, false)}
        </time>
        <span title={progress.detail}>
          <StatusGlyph status={progress.status} />
        </span>
      </div>
      <div role="gridcell" className={styles.text}>
        <p className={styles.user}>
          <UserIcon size={14} />
          <span className="selectable">
            {facets?.inputPreview ?? <i className="t3">No input recorded</i>}
          </span>
        </p>
        <p className={classNames(styles.answer, error !== null && 'errorText')}>
          <AgentIcon size={14} />
          <span className="selectable">
            {output ?? (
              <i className="t3">
                {progress.status === 'running' ? 'running…' : 'No output recorded'}
              </i>
            )}
          </span>
        </p>
        <TurnFeedback turn={turn} />
      </div>
      <div role="gridcell" className={styles.figuresCell}>
        <dl className={styles.figures}>
          <TurnFigure name="Time" value={formatDurationNs(turn.durationNs)} />
          <TurnFigure name="Tokens" value={formatShortCount(tokensOf(turn))} />
          <TurnFigure
            name="Cost"
            value={facets === null ? '—' : formatCost(facets.cost) || '—'}
            title={facets === null ? undefined : describeCost(facets.cost)}
          />
          <TurnFigure
            name="Errors"
            value={formatCount(failureCount(turn))}
            className={turn.errorCount > 0 ? 'errorText' : 't3'}
          />
        </dl>
      </div>
      <div role="gridcell" className={styles.linkCell}>
        <a
          href={hrefOf(traceRoute(turn.traceId))}
          tabIndex={-1}
          draggable={false}
          className={styles.link}
        >
          <span className="mono">
            <span className="srOnly">Open trace of turn {number}: </span>
            {turn.traceId.slice(0, 8)}
          </span>
          <span className="small t3 ellipsis">
            {showsService
              ? turn.serviceName || '(no service)'
              : shownSpanCount(turn) === 1
                ? '1 span'
                : `${formatCount(shownSpanCount(turn))} spans`}
          </span>
          <ChevronRightIcon size={14} />
        </a>
      </div>
    </div>
  );
}

interface TurnFigureProps {
  readonly name: string;
  readonly value: string;
  readonly className?: string;
  readonly title?: string | undefined;
}

function TurnFigure({ name, value, className, title }: TurnFigureProps): ReactNode {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd className={className}>{value}</dd>
    </div>
  );
}
