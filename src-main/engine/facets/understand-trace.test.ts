import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { openReadable } from '../store/connection';
import { FacetWriter } from '../store/facet-writer';
import { DATABASE_FILE } from '../store/file-names';
import { runToEnd } from '../store/sliced-job';
import type { TestSpan } from '../store/test-support/requests';
import { TempStore } from '../store/test-support/temp-store';
import type { TraceUpdate } from './facet-batch';
import { facetRowOf } from './facet-row-of';
import { noPrices } from './price-list';
import { createUnderstanding } from './understand-trace';

function setUp() {
  const store = new TempStore();
  const reader = openReadable(join(store.dataDir, DATABASE_FILE), null);
  onTestFinished(() => void reader.close());
  const troubles: unknown[] = [];
  const understanding = createUnderstanding(reader, (error) => troubles.push(error));
  const writer = new FacetWriter(store.db);
  return {
    store,
    troubles,
    understand: (key = 1): TraceUpdate[] => {
      const updates: TraceUpdate[] = [];
      for (const update of understanding.of(key, noPrices)) {
        expect(reader.inTransaction).toBe(false);
        updates.push(update);
        runToEnd(writer.store({ version: NORMALISER_VERSION, traces: [update] }));
      }
      return updates;
    },
    version: (key = 1) =>
      store.db.prepare('SELECT facet_version FROM trace WHERE id = ?').pluck().get(key),
  };
}

const keysOf = (updates: readonly TraceUpdate[]): number[] =>
  updates.flatMap(({ spans }) => spans.map(({ key }) => key)).sort((a, b) => a - b);

it('finds facets of spans that have none, and of those alone', () => {
  const { store, understand, version } = setUp();
  store.write({ span: 1 }, { span: 2, parent: 1 });
  expect(keysOf(understand())).toEqual([1, 2]);
  expect(version()).toBe(NORMALISER_VERSION);
  expect(keysOf(understand())).toEqual([]);
  store.write({ span: 3, parent: 1 });
  expect(version()).toBe(0);
  expect(keysOf(understand())).toEqual([3]);
  expect(version()).toBe(NORMALISER_VERSION);
});

it('makes facets anew of a span that was replaced, or has another number of log records', () => {
  const { store, understand } = setUp();
  store.write({ span: 1, end: 10 }, { span: 2, end: 10 });
  understand();
  store.write({ span: 2, end: 20 });
  expect(keysOf(understand())).toEqual([2]);
  store.writeLogs({ trace: 1, span: 1, text: 'late' });
  expect(understand()).toMatchObject([{ spans: [{ key: 1, changes: 0, logCount: 1 }] }]);
  expect(keysOf(understand())).toEqual([]);
});

it('makes facets of an older version anew', () => {
  const { store, understand } = setUp();
  store.write({ span: 1 }, { span: 2 });
  understand();
  store.db.prepare('UPDATE span_facet SET version = ? WHERE span = 1').run(NORMALISER_VERSION - 1);
  expect(keysOf(understand())).toEqual([1]);
});

it('is not called understood where it changed between reading and storing', () => {
  const { store, version } = setUp();
  store.write({ span: 1 });
  const reader = openReadable(join(store.dataDir, DATABASE_FILE), null);
  const updates = [...createUnderstanding(reader, () => {}).of(1, noPrices)];
  store.write({ span: 2 });
  const writer = new FacetWriter(store.db);
  runToEnd(writer.store({ version: NORMALISER_VERSION, traces: updates }));
  expect(version()).toBe(0);
  reader.close();
});

it('takes a large trace in parts, and sums up all of it', () => {
  const { store, understand, version } = setUp();
  const spans: TestSpan[] = Array.from({ length: 1200 }, (_, at) => ({ span: at + 1 }));
  store.write(...spans);
  const updates = understand();
  expect(updates.map(({ spans: part, facets }) => [part.length, facets !== null])).toEqual([
    [500, false],
    [500, false],
    [200, true],
  ]);
  expect(version()).toBe(NORMALISER_VERSION);
  expect(store.count('span_facet')).toBe(1200);
});

it('finds nothing where the trace is gone', () => {
  const { understand } = setUp();
  expect(understand(9)).toEqual([]);
});

it('gives a span plain facets that cannot be understood, and goes on', () => {
  const troubles: unknown[] = [];
  const fails = (): never => {
    throw new Error('a mistake of ours');
  };
  expect(facetRowOf(fails, (error) => troubles.push(error))).toEqual({ kind: 'span' });
  const content = { span: null, resource: null, scope: null, logs: [] } as never;
  const row = facetRowOf(
    () => content,
    (error) => troubles.push(error),
  );
  expect(row).toEqual({ kind: 'span' });
  expect(troubles).toHaveLength(2);
});

it('gives spans plain facets whose stored bytes cannot be decoded, and the others theirs', () => {
  const { store, troubles, understand, version } = setUp();
  store.write({ span: 1 }, { span: 2 }, { span: 3 });
  store.db.prepare("UPDATE span_payload SET bytes = x'ffffff' WHERE span = 2").run();
  expect(keysOf(understand())).toEqual([1, 2, 3]);
  expect(troubles).toHaveLength(1);
  expect(version()).toBe(NORMALISER_VERSION);
});
