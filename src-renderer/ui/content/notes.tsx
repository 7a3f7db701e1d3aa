import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import styles from './notes.module.css';

/** A sentence in place of what is not there. */
export function Note({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className={styles.note}>{children}</p>;
}

export interface DroppedNoteProps {
  readonly count: number;
  /** Singular, e.g. `attribute`. */
  readonly what: string;
  /** The SDK's setting that decides. */
  readonly limit: string;
}

/** Says that the sender left something out, and by which setting. */
export function DroppedNote({ count, what, limit }: DroppedNoteProps): ReactNode {
  if (count === 0) return null;
  return (
    <Note>
      {count === 1 ? `1 ${what} was` : `${formatCount(count)} ${what}s were`} dropped by the SDK.
      Raise <code className="mono">{limit}</code> to keep more.
    </Note>
  );
}
