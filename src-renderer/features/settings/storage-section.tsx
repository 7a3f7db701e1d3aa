import type { ReactNode } from 'react';

import { formatBytes, formatCounted } from '@domain/format';

import { useEngineQuery } from '../../lib/engine-queries';
import { shell } from '../../lib/shell';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { FolderIcon } from '../../ui/icons';
import { Row, Section } from './section';

/** Where the traces are and how much of them. */
export function StorageSection(): ReactNode {
  const { data: store } = useEngineQuery('store.info', {});
  return (
    <Section id="storage" title="Storage" note={store?.path}>
      <Row title="Database" hint={store === undefined ? '…' : contents(store)}>
        <span className="num">{formatBytes(store?.bytes ?? Number.NaN)}</span>
      </Row>
      <Row title="Data folder" hint="database, backups, settings and logs">
        {store !== undefined && <CopyButton text={store.path} label="Copy path of the database" />}
        <Button size="small" icon={FolderIcon} onClick={() => void shell().invoke('data.show', {})}>
          Show
        </Button>
      </Row>
    </Section>
  );
}

function contents(store: {
  readonly traces: number;
  readonly spans: number;
  readonly logRecords: number;
}): string {
  return [
    formatCounted(store.traces, 'trace'),
    formatCounted(store.spans, 'span'),
    formatCounted(store.logRecords, 'log record'),
  ].join(', ');
}
