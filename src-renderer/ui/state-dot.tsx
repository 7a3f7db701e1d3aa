import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './state-dot.module.css';

export interface StateDotProps {
  readonly tone: 'ok' | 'warn' | 'error' | 'off';
  /** Pulses softly: something is going on right now. */
  readonly live?: boolean;
}

/** A coloured dot; always beside the word that says the state. */
export function StateDot({ tone, live = false }: StateDotProps): ReactNode {
  return (
    <i aria-hidden="true" className={classNames(styles.dot, styles[tone], live && styles.live)} />
  );
}
