import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Progress } from '../../ui/progress';
import styles from './groups-page.module.css';

export interface ReadingProps {
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** How many of the runs were read, before the first comparison is there. */
export function Reading({ progress }: ReadingProps): ReactNode {
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <div className={styles.reading} aria-busy="true">
      <p role="status">
        {total === 0
          ? 'Reading the runs'
          : `${formatCount(done)} of ${formatCount(total)} runs read`}
      </p>
      <Progress label="Runs read" value={total === 0 ? 0 : done / total} />
    </div>
  );
}
