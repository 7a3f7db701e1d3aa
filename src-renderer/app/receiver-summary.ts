import type { IngestStats, ReceiverStatus } from '@contract/receiver-status';
import type { StoreInfo } from '@contract/store-info';

import type { EngineConnection } from '../lib/engine-client';

export interface ReceiverSummary {
  readonly tone: 'ok' | 'warn' | 'error' | 'off';
  readonly word: string;
  readonly detail: string;
}

/** Store and both listeners in one word for the title bar: the worst news first. */
export function receiverSummary(
  connection: EngineConnection,
  status: ReceiverStatus | undefined,
  stats: IngestStats | undefined,
  store: Pick<StoreInfo, 'state'> | undefined,
): ReceiverSummary {
  if (connection.state === 'failed') return { tone: 'error', word: 'Engine stopped', detail: '' };
  if (connection.state === 'restarting') return { tone: 'warn', word: 'Restarting', detail: '' };
  if (store?.state === 'refused') return { tone: 'error', word: 'Not storing', detail: '' };
  if (status === undefined) return { tone: 'off', word: 'Starting', detail: '' };
  const states = [status.http.state, status.grpc.state];
  if (states.includes('port-in-use')) {
    return { tone: 'error', word: 'Port in use', detail: listeningDetail(status) };
  }
  if (states.includes('failed')) {
    return { tone: 'error', word: 'Not listening', detail: listeningDetail(status) };
  }
  if (states.includes('starting')) return { tone: 'off', word: 'Starting', detail: '' };
  if (!states.includes('listening')) return { tone: 'off', word: 'Not listening', detail: '' };
  const clients = stats?.activeClients ?? 0;
  if (clients === 0) return { tone: 'ok', word: 'Listening', detail: '' };
  const detail = clients === 1 ? '1 client' : `${clients} clients`;
  return { tone: 'ok', word: 'Receiving', detail };
}

function listeningDetail({ http, grpc }: ReceiverStatus): string {
  if (http.state === 'listening') return 'HTTP works';
  if (grpc.state === 'listening') return 'gRPC works';
  return '';
}
