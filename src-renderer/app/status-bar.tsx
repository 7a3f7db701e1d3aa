import type { ReactNode } from 'react';

import type { FacetStatus } from '@contract/facets';
import type { ImportJob } from '@contract/import';
import type { ListenerState } from '@contract/receiver-status';
import type { StoreInfo } from '@contract/store-info';
import { formatBytes, formatCount, formatShortCount } from '@domain/format';

import {
  addressOf,
  listenerLabels,
  listenerTone,
  listenerWord,
  type ListenerName,
} from '../lib/endpoints';
import { useEngineQuery, useReceiverStatus } from '../lib/engine-queries';
import { ImportIcon, LockIcon } from '../ui/icons';
import { Progress } from '../ui/progress';
import { StateDot } from '../ui/state-dot';
import styles from './status-bar.module.css';

/** What comes in, and where it is kept. */
export function StatusBar(): ReactNode {
  const status = useReceiverStatus();
  const { data: stats } = useEngineQuery('receiver.stats', {});
  const { data: store } = useEngineQuery('store.info', {});
  const { data: jobs } = useEngineQuery('import.jobs', {});
  const { data: understood } = useEngineQuery('facets.status', {});
  const running = jobs?.find((job) => job.state === 'running');
  const metrics = stats?.metricDataPoints ?? 0;
  const refused = store?.state === 'refused';
  return (
    <footer className={styles.bar}>
      <span role="status" className={styles.listeners}>
        <Listener name="http" state={status?.http} storing={!refused} />
        <Listener name="grpc" state={status?.grpc} storing={!refused} />
      </span>
      <span>{rateText(stats?.spansPerSecond ?? 0)}</span>
      {running !== undefined && (
        <span>
          <ImportIcon size={12} />
          importing {importPercent(running)}%
        </span>
      )}
      {understood?.state === 'working' && understood.reason !== 'arrival' && (
        <span role="status">
          {facetsText(understood)}
          <Progress
            label="Understanding stored traces"
            value={understood.total === 0 ? 0 : understood.done / understood.total}
          />
        </span>
      )}
      {metrics > 0 && (
        <span className="ellipsis">
          {metrics === 1 ? '1 metric point' : `${formatCount(metrics)} metric points`} received, not
          kept yet
        </span>
      )}
      <span className="push">
        {refused && <StateDot tone="error" />}
        {storeText(store)}
      </span>
      {!refused && <span>{tracesText(store?.traces ?? 0)}</span>}
      <span className={styles.local}>
        <LockIcon size={12} />
        Local only
      </span>
    </footer>
  );
}

function Listener(props: {
  readonly name: ListenerName;
  readonly state: ListenerState | undefined;
  /** Whether what it accepts can be stored. */
  readonly storing: boolean;
}) {
  const { name, state, storing } = props;
  const turnsAway = !storing && state?.state === 'listening';
  const word = turnsAway ? 'not storing' : listenerWord(state);
  return (
    <span>
      <StateDot tone={turnsAway ? 'error' : listenerTone(state)} />
      {listenerLabels[name]} <span className={styles.address}>{addressOf(name, state)}</span>
      <span className={word === 'listening' ? 'srOnly' : ''}>{word}</span>
    </span>
  );
}

function importPercent({ bytesRead, bytesTotal }: ImportJob): number {
  return bytesTotal === 0 ? 0 : Math.min(100, Math.floor((bytesRead / bytesTotal) * 100));
}

/** Why stored traces are looked at again, and how far that has come. */
function facetsText({ reason, done, total }: FacetStatus): string {
  const what = reason === 'prices' ? 'pricing traces anew' : 'understanding stored traces anew';
  return `${what}: ${formatCount(done)} of ${formatCount(total)}`;
}

function rateText(spansPerSecond: number): string {
  const rate = Math.round(spansPerSecond);
  return rate === 1 ? '1 span/s' : `${formatShortCount(rate)} spans/s`;
}

function storeText(store: StoreInfo | undefined): string {
  if (store === undefined) return 'otelier.db';
  const name = fileName(store.path);
  return store.state === 'refused' ? `${name} not opened` : `${name} ${formatBytes(store.bytes)}`;
}

function tracesText(traces: number): string {
  return traces === 1 ? '1 trace' : `${formatCount(traces)} traces`;
}

function fileName(path: string): string {
  return path.split(/[/\\]/).pop() || 'otelier.db';
}
