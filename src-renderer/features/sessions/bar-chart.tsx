import type { CSSProperties, ReactNode } from 'react';

import { classNames } from '../../ui/class-names';
import { ErrorSolidIcon } from '../../ui/icons';
import styles from './bar-chart.module.css';
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
    <figure className={styles.chart} aria-label={title}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        <span>{note}</span>
      </figcaption>
      <div
        className={classNames(styles.plot, !isLabelled && styles.dense)}
        style={{ '--bars': bars.length } as CSSProperties}
      >
        {ticks.map((tick) => (
          <span key={tick} className={styles.tick} style={{ bottom: percent(tick) }}>
            <span>{format(tick)}</span>
          </span>
        ))}
        {bars.map(({ key, value, title: barTitle, isError = false, isCurrent = false }, index) => (
          <button
            key={key}
            type="button"
            // The turns below are the way by keyboard: a stop for every bar would be in the way.
            tabIndex={-1}
            aria-label={barTitle}
            title={barTitle}
            className={classNames(styles.bar, isError && styles.error, isCurrent && styles.current)}
            onClick={() => onPress(index)}
          >
            {isLabelled && Number.isFinite(value) && (
              <span className={styles.label}>
                {isError && <ErrorSolidIcon size={11} />}
                {format(value)}
              </span>
            )}
            <i style={{ height: Number.isFinite(value) ? percent(value) : 0 }} />
          </button>
        ))}
      </div>
    </figure>
  );
}
