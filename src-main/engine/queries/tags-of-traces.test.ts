import { afterAll, beforeAll, expect, it } from 'vitest';

import { setTag } from './test-support/annotate';
import { createTestStore, type TestStore } from './test-support/test-store';
import type { QueryHost } from './query';
import { tagsOfTraces } from './tags-of-traces';

let store: TestStore;
let host: QueryHost;

beforeAll(() => {
  store = createTestStore();
  store.addSpans(...[1, 2, 3].map((trace) => ({ trace, span: 1, startMs: trace * 100 })));
  setTag(store, 1, 'env', 'dev');
  setTag(store, 2, 'env', 'prod');
  for (const trace of [1, 2, 3]) setTag(store, trace, 'v14', '');
  setTag(store, 1, 'mlflow.traceName', 'kept by MLflow');
  setTag(store, 2, 'gone', '');
  store.writable.exec("UPDATE trace_tag SET is_removed = 1 WHERE key = 'gone'");
  host = store.host();
});
afterAll(() => store.close());

it('tells which of the traces have a tag, without those that senders keep and that are gone', () => {
  expect(tagsOfTraces(host)({ keys: [1, 2, 77] }, () => undefined)).toEqual([
    { key: 'env', value: 'dev', traceKeys: [1] },
    { key: 'env', value: 'prod', traceKeys: [2] },
    { key: 'v14', value: '', traceKeys: [1, 2] },
  ]);
});

it('tells nothing of traces that have none', () => {
  expect(tagsOfTraces(host)({ keys: [77] }, () => undefined)).toEqual([]);
});
