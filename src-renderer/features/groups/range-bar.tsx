import type { CSSProperties, ReactNode } from 'react';

import type { GroupSide } from '@domain/diff/groups/group-table';
import type { Spread } from '@domain/diff/groups/statistics';

import { classNames } from '../../ui/class-names';
import styles from './range-bar.module.css';

export interface RangeBarProps {
  readonly side: GroupSide;
  readonly spread: Spread | null;
  /** The greatest value of both sets: the end of the axis. */
  readonly most: number;
  readonly format: (value: number) => string;
}

/** A box plot in one line: least to most, the middle half of the runs, and their median. */
export function RangeBar({ side, spread, most, format }: RangeBarProps): ReactNode {
  if (spread === null || most <= 0) return <span className={styles.axis} aria-hidden="true" />;
  const { least, low, median, high } = spread;
  const title =
    spread.count === 1
      ? format(median)
      : `Half of the runs from ${format(low)} to ${format(high)}, all from ${format(least)} to ${format(spread.most)}`;
  const between = (from: number, to: number): CSSProperties => ({
    left: `${(from / most) * 100}%`,
    width: `${((to - from) / most) * 100}%`,
  });
  return (
    <span className={classNames(styles.axis, styles[side])} title={title} aria-hidden="true">
      <i className={styles.whisker} style={between(least, spread.most)} />
      <i className={styles.box} style={between(low, high)} />
      <i className={styles.median} style={{ left: `${(median / most) * 100}%` }} />
    </span>
  );
}
