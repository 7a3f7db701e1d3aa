import type { ReactNode } from 'react';

import { classNames } from './class-names';
import { Figures } from './figures';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** The line below the title. */
  readonly sub: ReactNode;
  readonly titleClassName?: string | undefined;
  readonly subClassName?: string | undefined;
  /** What can be done with it, at the right. */
  readonly actions?: ReactNode;
  /** `Figure`s. */
  readonly children: ReactNode;
}

/** What a page shows, and its key figures. */
export function PageHeader(props: PageHeaderProps): ReactNode {
  const { title, sub, titleClassName, subClassName, actions, children } = props;
  return (
    <header className={styles.header}>
      <div className={styles.identity}>
        <h1 className={classNames(styles.title, titleClassName)}>{title}</h1>
        <div className={classNames(styles.sub, subClassName)}>{sub}</div>
      </div>
      <Figures>{children}</Figures>
      {actions}
    </header>
  );
}
