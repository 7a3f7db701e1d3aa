import type { ReactNode } from 'react';

import styles from './chip.module.css';
import { classNames } from './class-names';
import { CloseIcon } from './icons';

export interface ChipProps {
  readonly tone?: 'default' | 'outline' | 'ok' | 'warn' | 'error' | 'accent';
  readonly children: ReactNode;
  /** Shows a cross that takes the chip away. */
  readonly onRemove?: () => void;
  /** Name of the cross, e.g. `Remove tag v14`. */
  readonly removeLabel?: string;
  readonly className?: string;
}

/** A short fact on a tint. */
export function Chip({ tone = 'default', children, onRemove, removeLabel, className }: ChipProps) {
  return (
    <span className={classNames(styles.chip, tone !== 'default' && styles[tone], className)}>
      {children}
      {onRemove !== undefined && (
        <button
          type="button"
          className={styles.remove}
          aria-label={removeLabel ?? 'Remove'}
          onClick={onRemove}
        >
          <CloseIcon size={9} />
        </button>
      )}
    </span>
  );
}
