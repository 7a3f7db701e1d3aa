import type { ReactNode } from 'react';

import { useEngineQuery } from '../../lib/engine-queries';
import { runCommand } from '../../lib/keyboard';
import { Button } from '../../ui/button';
import { ErrorState } from '../../ui/empty-state';
import { FileIcon, FolderIcon, ImportIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import { ImportPanel } from './import-panel';
import styles from './import-page.module.css';

/** Where files come in, and what became of those that did. */
export function ImportPage(): ReactNode {
  const { data: jobs, error, refetch, isFetching } = useEngineQuery('import.jobs', {});
  const [newest, ...earlier] = jobs ?? [];
  return (
    <div className={styles.page}>
      <DropZone />
      {error !== null && (
        <aside className={styles.panel} aria-label="Imports">
          <ErrorState
            message={error.message}
            retrying={isFetching}
            onRetry={() => void refetch()}
          />
        </aside>
      )}
      {newest !== undefined && (
        <aside className={styles.panel} aria-label="Imports">
          <ImportPanel job={newest} earlier={earlier} />
        </aside>
      )}
    </div>
  );
}

function DropZone(): ReactNode {
  return (
    <section className={styles.zone}>
      <div className={styles.cards} aria-hidden="true">
        <span className={styles.sheet}>
          <FileIcon size={20} />
        </span>
        <span className={styles.sheet}>
          <FileIcon size={20} />
        </span>
        <span className={styles.sheet}>
          <ImportIcon size={20} />
        </span>
      </div>
      <h1>Drop files or folders to import</h1>
      <p>
        OTLP as JSON, JSON Lines or protobuf, and MLflow’s trace JSON. Packed with gzip or zstd is
        fine.
      </p>
      <div className={styles.buttons}>
        <Button icon={FileIcon} onClick={() => runCommand('import.open')}>
          Choose files <CommandKey id="import.open" />
        </Button>
        <Button icon={FolderIcon} onClick={() => runCommand('import.openFolder')}>
          Choose folder <CommandKey id="import.openFolder" />
        </Button>
      </div>
      <p className={styles.promise}>
        Nothing is uploaded. Spans already in the database are not added twice.
      </p>
    </section>
  );
}
