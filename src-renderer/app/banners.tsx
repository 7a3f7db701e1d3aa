import type { ReactNode } from 'react';

import type { ReceiverStatus } from '@contract/receiver-status';
import type { StoreNotice } from '@contract/store-info';

import { endpointOf, holderText, listenerLabels, type ListenerName } from '../lib/endpoints';
import {
  useEngineCommand,
  useEngineConnection,
  useEngineQuery,
  useReceiverStatus,
} from '../lib/engine-queries';
import { runCommand } from '../lib/keyboard';
import { useRoute } from '../lib/router';
import { shell } from '../lib/shell';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { showToast } from '../ui/toast';

/** What concerns the whole app and needs an answer; nothing while all is well. */
export function Banners(): ReactNode {
  const status = useReceiverStatus();
  const { data: store } = useEngineQuery('store.info', {});
  const { view } = useRoute();
  const storing = store?.state !== 'refused';
  return (
    <>
      <EngineBanner />
      {store?.state === 'refused' && view === 'settings' && (
        <RefusalBanner refusal={store.refusal} />
      )}
      {status !== undefined && <ListenerBanner name="http" status={status} storing={storing} />}
      {status !== undefined && <ListenerBanner name="grpc" status={status} storing={storing} />}
      {store?.state === 'migrating' && (
        <Banner status="running">
          The database is being upgraded. A backup of it was made; this can take a minute.
        </Banner>
      )}
      {store?.notices.map((notice) => (
        <NoticeBanner key={`${notice.code} ${notice.path}`} notice={notice} />
      ))}
    </>
  );
}

function EngineBanner(): ReactNode {
  const connection = useEngineConnection();
  if (connection.state === 'restarting') {
    return (
      <Banner status="running">
        The engine stopped and is starting again. What was stored is kept; exporters retry by
        themselves.
      </Banner>
    );
  }
  if (connection.state !== 'failed') return null;
  return (
    <Banner
      status="error"
      actions={
        <>
          <RestartButton>Restart engine</RestartButton>
          <Button size="small" onClick={() => runCommand('log.show')}>
            Show log
          </Button>
        </>
      }
    >
      {connection.message}
    </Banner>
  );
}

function RestartButton({ children }: { readonly children: string }): ReactNode {
  return (
    <Button size="small" onClick={() => void shell().invoke('engine.restart', {})}>
      {children}
    </Button>
  );
}

/** The refused store where the view that explains it is not shown. */
function RefusalBanner({ refusal }: { readonly refusal: string }): ReactNode {
  return (
    <Banner
      status="error"
      actions={
        <>
          <Button size="small" onClick={() => runCommand('data.show')}>
            Show data folder
          </Button>
          <RestartButton>Try again</RestartButton>
        </>
      }
    >
      Nothing is stored. {refusal}
    </Banner>
  );
}

interface ListenerBannerProps {
  readonly name: ListenerName;
  readonly status: ReceiverStatus;
  /** Whether what is accepted can be stored. */
  readonly storing: boolean;
}

function ListenerBanner({ name, status, storing }: ListenerBannerProps): ReactNode {
  const retry = useEngineCommand('receiver.retry');
  const usePort = useEngineCommand('receiver.usePort');
  const state = status[name];
  if (state.state !== 'port-in-use' && state.state !== 'failed') return null;

  const free = state.state === 'port-in-use' ? state.nextFreePort : null;
  const take = (port: number) =>
    usePort.mutate(
      { listener: name, port },
      {
        onSuccess: () =>
          showToast({
            status: 'ok',
            message: `Receiving at ${endpointOf(name, port)}. Point exporters there.`,
          }),
      },
    );
  const failure = retry.error ?? usePort.error;
  return (
    <Banner
      status="error"
      actions={
        <>
          {free !== null && (
            <Button size="small" busy={usePort.isPending} onClick={() => take(free)}>
              Use {free}
            </Button>
          )}
          <Button
            size="small"
            busy={retry.isPending}
            onClick={() => retry.mutate({ listener: name })}
          >
            Retry
          </Button>
        </>
      }
    >
      {state.state === 'port-in-use'
        ? `Port ${state.port} is in use by ${holderText(state.holder)}.`
        : state.message}{' '}
      {storing && adviceFor(name, status, free)}
      {failure !== null && ` ${failure.message}`}
    </Banner>
  );
}

/** Which endpoint works now, or would with the free port. */
function adviceFor(name: ListenerName, status: ReceiverStatus, free: number | null): string {
  const other = name === 'http' ? 'grpc' : 'http';
  const state = status[other];
  const works =
    state.state === 'listening'
      ? `${listenerLabels[other]} works at ${endpointOf(other, state.port)}.`
      : '';
  const instead =
    free === null ? '' : `With ${free}, point exporters at ${endpointOf(name, free)}.`;
  return [works, instead].filter(Boolean).join(' ');
}

function NoticeBanner({ notice }: { readonly notice: StoreNotice }): ReactNode {
  const salvage = useEngineCommand('store.salvage');
  const dismiss = useEngineCommand('store.dismissNotice');
  const { path } = notice;
  // `io`: nothing of the file can be read, so what the notice offers is void.
  const hopeless = salvage.error?.code === 'io' ? salvage.error : null;
  const failure = dismiss.error ?? (hopeless === null ? salvage.error : null);
  return (
    <Banner
      status={notice.code === 'corrupt-set-aside' ? 'warn' : 'ok'}
      actions={
        <>
          {notice.code === 'corrupt-set-aside' && hopeless === null && (
            <Button size="small" busy={salvage.isPending} onClick={() => salvage.mutate({ path })}>
              Salvage
            </Button>
          )}
          <Button size="small" onClick={() => void shell().invoke('file.show', { path })}>
            Show file
          </Button>
          <Button
            size="small"
            variant="ghost"
            busy={dismiss.isPending}
            onClick={() => dismiss.mutate({ path })}
          >
            Dismiss
          </Button>
        </>
      }
    >
      {hopeless?.message ?? notice.message}
      {failure !== null && ` ${failure.message}`}
    </Banner>
  );
}
