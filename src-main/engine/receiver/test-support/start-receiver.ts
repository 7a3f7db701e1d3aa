import { onTestFinished } from 'vitest';

import type { ListenerState } from '@contract/receiver-status';
import { defaultSettings } from '@contract/settings';

import type { Ingest } from '../../ingest';
import { createReceiver } from '../receiver';
import type { Receiver, ReceiverLimits, ReceiverSettings, RequestReport } from '../receiver-types';
import { MemoryIngest } from './memory-ingest';

export interface StartedReceiver {
  readonly receiver: Receiver;
  readonly ingest: MemoryIngest;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly settings: ReceiverSettings;
  readonly reports: RequestReport[];
}

export interface StartOptions {
  readonly settings?: Partial<ReceiverSettings>;
  readonly limits?: Partial<ReceiverLimits>;
  /** Null starts without one; left out, a `MemoryIngest`. */
  readonly ingest?: Ingest | null;
}

/** Starts a receiver on free ports; stopped with the test. */
export async function startReceiver(options: StartOptions = {}): Promise<StartedReceiver> {
  const ingest = new MemoryIngest();
  const settings = { ...defaultSettings, httpPort: 0, grpcPort: 0, ...options.settings };
  const receiver = createReceiver({
    settings,
    ingest: options.ingest === undefined ? ingest : options.ingest,
    limits: { drainMs: 1_000, ...options.limits },
  });
  onTestFinished(() => receiver.stop());
  const reports: RequestReport[] = [];
  receiver.onRequest((report) => reports.push(report));
  const status = await receiver.start();
  return {
    receiver,
    ingest,
    settings,
    reports,
    httpPort: portOf(status.http),
    grpcPort: portOf(status.grpc),
  };
}

/** The port of a listener; throws where it is not listening. */
export function portOf(state: ListenerState): number {
  if (state.state !== 'listening') throw new Error(`Not listening: ${JSON.stringify(state)}`);
  return state.port;
}
