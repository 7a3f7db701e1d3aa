/** Handlers `receiver.…` and what the receiver has to announce. */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

import { ContractError } from '@contract/errors';
import type { MethodResult } from '@contract/methods';
import type { ListenerState } from '@contract/receiver-status';
import type { Receiver } from '../receiver';
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import { Throttle } from '../throttle';
import { testTrace } from './test-trace';

const STATS_INTERVAL_MS = 500;
/** Longer than the receiver holds a request while the store opens. */
const TEST_TRACE_TIMEOUT_MS = 15_000;

export function receiverHandlers(receiver: Receiver): HandlersOf<'receiver'> {
  return {
    'receiver.status': () => receiver.status(),
    'receiver.stats': () => receiver.stats(),
    'receiver.retry': ({ listener }) => receiver.retry(listener),
    'receiver.usePort': ({ listener, port }) => receiver.usePort(listener, port),
    'receiver.sendTestTrace': (_, { signal }) => sendTestTrace(receiver, signal),
  };
}

/**
 * Announces the status whenever it changes, and statistics at most twice a second while they
 * change. Returns the way to stop.
 */
export function announceReceiver(
  receiver: Pick<Receiver, 'onStatus' | 'onRequest' | 'stats'>,
  emit: Emit,
): () => void {
  let announced = '';
  const stats = new Throttle(STATS_INTERVAL_MS, () => {
    const now = receiver.stats();
    const text = JSON.stringify(now);
    if (text !== announced) emit('ingest.stats', now);
    announced = text;
    // Rates and senders fade without further requests.
    if (now.spansPerSecond > 0 || now.activeClients > 0) stats.request();
  });
  const stops = [
    receiver.onStatus((status) => emit('receiver.changed', status)),
    receiver.onRequest(() => stats.request()),
    () => stats.stop(),
  ];
  return () => stops.forEach((stop) => stop());
}

async function sendTestTrace(
  receiver: Receiver,
  signal: AbortSignal,
): Promise<MethodResult<'receiver.sendTestTrace'>> {
  const listeners = receiver.status();
  // Both ports take both protocols.
  const listener = isListening(listeners.http) ? 'http' : 'grpc';
  const door = listeners[listener];
  const [address] = isListening(door) ? door.addresses : [];
  if (!isListening(door) || address === undefined) {
    throw new ContractError(
      'unavailable',
      'The receiver is not listening, so the test trace cannot be sent. Free its port or pick another one.',
    );
  }
  const traceId = randomBytes(16).toString('hex');
  const spanId = (): string => randomBytes(8).toString('hex');
  const spanIds = [spanId(), spanId(), spanId(), spanId()] as const;
  const body = JSON.stringify(testTrace({ traceId, spanIds }, BigInt(Date.now()) * 1_000_000n));
  const { status, text } = await post(address, door.port, body, signal);
  if (status !== 200) {
    throw new ContractError('unavailable', `The receiver answered ${status}: ${text}`);
  }
  return { traceId, listener, port: door.port };
}

function isListening(
  state: ListenerState,
): state is Extract<ListenerState, { readonly state: 'listening' }> {
  return state.state === 'listening';
}

/** @throws ContractError by rejection where the connection fails */
function post(
  host: string,
  port: number,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(new ContractError('io', `The test trace could not be sent: ${error.message}.`));
    const outgoing = request(
      {
        host,
        port,
        path: '/v1/traces',
        method: 'POST',
        signal,
        timeout: TEST_TRACE_TIMEOUT_MS,
        agent: false,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'otelier-test',
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', fail);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer came')));
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
