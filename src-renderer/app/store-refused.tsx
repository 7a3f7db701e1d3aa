import type { ReactNode } from 'react';

import { runCommand } from '../lib/keyboard';
import { shell } from '../lib/shell';
import { Button } from '../ui/button';
import { FolderIcon, LockIcon } from '../ui/icons';
import styles from './store-refused.module.css';

export interface StoreRefusedProps {
  /** Why, in the engine's words. */
  readonly refusal: string;
}

/** Stands in the place of every view but the settings while the database cannot be used. */
export function StoreRefused({ refusal }: StoreRefusedProps): ReactNode {
  return (
    <section className={styles.page} role="alert">
      <LockIcon size={24} className="t3" />
      <h1>The database was not opened</h1>
      <p className="selectable">{refusal}</p>
      <p className="t3">Until it opens, nothing is stored and nothing can be imported.</p>
      <div className={styles.actions}>
        <Button variant="primary" icon={FolderIcon} onClick={() => runCommand('data.show')}>
          Show data folder
        </Button>
        <Button onClick={() => void shell().invoke('engine.restart', {})}>Try again</Button>
      </div>
    </section>
  );
}
