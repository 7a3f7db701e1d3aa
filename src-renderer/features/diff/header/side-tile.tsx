import type { ReactNode } from 'react';

import { classNames } from '../../../ui/class-names';
import styles from './side-tile.module.css';

export interface SideTileProps {
  readonly side: 'a' | 'b';
  readonly size?: 'small' | 'default';
}

/** The letter of a run on its colour. */
export function SideTile({ side, size = 'default' }: SideTileProps): ReactNode {
  return (
    <span className={classNames(styles.tile, styles[side], size === 'small' && styles.small)}>
      {side.toUpperCase()}
    </span>
  );
}
