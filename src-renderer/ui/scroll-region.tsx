import type { ReactNode } from 'react';

import { classNames } from './class-names';
import styles from './scroll-region.module.css';

export interface ScrollRegionProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Content without controls of its own that scrolls: it takes the focus so that keys scroll it. */
export function ScrollRegion({ label, children, className }: ScrollRegionProps): ReactNode {
  return (
    // https://dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={label} className={classNames(styles.region, className)}>
      {children}
    </section>
  );
}
