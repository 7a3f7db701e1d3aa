import type { CSSProperties, ReactNode } from 'react';

import type { ContextPoint } from '@contract/facets';
import { formatCount, formatShortCount } from '@domain/format';

import { classNames } from '../../ui/class-names';
import styles from './context-chart.module.css';
import { chartScale } from './model/chart-scale';
import { contextColumns, type ContextColumn } from './model/context-columns';

export interface ContextChartProps {
  readonly points: readonly ContextPoint[];
  readonly currentTurn: number;
  readonly onPress: (turn: number) => void;
}

/** More calls than this share bars. */
const MAX_COLUMNS = 120;

/** The context window over the calls of a session: what entered, what stayed, what is gone. */
export function ContextChart({ points, currentTurn, onPress }: ContextChartProps): ReactNode {
  const columns = contextColumns(points, MAX_COLUMNS);
  const { top, ticks } = chartScale(
    columns.map(({ stayed, entered, left }) => stayed + entered + left),
  );
  const percent = (tokens: number): string => `${(tokens / top) * 100}%`;
  const last = points[points.length - 1];
  return (
    <figure className={styles.chart} aria-label="Context window by call">
      <figcaption className={styles.caption}>
        <span>Context window by call</span>
        <span className={styles.legend}>
          <i className={styles.stayed} /> stayed
          <i className={styles.entered} /> entered
          <i className={styles.left} /> left
          <span className={styles.compactedMark}>▾</span> compacted
        </span>
        <span>{last === undefined ? '' : `now ${formatShortCount(last.inputTokens)}`}</span>
      </figcaption>
      <div className={styles.plot} style={{ '--bars': columns.length } as CSSProperties}>
        {ticks.map((tick) => (
          <span key={tick} className={styles.tick} style={{ bottom: percent(tick) }}>
            <span>{formatShortCount(tick)}</span>
          </span>
        ))}
        {columns.map((column) => (
          <button
            key={column.point.spanKey}
            type="button"
            // The turns below are the way by keyboard.
            tabIndex={-1}
            aria-label={describe(column)}
            title={describe(column)}
            className={classNames(
              styles.bar,
              column.beginsTurn && styles.begins,
              column.point.turn === currentTurn && styles.current,
            )}
            onClick={() => onPress(column.point.turn)}
          >
            {column.wasCompacted && <span className={styles.compacted}>▾</span>}
            <i className={styles.left} style={{ height: percent(column.left) }} />
            <i className={styles.entered} style={{ height: percent(column.entered) }} />
            <i className={styles.stayed} style={{ height: percent(column.stayed) }} />
          </button>
        ))}
      </div>
    </figure>
  );
}

function describe({
  point,
  callCount,
  entered,
  stayed,
  left,
  wasCompacted,
}: ContextColumn): string {
  const who = [point.agentName, point.model].filter((name) => name !== null).join(', ');
  const tokens = `${formatCount(point.inputTokens)} tokens${point.isEstimated ? ' (estimated)' : ''}`;
  return [
    `Turn ${point.turn}${who === '' ? '' : `: ${who}`}`,
    callCount > 1 ? `the largest of ${callCount} calls, ${tokens}` : tokens,
    `about ${formatShortCount(entered)} entered, ${formatShortCount(stayed)} stayed, ${formatShortCount(left)} left`,
    ...(wasCompacted ? ['compacted'] : []),
  ].join('\n');
}
