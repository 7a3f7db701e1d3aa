import type { ReactNode } from 'react';

import { Button } from './button';
import { ErrorIcon } from './icons';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  /** One sentence. */
  readonly message: ReactNode;
  /** One action, e.g. a Button. */
  readonly action?: ReactNode;
}

/** Nothing to show: why, and the one thing to do about it. */
export function EmptyState({ message, action }: EmptyStateProps): ReactNode {
  return (
    <div className={styles.state}>
      <p>{message}</p>
      {action}
    </div>
  );
}

export interface ErrorStateProps {
  readonly message: string;
  readonly onRetry?: () => void;
  readonly retrying?: boolean;
}

/** Something could not be read: what the engine says, and Retry. */
export function ErrorState({ message, onRetry, retrying = false }: ErrorStateProps): ReactNode {
  return (
    <div className={styles.state} role="alert">
      <ErrorIcon size={20} className={styles.icon} />
      <p className="selectable">{message}</p>
      {onRetry !== undefined && (
        <Button onClick={onRetry} busy={retrying}>
          Retry
        </Button>
      )}
    </div>
  );
}
