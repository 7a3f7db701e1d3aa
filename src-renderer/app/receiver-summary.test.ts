import { expect, it } from 'vitest';

import { listeningStatus, openStore, quietStats } from '../lib/test-support/answers';
import { receiverSummary } from './receiver-summary';

const connected = { state: 'connected' } as const;
const taken = { state: 'port-in-use', port: 4318, holder: null, nextFreePort: null } as const;

it('names the worst first', () => {
  const status = { ...listeningStatus, http: taken };
  expect(receiverSummary(connected, status, quietStats, openStore)).toEqual({
    tone: 'error',
    word: 'Port in use',
    detail: 'gRPC works',
  });
  const failed = { state: 'failed', message: 'The engine stopped.' } as const;
  expect(receiverSummary(failed, status, quietStats, openStore).word).toBe('Engine stopped');
});

it('never looks well while nothing is stored', () => {
  const refused = { ...openStore, state: 'refused' } as const;
  expect(receiverSummary(connected, listeningStatus, quietStats, refused)).toEqual({
    tone: 'error',
    word: 'Not storing',
    detail: '',
  });
});

it('counts who sends', () => {
  const one = { ...quietStats, activeClients: 1 };
  const two = { ...quietStats, activeClients: 2 };
  expect(receiverSummary(connected, listeningStatus, quietStats, openStore).word).toBe('Listening');
  expect(receiverSummary(connected, listeningStatus, one, openStore).detail).toBe('1 client');
  expect(receiverSummary(connected, listeningStatus, two, openStore)).toMatchObject({
    word: 'Receiving',
    detail: '2 clients',
  });
});

it('says off where both listeners are', () => {
  const stopped = { state: 'stopped' } as const;
  const summary = receiverSummary(
    connected,
    { http: stopped, grpc: stopped },
    quietStats,
    openStore,
  );
  expect(summary).toMatchObject({ tone: 'off', word: 'Not listening' });
});
