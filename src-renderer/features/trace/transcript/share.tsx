import type { ReactNode } from 'react';

import { classNames } from '../../../ui/class-names';
import kindColours from '../../../ui/kind-colour.module.css';
import styles from './transcript.module.css';

export interface ShareProps {
  /** Colours it; none for what is of no kind. */
  readonly kind: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** A part of a whole as a bar. */
export function Share({ kind, share }: ShareProps): ReactNode {
  return (
    <span className={classNames(styles.totalBar, kindColours[kind])} aria-hidden="true">
      <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  );
}
