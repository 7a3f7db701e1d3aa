import type { CSSProperties, ReactNode } from 'react';

import { classNames } from '../../ui/class-names';
import styles from './chart-frame.module.css';

export interface ChartFrameProps {
  readonly title: string;
  /** What stands above the plot; its parts share the width. */
  readonly caption: ReactNode;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  /** Height of a value above the axis, in CSS. */
  readonly heightOf: (value: number) => string;
  readonly columnCount: number;
  /** Sets `--plot-height`. */
  readonly className: string | undefined;
  /** `ChartColumn`s. */
  readonly children: ReactNode;
}

/** A chart of columns on an axis from 0, with its caption. */
export function ChartFrame(props: ChartFrameProps): ReactNode {
  const { title, caption, ticks, format, heightOf, columnCount, className, children } = props;
  return (
    <figure className={classNames(styles.chart, className)} aria-label={title}>
      <figcaption className={styles.caption}>{caption}</figcaption>
      <div className={styles.plot} style={{ '--columns': columnCount } as CSSProperties}>
        {ticks.map((tick) => (
          <span key={tick} className={styles.tick} style={{ bottom: heightOf(tick) }}>
            <span>{format(tick)}</span>
          </span>
        ))}
        {children}
      </div>
    </figure>
  );
}

export interface ChartColumnProps {
  /** What the column stands for, read aloud and shown on hover. */
  readonly title: string;
  readonly className: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** One column, made of `i` elements; a press goes to its turn. */
export function ChartColumn({ title, className, onPress, children }: ChartColumnProps): ReactNode {
  return (
    <button
      type="button"
      // The turns below are the way by keyboard: a stop for every column would be in the way.
      tabIndex={-1}
      aria-label={title}
      title={title}
      className={classNames(styles.column, className)}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
