import { shutdownLimits } from '@contract/engine-host';

import type { ReceiverLimits } from './receiver-types';

const MIB = 1024 * 1024;

/** What holds unless a test makes it smaller. */
export const defaultLimits: ReceiverLimits = {
  holdMs: 7_000,
  commitMs: 30_000,
  maxQueuedBytes: 256 * MIB,
  headersMs: 30_000,
  requestMs: 60_000,
  // Node's default of 5 s equals the batch processor's interval: a reset race (H23).
  keepAliveMs: 120_000,
  drainMs: shutdownLimits.drainMs,
};
