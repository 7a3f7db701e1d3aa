import type { ReactNode } from 'react';

import styles from './diff-skeleton.module.css';

const widths = [60, 44, 52, 38, 56, 30, 48, 40, 34, 50];

/** What a comparison looks like before it is there. */
export function DiffSkeleton(): ReactNode {
  return (
    <section className={styles.page} aria-busy="true" aria-label="Compare">
      <h1 className="srOnly">Compare</h1>
      <p className="srOnly" role="status">
        Comparing the two traces
      </p>
      <div className={styles.head}>
        <i className={styles.card} />
        <i className={styles.card} />
      </div>
      <div className={styles.strip} />
      <div className={styles.banner} />
      {widths.map((width, at) => (
        <div key={at} className={styles.row}>
          <i className={styles.bone} style={{ width: `${width / 3}%` }} />
        </div>
      ))}
    </section>
  );
}
