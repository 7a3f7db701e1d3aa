import { afterEach, beforeEach, expect, it } from 'vitest';

import type { MethodResult } from '@contract/methods';
import { createTestStore, spanHex, traceHex, type TestStore } from './test-support/test-store';
import { traceLogs } from './trace-logs';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
  store.addSpans({ trace: 1, span: 1 }, { trace: 1, span: 2, parent: 1 });
});
afterEach(() => store.close());

function logsOf(span: number | null, limit = 100): MethodResult<'trace.logs'> {
  const spanId = span === null ? null : spanHex(span);
  return traceLogs(store.host())({ traceId: traceHex(1), spanId, limit }, () => {});
}

function bodies({ logs }: MethodResult<'trace.logs'>): unknown[] {
  return logs.map(({ log: { body } }) => (body.type === 'string' ? body.value : body));
}

it('gives the records of a trace or of one span in time order', () => {
  store.addLogs(
    { trace: 1, span: 2, body: 'third', atMs: 30 },
    { trace: 1, body: 'first', atMs: 10, service: 'other' },
    { trace: 1, span: 1, body: 'second, by observation', atMs: null, observedMs: 20 },
    { trace: 2, span: 1, body: 'of another trace', atMs: 5 },
    { body: 'of no trace', atMs: 5 },
  );
  const all = logsOf(null);
  expect(bodies(all)).toEqual(['first', 'second, by observation', 'third']);
  expect(all.total).toBe(3);
  expect(all.logs[0]).toMatchObject({
    serviceName: 'other',
    scopeName: 'test-logger',
    resourceAttributes: [{ key: 'service.name', value: { type: 'string', value: 'other' } }],
  });
  expect(bodies(logsOf(2))).toEqual(['third']);
  expect(logsOf(9)).toEqual({ total: 0, logs: [] });
});

it('cuts at the limit and tells how many there are', () => {
  store.addLogs(...[3, 1, 2].map((at) => ({ trace: 1, body: String(at), atMs: at })));
  const cut = logsOf(null, 2);
  expect(bodies(cut)).toEqual(['1', '2']);
  expect(cut.total).toBe(3);
});

it('hides the records of a deleted trace and shows those that came later', () => {
  store.addLogs({ trace: 1, span: 1, body: 'old' });
  store.deleteTrace(1);
  expect(logsOf(null)).toEqual({ total: 0, logs: [] });
  store.addLogs({ trace: 1, span: 1, body: 'new' });
  expect(bodies(logsOf(null))).toEqual(['new']);
  expect(bodies(logsOf(1))).toEqual(['new']);
});
