import { afterEach, beforeEach, expect, it } from 'vitest';

import { createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { previousRun, traceRows } from './trace-rows';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const before = (trace: number): string | null =>
  previousRun(store.host())({ traceId: traceHex(trace) }, () => undefined);

it('answers rows in the order they were asked for, without those that are gone', () => {
  store.addSpans({ trace: 1, span: 1, name: 'one' }, { trace: 2, span: 1, name: 'two' });
  const rows = traceRows(store.host())({ keys: [2, 9, 1] }, () => undefined);
  expect(rows.map(({ rootName }) => rootName)).toEqual(['two', 'one']);
});

it('finds the run before by its root, its service and when it began', () => {
  store.addSpans(
    { trace: 1, span: 1, name: 'run', service: 'a', startMs: 100 },
    { trace: 2, span: 1, name: 'run', service: 'a', startMs: 300 },
    { trace: 3, span: 1, name: 'run', service: 'b', startMs: 150 },
    { trace: 4, span: 1, name: 'other', service: 'a', startMs: 200 },
    { trace: 5, span: 1, name: 'run', service: 'a', startMs: 200 },
  );
  expect(before(2)).toBe(traceHex(5));
  expect(before(5)).toBe(traceHex(1));
  expect(before(1)).toBeNull();
  expect(before(4)).toBeNull();
  expect(() => before(9)).toThrow('There is no trace');
});
