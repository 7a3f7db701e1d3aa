import { afterEach, beforeEach, expect, it } from 'vitest';

import { foldedTraces } from './folded-trace';
import {
  createTestStore,
  traceHex,
  type SpanSpec,
  type TestStore,
} from './test-support/test-store';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const run = (trace: number, count: number): SpanSpec[] =>
  Array.from({ length: count }, (_, at) => ({
    trace,
    span: trace * 100_000 + at + 1,
    ...(at === 0 ? {} : { parent: trace * 100_000 + 1 }),
  }));

it('keeps both sides of a comparison, until one of them grows', () => {
  store.addSpans(...run(1, 2100));
  store.addSpans(...run(2, 2100));
  store.understand();
  const traces = foldedTraces(store.host());
  const fold = (trace: number) => traces.fold(traces.trace(traceHex(trace)));
  const [a, b] = [fold(1), fold(2)];
  expect(fold(1)).toBe(a);
  expect(fold(2)).toBe(b);
  store.addSpans({ trace: 1, span: 7, parent: 100_001 });
  store.understand();
  expect(fold(1)).not.toBe(a);
  expect(fold(1).spans).toHaveLength(2101);
});
