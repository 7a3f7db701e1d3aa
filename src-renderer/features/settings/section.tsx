import type { ReactNode } from 'react';

import styles from './section.module.css';

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A card of settings that belong together. */
export function Section({ id, title, note, children }: SectionProps): ReactNode {
  return (
    <section id={id} tabIndex={-1} className={styles.section} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </h2>
      {children}
    </section>
  );
}

export interface RowProps {
  readonly title: string;
  /** What it does, in a few words. */
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One setting: its name, what it does, its control. */
export function Row({ title, hint, children }: RowProps): ReactNode {
  return (
    <div className={styles.row}>
      <div className="grow">
        <div>{title}</div>
        {hint !== undefined && <div className="small t3">{hint}</div>}
      </div>
      {children}
    </div>
  );
}
