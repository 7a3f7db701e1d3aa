import type { CSSProperties, ReactNode } from 'react';

import styles from './trace-skeleton.module.css';

/** Offsets and widths of grey bars, in % of the track: any trace looks about like this. */
const bars: readonly (readonly [indent: number, left: number, width: number])[] = [
  [0, 0, 86],
  [1, 0, 8],
  [1, 9, 22],
  [2, 10, 14],
  [1, 32, 40],
  [2, 33, 9],
  [2, 43, 12],
  [2, 56, 15],
  [1, 74, 12],
];

/** Grey bars at their final places while a trace is read. */
export function TraceSkeleton(): ReactNode {
  return (
    <section className={styles.page} aria-label="Trace" aria-busy="true">
      <div className={styles.header}>
        <i className={styles.title} />
        <i className={styles.sub} />
      </div>
      <div className={styles.toolbar} />
      <div className={styles.minimap} />
      <div className={styles.head} />
      {bars.map(([indent, left, width]) => (
        <div key={`${indent} ${left}`} className={styles.row}>
          <i className={styles.name} style={{ marginLeft: 16 + indent * 16 }} />
          <i
            className={styles.bar}
            style={{ '--left': `${left}%`, width: `${width}%` } as CSSProperties}
          />
        </div>
      ))}
      <span role="status" className="srOnly">
        Reading the trace
      </span>
    </section>
  );
}
