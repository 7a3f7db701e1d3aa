import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './progress.module.css';

export interface ProgressProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly value: number;
  readonly tone?: 'accent' | 'ok' | 'warn' | 'error';
}

/** How far something has come. */
export function Progress({ label, value, tone = 'accent' }: ProgressProps): ReactNode {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className={classNames(styles.track, tone !== 'accent' && styles[tone])}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
