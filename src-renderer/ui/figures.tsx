import type { ReactNode } from 'react';

import styles from './figures.module.css';

/** Key figures of a page's subject, as a list of terms. */
export function Figures({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles.figures}>{children}</dl>;
}

export interface FigureProps {
  readonly name: string;
  /** Units within are `small`. */
  readonly value: ReactNode;
  readonly isError?: boolean;
  /** More that is wrong, smaller behind the value. */
  readonly more?: string;
  readonly title?: string | undefined;
}

/** One of the `Figures`. */
export function Figure({ name, value, isError = false, more = '', title }: FigureProps): ReactNode {
  return (
    <div className={styles.figure} title={title}>
      <dt>{name}</dt>
      <dd>
        <span className={isError ? 'errorText' : undefined}>{value}</span>
        {more !== '' && <small className={styles.more}> {more}</small>}
      </dd>
    </div>
  );
}
