import type { ReactNode } from 'react';

import styles from './bones.module.css';

const widths = [62, 84, 48, 73];

/** Grey bars where rows will be. */
export function Bones({ rows }: { readonly rows: number }): ReactNode {
  return (
    <div aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} className={styles.bone} style={{ width: `${widths[row % widths.length]}%` }} />
      ))}
    </div>
  );
}
