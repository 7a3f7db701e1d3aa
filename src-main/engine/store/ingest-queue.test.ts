import { afterEach, expect, it, vi } from 'vitest';

import type { IngestOutcome, IngestRequest } from '../ingest';
import type { IngestMessage } from './ingest-protocol';
import { IngestQueue } from './ingest-queue';
import { testSource } from './test-support/requests';

const MIB = 1024 * 1024;

function request(bytes = 10): IngestRequest {
  const body = new Uint8Array(bytes);
  return { signal: 'traces', encoding: 'protobuf', body, source: testSource };
}

const committed: IngestOutcome = {
  status: 'committed',
  added: 1,
  alreadyThere: 0,
  updated: 0,
  rejected: 0,
  rejections: [],
  metricDataPoints: 0,
  traceKeys: [1],
  message: '',
};

afterEach(() => vi.useRealTimers());

it('B11 holds requests in their order until it is opened', async () => {
  const queue = new IngestQueue();
  const outcomes = [queue.submit(request()), queue.submit(request(20))];
  expect(queue.queuedBytes).toBe(30);
  const sent: IngestMessage[] = [];
  queue.open((message) => sent.push(message));
  expect(sent.map((message) => message.request.body.length)).toEqual([10, 20]);
  queue.settle(sent.map((message) => [message.id, committed] as const));
  expect(await Promise.all(outcomes)).toEqual([committed, committed]);
  expect(queue.queuedBytes).toBe(0);
});

it('tells a refusal for good from one that may pass', async () => {
  const queue = new IngestQueue();
  queue.refuse('from the future', false);
  const final = { status: 'unavailable', message: 'from the future', isFinal: true };
  expect(await queue.submit(request())).toEqual(final);
});

it('B11 lets a request go after seven seconds, which then is never stored', async () => {
  vi.useFakeTimers();
  const queue = new IngestQueue();
  const outcome = queue.submit(request());
  vi.advanceTimersByTime(6999);
  expect(queue.queuedBytes).toBe(10);
  vi.advanceTimersByTime(1);
  expect(await outcome).toMatchObject({ status: 'unavailable' });
  const sent: IngestMessage[] = [];
  queue.open((message) => sent.push(message));
  expect(sent).toEqual([]);
});

it('H20 turns requests away when too much is queued, but takes a large one alone', async () => {
  const queue = new IngestQueue();
  const sent: IngestMessage[] = [];
  queue.open((message) => sent.push(message));
  const large = queue.submit(request(300 * MIB));
  expect(await queue.submit(request())).toMatchObject({ status: 'unavailable' });
  queue.settle([[sent[0]!.id, committed]]);
  expect(await large).toEqual(committed);
  void queue.submit(request());
  expect(sent).toHaveLength(2);
});

it('answers what a worker had when it is gone, and keeps what it had not', async () => {
  const queue = new IngestQueue();
  queue.open(() => undefined);
  const lost = queue.submit(request());
  queue.interrupt('gone');
  expect(await lost).toEqual({ status: 'unavailable', message: 'gone' });
  const held = queue.submit(request());
  queue.interrupt('gone again');
  const sent: IngestMessage[] = [];
  queue.open((message) => sent.push(message));
  expect(sent).toHaveLength(1);
  queue.settle([[sent[0]!.id, committed]]);
  expect(await held).toEqual(committed);
});

it('turns everything away while it is refused', async () => {
  const queue = new IngestQueue();
  const held = queue.submit(request());
  queue.refuse('no room');
  expect(await held).toEqual({ status: 'unavailable', message: 'no room' });
  expect(await queue.submit(request())).toEqual({ status: 'unavailable', message: 'no room' });
  expect(queue.queuedBytes).toBe(0);
});
