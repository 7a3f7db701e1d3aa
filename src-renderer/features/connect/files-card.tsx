import type { ReactNode } from 'react';

import { runCommand } from '../../lib/keyboard';
import { Button } from '../../ui/button';
import { FolderIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import styles from './files-card.module.css';

/** Files as another way in. The whole window takes drops; this says so. */
export function FilesCard(): ReactNode {
  return (
    <section className={styles.card}>
      <svg className={styles.art} viewBox="0 0 120 64" aria-hidden="true">
        <rect className={styles.sheet} x="22" y="10" width="76" height="46" rx="6" />
        <rect className={styles.agent} x="32" y="20" width="38" height="4" rx="2" />
        <rect className={styles.llm} x="40" y="29" width="22" height="4" rx="2" />
        <rect className={styles.tool} x="58" y="38" width="16" height="4" rx="2" />
        <rect className={styles.retriever} x="72" y="47" width="16" height="4" rx="2" />
      </svg>
      <h2>Drop OTLP files here</h2>
      <p className="t2">
        JSON, JSON Lines or protobuf, plain or packed with gzip or zstd. Folders work too.
      </p>
      <Button icon={FolderIcon} onClick={() => runCommand('import.open')}>
        Choose files <CommandKey id="import.open" />
      </Button>
    </section>
  );
}
