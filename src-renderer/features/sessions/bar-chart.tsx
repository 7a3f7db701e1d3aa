import type { ReactNode } from 'react';

import { classNames } from '../../ui/class-names';
import { ErrorSolidIcon } from '../../ui/icons';
import styles from './bar-chart.module.css';
import { ChartColumn, ChartFrame } from './chart-frame';
import { chartScale } from './model/chart-scale';

export interface ChartBar {
  readonly key: string | number;
  /** NaN where it is not known: no bar. */
  readonly value: number;
  /** What the bar stands for, read aloud and shown on hover. */
  readonly title: string;
  readonly isError?: boolean;
  readonly isCurrent?: boolean;
}

export interface BarChartProps {
  readonly title: string;
  /** One figure at the right, e.g. the median. */
  readonly note: string;
  readonly bars: readonly ChartBar[];
  readonly format: (value: number) => string;
  readonly onPress: (index: number) => void;
}

/** More bars than this have no room for their labels. */
const LABELLED_BARS = 14;

/** One bar a turn, on an axis from 0. A press on a bar goes to its turn. */
export function BarChart({ title, note, bars, format, onPress }: BarChartProps): ReactNode {
  const { top, ticks } = chartScale(bars.map(({ value }) => value));
  const isLabelled = bars.length <= LABELLED_BARS;
  const percent = (value: number): string => `${(value / top) * 100}%`;
  return (
    <ChartFrame
      title={title}
      caption={
        <>
          <span>{title}</span>
          <span>{note}</span>
        </>
      }
      ticks={ticks}
      format={format}
      heightOf={percent}
      columnCount={bars.length}
      className={classNames(styles.chart, !isLabelled && styles.dense)}
    >
      {bars.map(({ key, value, title: barTitle, isError = false, isCurrent = false }, index) => (
        <ChartColumn
          key={key}
          title={barTitle}
          className={classNames(styles.bar, isError && styles.error, isCurrent && styles.current)}
          onPress={() => onPress(index)}
        >
          {isLabelled && Number.isFinite(value) && (
            <span className={styles.label}>
              {isError && <ErrorSolidIcon size={11} />}
              {format(value)}
            </span>
          )}
          {Number.isFinite(value) && <i style={{ height: percent(value) }} />}
        </ChartColumn>
      ))}
    </ChartFrame>
  );
}
