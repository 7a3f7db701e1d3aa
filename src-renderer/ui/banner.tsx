import type { ReactNode } from 'react';

import styles from './banner.module.css';
import { classNames } from './class-names';
import { StatusGlyph, type GlyphStatus } from './status-glyph';

export interface BannerProps {
  readonly status: Extract<GlyphStatus, 'warn' | 'error' | 'running' | 'ok'>;
  readonly children: ReactNode;
  /** Buttons, in the order of use. */
  readonly actions?: ReactNode;
}

/** A line across the view about the whole app, with what to do about it. */
export function Banner({ status, children, actions }: BannerProps): ReactNode {
  return (
    <div
      role={status === 'error' ? 'alert' : 'status'}
      className={classNames(styles.banner, styles[status])}
    >
      <StatusGlyph status={status} decorative />
      <p className={styles.text}>{children}</p>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
