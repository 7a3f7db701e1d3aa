import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TraceInfo } from '@domain/annotations/trace-info';
import { tellInfo } from './test-support/annotate';
import { createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { traceInfo } from './trace-info';

let store: TestStore;
beforeEach(() => (store = createTestStore()));
afterEach(() => store.close());

const infoOf = (trace: number): TraceInfo | null =>
  traceInfo(store.host())({ traceId: traceHex(trace) }, () => undefined).info;

it('tells what was told of a trace as a whole, and nothing else', () => {
  store.addSpans(
    { trace: 1, span: 1, attributes: { 'gen_ai.conversation.id': 'of a span' } },
    { trace: 2, span: 2 },
  );
  store.understand();
  tellInfo(store, 1, {
    clientRequestId: 'req-777',
    requestTimeMs: 12,
    durationMs: 34,
    state: 'ERROR',
    metadata: { 'customer.tier': 'platinum', '': 'unnamed' },
  });
  expect(infoOf(1)).toEqual({
    traceId: traceHex(1),
    experimentId: 7,
    clientRequestId: 'req-777',
    requestTimeMs: 12,
    executionDurationMs: 34,
    state: 'ERROR',
    requestPreview: null,
    responsePreview: null,
    metadata: { 'customer.tier': 'platinum', '': 'unnamed' },
  });
  expect(infoOf(2)).toBeNull();
  expect(infoOf(3)).toBeNull();
  store.deleteTrace(1);
  expect(infoOf(1)).toBeNull();
});
