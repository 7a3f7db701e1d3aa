import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import styles from './icicle.module.css';

/** What the marks mean, and how much is too narrow to be drawn. */
export function IcicleLegend({ hiddenCount }: { readonly hiddenCount: number }): ReactNode {
  const noun = hiddenCount === 1 ? 'block is' : 'blocks are';
  return (
    <div className={styles.legend}>
      <span>
        <i className={classNames(styles.bar, styles.a)} />A
      </span>
      <span>
        <i className={classNames(styles.bar, styles.b)} />B
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.onlyA)} />
        only in A
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.onlyB)} />
        only in B
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.grew)} />▴ more
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.shrank)} />▾ less
      </span>
      <span className={styles.push} role="status">
        {hiddenCount > 0 && `${formatCount(hiddenCount)} ${noun} narrower than a pixel; zoom in`}
      </span>
    </div>
  );
}
