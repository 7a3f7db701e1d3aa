import type { ReactNode } from 'react';

import styles from './figures.module.css';

/** Key figures of a page's subject, as a list of terms. */
export function Figures({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles.figures}>{children}</dl>;
}

export interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly isError?: boolean;
  readonly title?: string | undefined;
}

export function Figure({ name, value, isError = false, title }: FigureProps): ReactNode {
  return (
    <div className={styles.figure} title={title}>
      <dt>{name}</dt>
      <dd className={isError ? 'errorText' : undefined}>{value}</dd>
    </div>
  );
}
