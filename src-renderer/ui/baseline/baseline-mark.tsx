import type { ReactNode } from 'react';

import { PinIcon } from '../icons';
import styles from './baseline-mark.module.css';

/** Says that a run is the baseline of its root. */
export function BaselineMark(): ReactNode {
  return (
    <span className={styles.mark} title="Other runs of this root are compared with this one">
      <PinIcon size={12} />
      Baseline
    </span>
  );
}
