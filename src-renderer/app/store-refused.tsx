import type { ReactNode } from 'react';

import { shell } from '../lib/shell';
import { Button } from '../ui/button';
import { FolderIcon, LockIcon } from '../ui/icons';
import styles from './store-refused.module.css';

export interface StoreRefusedProps {
  /** Why, in the engine's words. */
  readonly refusal: string;
  readonly path: string;
}

/** Stands in the place of every view while the database cannot be used. */
export function StoreRefused({ refusal, path }: StoreRefusedProps): ReactNode {
  return (
    <section className={styles.page} role="alert">
      <LockIcon size={24} className="t3" />
      <h1>The database was not opened</h1>
      <p className="selectable">{refusal}</p>
      <code className="mono t3 selectable">{path}</code>
      <p className="t3">Nothing in it was changed. Until it opens, no trace is stored.</p>
      <div className={styles.actions}>
        <Button
          variant="primary"
          icon={FolderIcon}
          onClick={() => void shell().invoke('data.show', {})}
        >
          Show data folder
        </Button>
        <Button onClick={() => void shell().invoke('engine.restart', {})}>Try again</Button>
      </div>
    </section>
  );
}
