import { useIsMutating } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { LastRequest, ListenerState } from '@contract/receiver-status';
import { formatTimeOfDay } from '@domain/format';

import {
  endpointOf,
  listenerLabels,
  listenerTone,
  listenerWord,
  portOf,
  type ListenerName,
} from '../../lib/endpoints';
import { useEngineQuery, useReceiverStatus } from '../../lib/engine-queries';
import { runCommand } from '../../lib/keyboard';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { ClockIcon } from '../../ui/icons';
import { StateDot } from '../../ui/state-dot';
import { StatusGlyph } from '../../ui/status-glyph';
import styles from './endpoints.module.css';

/** Where to send, whether it listens, and what came last. */
export function Endpoints(): ReactNode {
  const status = useReceiverStatus();
  const { data: stats } = useEngineQuery('receiver.stats', {});
  const testing = useIsMutating({ mutationKey: ['receiver.sendTestTrace'] }) > 0;
  const isOff =
    status !== undefined && ![status.http, status.grpc].some(({ state }) => state === 'listening');
  return (
    <div className={styles.card}>
      <Endpoint name="http" kinds="protobuf and JSON" state={status?.http} />
      <Endpoint name="grpc" kinds="traces and logs" state={status?.grpc} />
      <div className={styles.row}>
        {isOff ? <NotListening /> : <LastSender request={stats?.lastRequest ?? null} />}
        <Button
          size="small"
          busy={testing}
          disabled={isOff}
          onClick={() => runCommand('receiver.test')}
        >
          Send a test trace
        </Button>
      </div>
    </div>
  );
}

interface EndpointProps {
  readonly name: ListenerName;
  readonly kinds: string;
  readonly state: ListenerState | undefined;
}

function Endpoint({ name, kinds, state }: EndpointProps): ReactNode {
  const endpoint = endpointOf(name, portOf(name, state));
  const listening = state?.state === 'listening';
  return (
    <div className={styles.row} data-waiting>
      <span className={styles.dot}>
        <StateDot tone={listenerTone(state)} live={listening} />
      </span>
      <span className={styles.name}>
        <b>{listenerLabels[name]}</b>
        <span className="t3">{kinds}</span>
      </span>
      <code className="mono selectable">{endpoint}</code>
      <CopyButton text={endpoint} label={`Copy ${listenerLabels[name]} endpoint`} />
      <span role="status" className={listening ? 't3 small' : 'errorText small'}>
        {listenerWord(state)}
      </span>
    </div>
  );
}

function NotListening(): ReactNode {
  return (
    <span role="status" className={styles.last}>
      <StatusGlyph status="error" decorative />
      Neither endpoint is listening, so nothing can be sent.
    </span>
  );
}

function LastSender({ request }: { readonly request: LastRequest | null }): ReactNode {
  if (request === null) {
    return (
      <span role="status" className={styles.last}>
        <ClockIcon size={14} />
        No request yet. The first sender shows here.
      </span>
    );
  }
  const { outcome, message } = request;
  return (
    <span role="status" className={styles.last}>
      <StatusGlyph
        status={outcome === 'accepted' ? 'ok' : outcome === 'partial' ? 'warn' : 'error'}
        label={outcome}
      />
      <span className="grow">
        <span className={styles.line} title={describe(request)}>
          {describe(request)}
        </span>
        {message !== '' && (
          <span className={outcome === 'rejected' ? 'errorText' : 'warnText'}>{message}</span>
        )}
      </span>
    </span>
  );
}

/** `14:32:07 OTel-OTLP-Exporter-Python/1.38, http/protobuf, 12 spans`. */
function describe({ atMs, userAgent, transport, spans, outcome }: LastRequest): string {
  const sender = userAgent === '' ? 'a sender without a name' : userAgent;
  const what = outcome === 'rejected' ? 'rejected' : spans === 1 ? '1 span' : `${spans} spans`;
  return `${formatTimeOfDay(atMs, false)} ${sender}, ${transport}, ${what}`;
}
