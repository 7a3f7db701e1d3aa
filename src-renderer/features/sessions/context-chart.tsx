import type { ReactNode } from 'react';

import type { ContextPoint } from '@contract/facets';
import { formatCount, formatShortCount } from '@domain/format';

import { classNames } from '../../ui/class-names';
import { ChartColumn, ChartFrame } from './chart-frame';
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
  const title = 'Context window by call';
  return (
    <ChartFrame
      title={title}
      caption={
        <>
          <span>{title}</span>
          <span className={styles.legend}>
            <i className={styles.stayed} /> stayed
            <i className={styles.entered} /> entered
            <i className={styles.left} /> left
            <span className={styles.compactedMark}>▾</span> compacted
          </span>
          <span>{last === undefined ? '' : `now ${formatShortCount(last.inputTokens)}`}</span>
        </>
      }
      ticks={ticks}
      format={formatShortCount}
      heightOf={percent}
      columnCount={columns.length}
      className={styles.chart}
    >
      {columns.map((column) => (
        <ChartColumn
          key={column.point.spanKey}
          title={describe(column)}
          className={classNames(
            styles.bar,
            column.beginsTurn && styles.begins,
            column.point.turn === currentTurn && styles.current,
          )}
          onPress={() => onPress(column.point.turn)}
        >
          {column.wasCompacted && <span className={styles.compacted}>▾</span>}
          <i className={styles.left} style={{ height: percent(column.left) }} />
          <i className={styles.entered} style={{ height: percent(column.entered) }} />
          <i className={styles.stayed} style={{ height: percent(column.stayed) }} />
        </ChartColumn>
      ))}
    </ChartFrame>
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
