import type { ReactNode } from 'react';

import styles from './pair-panel.module.css';

const widths = [62, 84, 48, 73];

/** Grey bars where rows will be. */
export function Loading({ rows }: { readonly rows: number }): ReactNode {
  return (
    <div role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} className={styles.bone} style={{ width: `${widths[row % widths.length]}%` }} />
      ))}
    </div>
  );
}
